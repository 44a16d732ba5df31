import type { Archive } from '../archive.js'
import { v8Codec } from '../codec/v8.js'
import type { Codec } from '../codec.js'
import type { PilferError } from '../errors.js'
import { createArchive } from '../internal/archive-front.js'
import { type Check, checkOptions, func, object, oneOf } from '../internal/check-options.js'
import { isWellFormed } from '../internal/well-formed.js'
import { rootAt } from './dir/root.js'
import { LmdbStore } from './lmdb/store.js'

/** What {@link lmdbArchive} takes. */
export interface LmdbArchiveOptions<V> {
  /**
   * Turns values into bytes and back. Every record names its codec and is read by no other.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * Which archive it is of those in the folder; they know nothing of each other's entries. At most 100 characters.
   *
   * @default 'memo'
   */
  readonly name?: string
  /**
   * What an entry survives once `set` has returned: `'process'`, the death of this process; `'disk'`, also that of
   * the machine, at the cost of waiting for the disk. With `'process'` the death of the machine may damage the whole
   * folder.
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
   * Called once for each damaged record, with a `RECORD_DAMAGED` error that names the key. The record counts as
   * absent and has been moved to a file in the folder `damaged`, where that is possible.
   *
   * @default process.emitWarning
   */
  readonly onDamage?: (error: PilferError) => void
}

const archiveName: Check = {
  expected: 'a text of 1 to 100 characters without NUL',
  ok: (v) => typeof v === 'string' && v !== '' && v.length <= 100 && isWellFormed(v) && !v.includes('\0'),
}

/**
 * An archive in an LMDB database, for the quickest look-ups, ordered keys and transactions. Any number of processes
 * and threads may use it at once. It needs the package `lmdb`. `docs/archives.md` has its promises, `docs/formats.md`
 * its layout.
 *
 * @param path The folder; it is created when missing. A relative path is taken from the present working directory.
 * @throws PilferError `PACKAGE_MISSING` or `PACKAGE_UNUSABLE` without the package; `OPTION_UNKNOWN` or
 * `OPTION_INVALID`; `ARCHIVE_PATH` when `path` is a file, or a folder that something else has marked as its own;
 * `ARCHIVE_READ_ONLY` or `ARCHIVE_FULL` when there is no database and none can be created; `FORMAT_NEWER` when a
 * newer pilfer wrote it.
 * @example
 * ```ts
 * import { lmdbArchive } from 'pilfer/archive/lmdb'
 *
 * const archive = lmdbArchive<number>('./memo')
 * archive.setMany([['pear', 3], ['apple', 1], ['fig', 2]])
 * console.log([...archive.range({ start: 'b' })]) // [ [ 'fig', 2 ], [ 'pear', 3 ] ]
 *
 * archive.transact(() => {
 *   archive.set('apple', archive.get('apple')! + 1)
 *   archive.delete('fig')
 * })
 * console.log([...archive.keys()]) // [ 'apple', 'pear' ]
 * archive.close()
 * ```
 */
export function lmdbArchive<V = unknown>(path: string, options: LmdbArchiveOptions<V> = {}): Archive<V> {
  const root = rootAt('lmdbArchive', path)
  checkOptions('lmdbArchive', options, {
    codec: object('a codec, such as jsonCodec()', 'encode', 'decode'),
    name: archiveName,
    durability: oneOf('process', 'disk'),
    clock: func,
    onDamage: func,
  })
  const { codec = v8Codec() as Codec<V>, name = 'memo', durability, clock, onDamage = warn } = options
  const store = new LmdbStore<V>(root, { name, codec, sync: durability === 'disk', onDamage })
  return createArchive<V>(store, clock && { clock })
}

const warn = (error: PilferError): void => process.emitWarning(error)
