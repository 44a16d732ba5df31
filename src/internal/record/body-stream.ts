import { close, closeSync, read } from 'node:fs'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { PilferError } from '../../errors.js'
import { fill } from '../fs/bulk-io.js'
import { fsError } from '../fs/fs-error.js'
import { checksum } from './checksum.js'
import { NO_CODEC, type RecordCoder } from './coder.js'
import { beginSum, damaged, parseHead, type RecordHead, wholeSum } from './record.js'

/** How many bytes a stream gives at once. */
const PIECE = 256 * 1024

/** A record in an open file. */
export interface RecordPlace {
  /** Belongs to the stream from now on, which closes it. */
  readonly fd: number
  readonly head: Buffer
  readonly bodyAt: number
  /** What holds the record, for messages. */
  readonly where: string
}

/**
 * The bytes that are the value of a record, whose codec can stream. The stream fails at its end when the checksum does not hold.
 *
 * @throws PilferError `VALUE_NOT_BYTES`, `CODEC_MISMATCH`, `RECORD_DAMAGED`.
 */
export function streamBody(place: RecordPlace, coder: RecordCoder<any>): Readable {
  const { fd, head, bodyAt, where } = place
  try {
    const parsed = parseHead(head, where)
    coder.checkCodec(parsed, where)
    const { inlineLength, blobLengths } = parsed
    const inline = Buffer.alloc(inlineLength)
    if (fill(fd, inline, bodyAt) < inlineLength) throw damaged(where, 'it is cut short')
    const bytes = coder.codec.stream!.bytesIn(inline, blobLengths.length)
    if (bytes === undefined) throw notBytes(where)
    const sum = checksum([inline], 0, beginSum(head))
    if (bytes === 'blob') {
      const length = blobLengths.reduce((a, b) => a + b, 0)
      return new RangeStream(fd, where, bodyAt + inlineLength, length, { begin: sum, whole: wholeSum(head) })
    }
    if (sum !== wholeSum(head)) throw damaged(where, 'its checksum does not hold')
    closeSync(fd)
    return Readable.from([bytes], { objectMode: false })
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/**
 * The bytes that are the value of an entry which something else has put into an archive's file. One that is a value of
 * the codec is read as a whole.
 *
 * @throws PilferError `VALUE_NOT_BYTES`, `CODEC_DECODE`, `RECORD_DAMAGED`.
 */
export function streamEntry(
  { fd, where, bodyAt }: Omit<RecordPlace, 'head'>,
  head: RecordHead,
  coder: RecordCoder<any>,
): Readable {
  if (head.codec === NO_CODEC) return new RangeStream(fd, where, bodyAt, head.inlineLength)
  try {
    const inline = Buffer.alloc(head.inlineLength)
    if (fill(fd, inline, bodyAt) < inline.length) throw damaged(where, 'it is cut short')
    coder.value(head, { inline, blobs: [] }, () => where)
    const bytes = coder.codec.stream!.bytesIn(inline, 0)
    if (!(bytes instanceof Uint8Array)) throw notBytes(where)
    return Readable.from([bytes], { objectMode: false })
  } finally {
    closeSync(fd)
  }
}

const notBytes = (where: string): PilferError =>
  new PilferError('VALUE_NOT_BYTES', `${where} holds a value that is no bytes, so it cannot be streamed`)

/** Checksums: of what goes before the bytes, and of all. */
interface Sums {
  readonly begin: number
  readonly whole: number
}

/** A stretch of an open file, which it closes. Where there are sums it fails at its end when they do not agree. */
export class RangeStream extends Readable {
  #done = 0
  #sum: number
  #isReading = false
  /** What is to be done once the file is not being read any more. */
  #close: (() => void) | undefined

  constructor(
    readonly fd: number,
    readonly where: string,
    readonly position: number,
    readonly length: number,
    readonly sums?: Sums,
  ) {
    super()
    this.#sum = sums?.begin ?? 0
  }

  override _read(): void {
    if (this.#done === this.length) {
      if (this.sums === undefined || this.#sum === this.sums.whole) this.push(null)
      else this.destroy(damaged(this.where, 'its checksum does not hold'))
      return
    }
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE, this.length - this.#done))
    this.#isReading = true
    read(this.fd, piece, 0, piece.length, this.position + this.#done, (error, count) => {
      this.#isReading = false
      if (this.#close !== undefined) this.#close()
      else if (error !== null) this.destroy(fsError(error, 'read', this.where) as Error)
      else if (count === 0) this.destroy(damaged(this.where, 'it is cut short'))
      else {
        const bytes = piece.subarray(0, count)
        this.#sum = crc32(bytes, this.#sum)
        this.#done += count
        this.push(bytes)
      }
    })
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // A number that is closed too early may be that of another file when it is read.
    this.#close = () => close(this.fd, (failure) => done(error ?? failure))
    if (!this.#isReading) this.#close()
  }
}
