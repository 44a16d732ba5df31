import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ByteStream } from '../../archive.js'
import { PilferError, show } from '../../errors.js'
import { optionalPackage } from '../../internal/optional-package.js'
import { BLOCK, inBlocks } from './header.js'
import { isSparse, type Member, mtimeOf } from './member.js'
import { decodeStamp, isOwned } from './stamp.js'
import { Unpacker, type UnpackLimits } from './unpack.js'

/** An entry of a tar that is coming in. */
export interface IncomingMember extends Omit<Member, 'at' | 'length' | 'bodyAt'> {
  /** Its bytes, to be read before the next entry is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** How large a tar may be. */
export interface IncomingLimits extends UnpackLimits {
  readonly maxEntries: number
}

/** What is used of tar-stream. */
interface TarStream {
  extract(options: { readonly allowUnknownFormat: boolean }): NodeJS.WritableStream & AsyncIterable<Entry>
}

interface Entry extends AsyncIterable<Uint8Array> {
  readonly header: EntryHeader
  /** Passes over what has not been read. */
  resume(): unknown
}

interface EntryHeader {
  readonly name: string
  readonly size: number
  readonly mtime: Date
  readonly type: string | null
  readonly uname: string
  readonly uid: number
  readonly pax: Readonly<Record<string, string>> | null
  /** Where the body is. */
  readonly byteOffset: number
}

const FILES: ReadonlySet<string | null> = new Set(['file', 'contiguous-file'])

/** What has no body; where one is told, programs do not agree on what follows. */
const BODILESS: ReadonlySet<string | null> = new Set([
  'link',
  'symlink',
  'character-device',
  'block-device',
  'fifo',
])

/** A tar that comes in as a stream, packed with gzip or not, read by tar-stream. */
export class IncomingTar {
  readonly #unpacker: Unpacker

  constructor(
    readonly source: ByteStream,
    readonly limits: IncomingLimits,
  ) {
    this.#unpacker = new Unpacker(limits)
  }

  /** How many bytes there were, unpacked. */
  get bytes(): number {
    return this.#unpacker.unpacked
  }

  /**
   * The entries, one after the other. Whoever stops early destroys the source.
   *
   * @throws PilferError `TAR_DAMAGED`, `TAR_TOO_LARGE`; what the source throws.
   */
  async *members(): AsyncGenerator<IncomingMember> {
    const { extract } = optionalPackage<TarStream>('tar-stream', 'importTar')
    const entries = extract({ allowUnknownFormat: true })
    const feeding = pipeline(this.#unpacker.bytes(this.source), entries)
    feeding.catch(() => {}) // Whoever reads the entries is told too.
    let count = 0
    let end = 0
    try {
      for await (const entry of entries) {
        if (++count > this.limits.maxEntries)
          throw new PilferError(
            'TAR_TOO_LARGE',
            `the tar has more than the ${this.limits.maxEntries} entries that \`maxEntries\` allows`,
          )
        yield this.#member(entry)
        entry.resume()
        end = entry.header.byteOffset + inBlocks(entry.header.size)
      }
      await feeding
    } catch (error) {
      throw this.#explained(error)
    } finally {
      // A stream that has nothing more to give for now would not notice that nobody waits for it.
      ;(this.source as Partial<Readable>).destroy?.()
    }
    if (this.#unpacker.zeros < BLOCK || this.bytes < end + BLOCK)
      throw damagedTar('it ends without the zeros that end a tar, so the rest of it may be missing')
  }

  #member(entry: Entry): IncomingMember {
    const { name, size, type, mtime, uname, uid, pax } = entry.header
    if (name.includes('\ufffd')) throw damagedTar(`the name ${show(name)} of an entry is not in UTF-8`)
    if (BODILESS.has(type) && size > 0)
      throw damagedTar(`the entry ${show(name)} is a ${type} and says that it has ${size} bytes`)
    const words = pax ?? {}
    // Otherwise tar-stream makes of a word whatever number it begins with.
    if (words['size'] && !/^[0-9]+$/.test(words['size']))
      throw damagedTar(`the entry ${show(name)} says that its size is ${show(words['size'])}`)
    return {
      name,
      size,
      mtime: mtimeOf(mtime.getTime() / 1000, words['mtime']),
      isOwned: isOwned({ owner: uname, uid }),
      isFile: FILES.has(type) && !isSparse(Object.keys(words)),
      stamp: decodeStamp(words['comment']),
      chunks: this.#chunksOf(entry),
    }
  }

  async *#chunksOf(entry: Entry): AsyncGenerator<Uint8Array> {
    try {
      yield* entry
    } catch (error) {
      throw this.#explained(error)
    }
  }

  /** What the source throws, and what has a code, as it is; anything else is what tar-stream and zlib find wrong. */
  #explained(error: unknown): unknown {
    return error instanceof PilferError || error === this.#unpacker.fault
      ? error
      : damagedTar((error as Error).message, error)
  }
}

const damagedTar = (why: string, cause?: unknown): PilferError =>
  new PilferError(
    'TAR_DAMAGED',
    `the tar cannot be read any further: ${why}`,
    cause === undefined ? {} : { cause },
  )
