import type { Archive } from '../archive.js'
import { v8Codec } from '../codec/v8.js'
import type { Codec } from '../codec.js'
import type { PilferError } from '../errors.js'
import { createArchive } from '../internal/archive-front.js'
import { checkOptions, func, object, oneOf } from '../internal/check-options.js'
import { rootAt } from './dir/root.js'
import { DirStore } from './dir/store.js'

/** What {@link dirArchive} takes. */
export interface DirArchiveOptions<V> {
  /**
   * Turns values into bytes and back. Every record names its codec and is read by no other.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * What an entry survives once `set` has returned: `'process'`, the death of this process; `'disk'`, also that of
   * the machine, at the cost of waiting for the disk.
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
   * Called once for each damaged record, with a `RECORD_DAMAGED` error that names the file. The record counts as
   * absent and has been moved into the folder `damaged`, where that is possible.
   *
   * @default process.emitWarning
   */
  readonly onDamage?: (error: PilferError) => void
}

/**
 * An archive in a folder, one file per key. Any number of processes may use it at once: a record is written
 * beside and renamed, so a reader gets the old value or the new one. `docs/archives.md` has its promises,
 * `docs/formats.md` its layout.
 *
 * @param path The folder; it is created when missing. A relative path is taken from the present working directory.
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `ARCHIVE_PATH` when `path` is a file, or a folder that
 * something else has marked as its own; `ARCHIVE_READ_ONLY` or `ARCHIVE_FULL` when the folder is missing and cannot
 * be created; `FORMAT_NEWER` when a newer pilfer wrote it.
 * @example
 * ```ts
 * import { dirArchive } from 'pilfer/archive/dir'
 *
 * const archive = dirArchive('./memo')
 * archive.set('x', new Map([['a', 1n]])) // ./memo/x.pilfer
 * archive.get('x') // Map { 'a' => 1n }, in the next session too
 * ```
 */
export function dirArchive<V = unknown>(path: string, options: DirArchiveOptions<V> = {}): Archive<V> {
  const root = rootAt('dirArchive', path)
  checkOptions('dirArchive', options, {
    codec: object('a codec, such as jsonCodec()', 'encode', 'decode'),
    durability: oneOf('process', 'disk'),
    clock: func,
    onDamage: func,
  })
  const { codec = v8Codec() as Codec<V>, durability, clock, onDamage = warn } = options
  const store = new DirStore<V>(root, { codec, sync: durability === 'disk', onDamage })
  return createArchive<V>(store, clock && { clock })
}

const warn = (error: PilferError): void => process.emitWarning(error)
