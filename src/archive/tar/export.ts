import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { AnyArchive, ArchiveRecord } from '../../archive.js'
import { v8Codec } from '../../codec/v8.js'
import type { Codec } from '../../codec.js'
import { PilferError, show } from '../../errors.js'
import { archiveCheck, requireEnumerable } from '../../internal/archive-check.js'
import { bool, checkOptions } from '../../internal/check-options.js'
import { pieces } from '../../internal/pieces.js'
import { checksum } from '../../internal/record/checksum.js'
import { RecordCoder } from '../../internal/record/coder.js'
import { beginSum, encodeHead, finishHead } from '../../internal/record/record.js'
import { codecCheck, demand, writableCheck } from './checks.js'
import { TarFraming } from './framing.js'
import { MemberNames } from './member-names.js'

/** The options of {@link exportTar}. */
export interface ExportTarOptions<V> {
  /**
   * Turns values into bytes; whatever codec the archive itself has.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * Compress the tar with gzip.
   *
   * @default false
   */
  readonly gzip?: boolean
}

/** What {@link exportTar} tells. */
export interface ExportedTar {
  /** How many entries have been written. */
  readonly entries: number
  /** How long the tar is, before it is compressed. */
  readonly bytes: number
}

/** How much is handed to the stream at once, in bytes: as little and as much. */
const BATCH = 64 * 1024
const PIECE = 1024 * 1024

/**
 * Writes the entries of an archive of any kind as a tar: those in force and nothing else, with their times and tags. It
 * is what `tarArchive` itself would write, so it can be opened as one, `importTar` reads it, and every tool lists and
 * extracts it.
 *
 * Memory holds one record at a time, and the keys. What is set or deleted meanwhile may be in the tar or not. When it
 * ends, the stream has been ended; when it fails, the stream has been destroyed, and what was written to it is no
 * whole tar.
 *
 * @param writable where the tar goes, such as a file or a response
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `ARCHIVE_NOT_ENUMERABLE` when the archive cannot list its
 * keys; `VALUE_UNSUPPORTED` or `VALUE_TOO_DEEP` for an entry, which the message names, that the codec cannot keep; what
 * the archive or the stream throws.
 * @example
 * ```ts
 * import { createWriteStream } from 'node:fs'
 * import { dictArchive } from 'pilfer'
 * import { exportTar } from 'pilfer/archive/tar'
 *
 * const archive = dictArchive({ entries: [['x', 1]] })
 * const { entries } = await exportTar(archive, createWriteStream('memo.tar.gz'), { gzip: true })
 * console.log(entries) // 1
 * ```
 */
export async function exportTar<V>(
  archive: AnyArchive<V>,
  writable: Writable,
  options: ExportTarOptions<V> = {},
): Promise<ExportedTar> {
  demand('exportTar', archive, archiveCheck)
  demand('exportTar', writable, writableCheck)
  checkOptions('exportTar', options, { codec: codecCheck, gzip: bool })
  requireEnumerable(archive, 'exported')
  const { codec = v8Codec() as Codec<V>, gzip = false } = options
  const tar = new Exporter(archive, codec)
  const bytes = gathered(tar.bytes())
  await (gzip ? pipeline(bytes, createGzip(), writable) : pipeline(bytes, writable))
  return { entries: tar.written.size, bytes: tar.length }
}

/** Makes a tar out of an archive, one record after the other. */
class Exporter<V> {
  readonly written = new Set<string>()
  length = 0
  readonly #coder: RecordCoder<V>
  readonly #framing: TarFraming

  constructor(
    readonly archive: AnyArchive<V>,
    codec: Codec<V>,
  ) {
    this.#coder = new RecordCoder(codec)
    this.#framing = new TarFraming(new MemberNames(codec))
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    // An entry that is set anew meanwhile may be listed once more.
    for await (const key of this.archive.keys()) {
      const record = this.written.has(key) ? undefined : await this.archive.read(key)
      if (record === undefined) continue
      this.written.add(key)
      yield* this.#entry(key, record)
    }
    const { trailer } = this.#framing
    this.length += trailer.length
    yield trailer
  }

  /** The bytes of an entry, which are its own: while they wait to be written, the value may change. */
  #entry(key: string, record: ArchiveRecord<V>): readonly Uint8Array[] {
    const { inline, blobs } = this.#encoded(key, record.value)
    const body = [inline, ...blobs]
    const head = encodeHead(
      this.#coder.meta(key, record),
      inline.length,
      blobs.map((blob) => blob.length),
    )
    finishHead(head, checksum(body, 0, beginSum(head)))
    const bodyLength = lengthOf(body)
    const prefix = this.#framing.prefix(this.length, key, head, bodyLength)
    const chunks = [prefix, ...body, Buffer.alloc(this.#framing.padding(bodyLength))]
    this.length += lengthOf(chunks)
    if (bodyLength <= PIECE) return [Buffer.concat(chunks)]
    return chunks.flatMap((chunk) => Array.from(pieces(chunk, PIECE), (piece) => Buffer.from(piece)))
  }

  #encoded(key: string, value: V): ReturnType<Codec['encode']> {
    try {
      return this.#coder.codec.encode(value)
    } catch (error) {
      if (!(error instanceof PilferError)) throw error
      throw new PilferError(error.code, `the entry ${show(key)} cannot be exported: ${error.message}`, {
        cause: error,
      })
    }
  }
}

const lengthOf = (chunks: readonly Uint8Array[]): number =>
  chunks.reduce((sum, { length }) => sum + length, 0)

/** Small pieces put together, since each write has its cost. */
async function* gathered(all: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const piece of all) {
    held.push(piece)
    size += piece.length
    if (size < BATCH) continue
    yield held.length === 1 ? piece : Buffer.concat(held)
    held = []
    size = 0
  }
  yield Buffer.concat(held)
}
