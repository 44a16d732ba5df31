import type { AnyArchive, ArchiveRecord, ByteStream } from '../../archive.js'
import { v8Codec } from '../../codec/v8.js'
import type { Codec } from '../../codec.js'
import { PilferError, show } from '../../errors.js'
import { archiveCheck } from '../../internal/archive-check.js'
import { checkOptions, func, positiveNumber } from '../../internal/check-options.js'
import { RecordCoder } from '../../internal/record/coder.js'
import {
  beginSum,
  checkLength,
  damaged,
  parseHead,
  type RecordHead,
  wholeSum,
} from '../../internal/record/record.js'
import { readBody } from './body.js'
import { byteStreamCheck, codecCheck, demand } from './checks.js'
import { type IncomingMember, IncomingTar } from './incoming.js'
import { MemberNames } from './member-names.js'
import { checkName } from './name-check.js'

/** The options of {@link importTar}. */
export interface ImportTarOptions<V> {
  /**
   * Turns bytes into values; the codec that the tar was written with.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * Called with a `RECORD_DAMAGED` error for each entry that is not what was written; it is left out.
   *
   * @default none, and the first such entry ends the import with that error
   */
  readonly onDamage?: (error: PilferError) => void
  /**
   * The time in ms since 1970, by which entries have expired.
   *
   * @default Date.now
   */
  readonly clock?: () => number
  /**
   * The most entries that the tar may have, folders and all.
   *
   * @default 10_000_000
   */
  readonly maxEntries?: number
  /**
   * The most bytes that an entry may have, since one entry at a time is in memory.
   *
   * @default 2 ** 30
   */
  readonly maxEntryBytes?: number
  /**
   * The most bytes that the tar may have, unpacked.
   *
   * @default 2 ** 36
   */
  readonly maxBytes?: number
  /**
   * How many times as large as it came in the tar may become when it is unpacked, from 64 MiB on.
   *
   * @default 100
   */
  readonly maxRatio?: number
}

/** What {@link importTar} tells. */
export interface ImportedTar {
  /** How many entries of the archive are from the tar. */
  readonly entries: number
  /**
   * How many entries of the tar were passed over: folders, links and such, what has been replaced or deleted or has
   * expired, and what is damaged.
   */
  readonly passedOver: number
  /** How long the tar is, unpacked. */
  readonly bytes: number
}

/**
 * Writes the entries of a tar into an archive of any kind. What `exportTar` and `tarArchive` have written comes back
 * with its times and tags; files that something else has put there are entries as for `tarArchive`. Gzip is
 * recognised. Entries of the archive under other keys stay.
 *
 * An entry is written when it is whole and its checksum holds. Memory holds one at a time, and the keys. What fails
 * ends the import and destroys the stream; the entries before it have been written, and importing again does no harm.
 *
 * A checksum is no signature: whoever can change a tar can change what is in it. Values of `v8Codec` should come from
 * somebody you trust; those of `jsonCodec` may come from anybody.
 *
 * @param source what gives the bytes of the tar, such as a file or a request
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `TAR_DAMAGED` for what is no tar, ends too soon or is not
 * sound; `TAR_HOSTILE` for an entry whose name leads out of a folder; `TAR_TOO_LARGE` when a limit is exceeded;
 * `RECORD_DAMAGED` without `onDamage`; `CODEC_MISMATCH`, `CODEC_DECODE` or `FORMAT_NEWER` for an entry that cannot be
 * read; what the archive or the stream throws.
 * @example
 * ```ts
 * import { createReadStream, createWriteStream } from 'node:fs'
 * import { dictArchive } from 'pilfer'
 * import { exportTar, importTar } from 'pilfer/archive/tar'
 *
 * await exportTar(dictArchive({ entries: [['x', 1]] }), createWriteStream('memo.tar.gz'), { gzip: true })
 * const archive = dictArchive()
 * await importTar(archive, createReadStream('memo.tar.gz'))
 * console.log(archive.get('x')) // 1
 * ```
 */
