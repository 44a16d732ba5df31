import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { PilferError, show } from '../../errors.js'
import { BLOCK } from './header.js'

/** How large what comes in may become. */
export interface UnpackLimits {
  /** The most bytes, unpacked. */
  readonly maxBytes: number
  /** The most bytes that one byte may become. */
  readonly maxRatio: number
}

/** Up to so many bytes nobody minds how much smaller they were packed. */
const NO_BOMB = 64 * 1024 * 1024

const GZIP = [0x1f, 0x8b] as const

/** Takes bytes in, packed with gzip or not, and counts them. */
export class Unpacker {
  /** How many bytes have come in, and how many they have become. */
  packed = 0
  unpacked = 0
  /** How many zeros they end with so far, counted up to one block at least. */
  zeros = 0
  /** What the source itself threw. */
  fault: unknown

  constructor(readonly limits: UnpackLimits) {}

  /**
   * The bytes of `source`, unpacked.
   *
   * @throws PilferError `OPTION_INVALID` for what is no bytes, `TAR_TOO_LARGE`; what the source and zlib throw.
   */
  async *bytes(source: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<Uint8Array> {
    const chunks = this.#taken(source)
    const begin: Uint8Array[] = []
    let length = 0
    while (length < GZIP.length) {
      const { value, done } = await chunks.next()
      if (done === true) break
      begin.push(value)
      length += value.length
    }
    const all = joined(begin, chunks)
    const magic = Buffer.concat(begin)
    const isPacked = magic[0] === GZIP[0] && magic[1] === GZIP[1]
    for await (const chunk of isPacked ? gunzipped(all) : all) {
      this.#count(chunk)
      yield chunk
    }
  }

  async *#taken(source: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        if (!(chunk instanceof Uint8Array))
          throw new PilferError('OPTION_INVALID', `a tar comes in pieces of bytes, received ${show(chunk)}`)
        this.packed += chunk.length
        yield chunk
      }
    } catch (error) {
      this.fault = error
      throw error
    }
  }

  #count(chunk: Uint8Array): void {
    const { packed, limits } = this
    const zeros = zerosAtEnd(chunk)
    this.zeros = zeros === chunk.length ? this.zeros + zeros : zeros
    this.unpacked += chunk.length
    if (this.unpacked > limits.maxBytes)
      throw new PilferError(
        'TAR_TOO_LARGE',
        `the tar has more than the ${limits.maxBytes} bytes that \`maxBytes\` allows`,
      )
    if (this.unpacked > NO_BOMB && this.unpacked > packed * limits.maxRatio)
      throw new PilferError(
        'TAR_TOO_LARGE',
        `${packed} bytes of the tar have become ${this.unpacked}: more than the ${limits.maxRatio} times as many ` +
          'that `maxRatio` allows',
      )
  }
}

async function* joined(
  begin: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* begin
  yield* rest
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  // What goes wrong there, whoever reads is told too.
  pipeline(chunks, gunzip).catch(() => {})
  yield* gunzip
}

/** How many zeros `chunk` ends with, counted as far as it matters. */
function zerosAtEnd(chunk: Uint8Array): number {
  const { length } = chunk
  let zeros = 0
  while (zeros < Math.min(length, BLOCK) && chunk[length - 1 - zeros] === 0) zeros++
  return zeros
}
