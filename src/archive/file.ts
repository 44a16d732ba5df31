import type { Archive } from '../archive.js'
import { v8Codec } from '../codec/v8.js'
import type { Codec } from '../codec.js'
import type { PilferError } from '../errors.js'
import { createArchive } from '../internal/archive-front.js'
import { checkOptions, func, object, oneOf } from '../internal/check-options.js'
import { fileAt } from '../internal/fs/file-path.js'
import { RecordFraming } from '../internal/log/record-framing.js'
import { LogStore } from './log/store.js'

/** What {@link fileArchive} takes. */
export interface FileArchiveOptions<V> {
  /**
   * Turns values into bytes and back. Every record names its codec and is read by no other.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * What an entry survives once `set` has returned: `'process'`, the death of this process; `'disk'`, also that of
   * the machine, at the cost of waiting for the disk. `setMany` waits once for all its entries.
   *
   * @default 'process'
   */
  readonly durability?: 'process' | 'disk'
  /**
   * The time in ms since 1970, by which entries expire.
   *
   * @default Date.now
   */
  readonly clock?: () => number
  /**
   * Called once for each damaged stretch of the file, with a `RECORD_DAMAGED` error that says where it is, and with the
   * error of a compaction that failed, which loses nothing.
   *
   * @default process.emitWarning
   */
  readonly onDamage?: (error: PilferError) => void
}

/**
 * An archive in a single file, to which every change is appended: quick to write and to read, and as many processes as
 * like use it at once. An index of the keys lies in memory. The file is written anew when more than half of it is dead.
 * `docs/archives.md` has its promises, `docs/formats.md` its layout.
 *
 * @param path The file; it is created when missing. A relative path is taken from the present working directory.
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `ARCHIVE_PATH` when `path` is a folder, or a file that
 * something else wrote; `ARCHIVE_READ_ONLY` or `ARCHIVE_FULL` when the file is missing and cannot be created;
 * `FORMAT_NEWER` when a newer pilfer wrote it.
 * @example
 * ```ts
 * import { fileArchive } from 'pilfer/archive/file'
 *
 * const archive = fileArchive('./memo.log')
 * archive.set('x', new Map([['a', 1n]]))
 * archive.get('x') // Map { 'a' => 1n }, in the next session too
 * ```
 */
export function fileArchive<V = unknown>(path: string, options: FileArchiveOptions<V> = {}): Archive<V> {
  const place = fileAt('fileArchive', path)
  checkOptions('fileArchive', options, {
    codec: object('a codec, such as jsonCodec()', 'encode', 'decode'),
    durability: oneOf('process', 'disk'),
    clock: func,
    onDamage: func,
  })
  const { codec = v8Codec() as Codec<V>, durability, clock, onDamage = warn } = options
  const store = new LogStore<V>(place, {
    kind: 'file',
    framing: () => new RecordFraming(),
    codec,
    sync: durability === 'disk',
    onDamage,
  })
  return createArchive<V>(store, clock && { clock })
}

const warn = (error: PilferError): void => process.emitWarning(error)