export async function importTar<V>(
  archive: AnyArchive<V>,
  source: ByteStream,
  options: ImportTarOptions<V> = {},
): Promise<ImportedTar> {
  demand('importTar', archive, archiveCheck)
  demand('importTar', source, byteStreamCheck)
  checkOptions('importTar', options, {
    codec: codecCheck,
    onDamage: func,
    clock: func,
    maxEntries: positiveNumber,
    maxEntryBytes: positiveNumber,
    maxBytes: positiveNumber,
    maxRatio: positiveNumber,
  })
  const { maxEntries = 10_000_000, maxBytes = 2 ** 36, maxRatio = 100 } = options
  const tar = new IncomingTar(source, { maxEntries, maxBytes, maxRatio })
  const importer = new Importer(archive, options)
  for await (const member of tar.members()) await importer.take(member)
  return { entries: importer.written.size, passedOver: importer.passedOver, bytes: tar.bytes }
}

/** What is to become of a key: it gets a record, or it has none. */
type Found<V> =
  | { readonly key: string; readonly record: ArchiveRecord<V> }
  | { readonly key: string | undefined; readonly record: undefined }

const NOTHING = { key: undefined, record: undefined } as const

/** Puts the entries of a tar into an archive. */
class Importer<V> {
  readonly written = new Set<string>()
  passedOver = 0
  readonly #coder: RecordCoder<V>
  readonly #names: MemberNames
  readonly #clock: () => number
  readonly #mostBytes: number

  constructor(
    readonly archive: AnyArchive<V>,
    readonly options: ImportTarOptions<V>,
  ) {
    const { codec = v8Codec() as Codec<V>, clock = Date.now, maxEntryBytes = 2 ** 30 } = options
    this.#coder = new RecordCoder(codec)
    this.#names = new MemberNames(codec)
    this.#clock = clock
    this.#mostBytes = maxEntryBytes
  }

  async take(member: IncomingMember): Promise<void> {
    checkName(member.name)
    const { key, record } = await this.#read(member, `the entry ${show(member.name)} of the tar`)
    if (record !== undefined) {
      await this.archive.write(key, record)
      this.written.add(key)
      return
    }
    this.passedOver++
    // What stands before it under this key is out of date.
    if (key !== undefined && this.written.delete(key)) await this.archive.delete(key)
  }

  async #read(member: IncomingMember, where: string): Promise<Found<V>> {
    let key: string | undefined
    try {
      const head = this.#headOf(member, where)
      if (head === undefined) return NOTHING
      key = head.key
      return this.#isInForce(member, head)
        ? { key, record: await this.#recordOf(member, head, where) }
        : { key, record: undefined }
    } catch (error) {
      const { onDamage } = this.options
      if (onDamage === undefined || !(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED')
        throw error
      onDamage(error)
      return { key, record: undefined }
    }
  }

  #headOf(member: IncomingMember, where: string): RecordHead | undefined {
    const { stamp, isOwned, isFile } = member
    if (stamp !== undefined) return parseHead(stamp.head, where)
    if (isOwned) throw damaged(where, 'what pilfer wrote about it cannot be read')
    return isFile ? this.#names.headOf(member) : undefined
  }

  #isInForce({ stamp }: IncomingMember, { deleted, expires }: RecordHead): boolean {
    return !deleted && stamp?.state !== 'dead' && expires > this.#clock()
  }

  async #recordOf(member: IncomingMember, head: RecordHead, where: string): Promise<ArchiveRecord<V>> {
    const { stamp, size, chunks } = member
    if (size > this.#mostBytes)
      throw new PilferError(
        'TAR_TOO_LARGE',
        `${where} has ${size} bytes, more than the ${this.#mostBytes} that \`maxEntryBytes\` allows`,
      )
    if (stamp !== undefined) {
      checkLength(head, head.headLength + size, where)
      this.#coder.checkCodec(head, where)
    }
    const lengths = [head.inlineLength, ...head.blobLengths]
    const { parts, sum } = await readBody(chunks, lengths, stamp === undefined ? 0 : beginSum(stamp.head))
    if (stamp !== undefined && sum !== wholeSum(stamp.head))
      throw damaged(where, 'its checksum does not hold')
    const [inline, ...blobs] = parts as [Uint8Array, ...Uint8Array[]]
    return this.#coder.decode({ head, encoded: { inline, blobs } }, head.key, where)
  }
}
