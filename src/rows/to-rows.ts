import type { AnyArchive, Archive, ArchiveRecord, AsyncArchive } from '../archive.js'
import { Cache } from '../cache.js'
import { PilferError, pilferTypeError, show } from '../errors.js'
import { isWrittenBy, keyParts } from '../function-key.js'
import { checkOptions, object } from '../internal/check-options.js'
import { listOf } from '../internal/each.js'
import type { Steps } from '../internal/run.js'
import type { Keymap } from '../keymap.js'
import { isArchive, runnerOf } from './ends.js'
import type { Row } from './row.js'

/** What {@link toRows} takes beside the source. */
export interface ToRowsOptions {
  /**
   * The keymap that made the keys, to read the arguments from them. A key that does not hold them, such as a digest,
   * has a row without `args`.
   *
   * @default the keymap of a memoized function; none for an archive or a cache
   */
  readonly decode?: Keymap
}

/** A memoized function, as far as its rows are concerned. */
export interface RowSource<V> {
  readonly cache: Cache<any, V, any>
  readonly keymap: Keymap
  key(...args: any[]): string
}

/**
 * The entries of an archive, or those that a cache or a memoized function holds in memory, as rows for `console.table`,
 * {@link toCsv} and {@link toJsonLines}. Of an asynchronous archive it gives a promise. A function has the rows of its
 * own calls only; a method has those of an instance under `of(instance)`.
 *
 * @throws PilferError `OPTION_INVALID` or `OPTION_UNKNOWN`; `ARCHIVE_NOT_ENUMERABLE` for an archive that cannot list its
 * keys; `KEY_NOT_STRING` for a cache with other keys; and whatever reading the archive throws.
 *
 * @example
 * ```ts
 * import { lruCache } from 'pilfer'
 * import { toRows } from 'pilfer/rows'
 *
 * const add = lruCache()(function add(x: number, y: number) { return x + y })
 * add(1, 2)
 * console.table(toRows(add))
 * console.log(toRows(add)) // [ { key: 'add(1,2)', args: [ 1, 2 ], value: 3 } ]
 * ```
 */
export function toRows<V>(source: AsyncArchive<V>, options?: ToRowsOptions): Promise<Row<V>[]>
export function toRows<V>(
  source: Archive<V> | Cache<any, V, any> | RowSource<V>,
  options?: ToRowsOptions,
): Row<V>[]
export function toRows<V>(source: AnyArchive<V>, options?: ToRowsOptions): Row<V>[] | Promise<Row<V>[]>
export function toRows(source: unknown, options: ToRowsOptions = {}): unknown {
  checkOptions('toRows', options, { decode: object('a keymap such as stringKeymap()', 'key', 'decode') })
  const { decode } = options
  if (source instanceof Cache) return rowsInMemory(source, decode)
  if (isArchive(source)) return runnerOf(source)(rowsInArchive(source, decode))
  if (!isRowSource(source))
    throw new PilferError(
      'OPTION_INVALID',
      `toRows takes an archive, a Cache or a memoized function, received ${show(source)}`,
    )
  const own = keyParts(source.key())?.prefix
  return rowsInMemory(
    source.cache,
    decode ?? source.keymap,
    (key) => typeof key === 'string' && keyParts(key)?.prefix === own,
  )
}

const isRowSource = (value: unknown): value is RowSource<unknown> =>
  typeof value === 'function' && 'key' in value && 'cache' in value && value.cache instanceof Cache

function rowsInMemory(
  cache: Cache<any, any, any>,
  keymap: Keymap | undefined,
  isMeant: (key: unknown) => boolean = () => true,
): Row[] {
  const entries = [...cache.tiers.memory.entries()].filter(({ key }) => isMeant(key))
  return entries.map(({ key, value, expires }) => {
    if (typeof key !== 'string')
      throw pilferTypeError('KEY_NOT_STRING', `the key of a row must be a string, received ${show(key)}`)
    return row(key, { value, expires }, keymap)
  })
}

function* rowsInArchive(archive: AnyArchive, keymap: Keymap | undefined): Steps<Row[]> {
  if (!archive.supports.enumerate)
    throw new PilferError(
      'ARCHIVE_NOT_ENUMERABLE',
      `this ${archive.kind} archive cannot list its keys, so it has no rows`,
    )
  const rows: Row[] = []
  const keys: Iterable<string> = yield listOf(archive.keys())
  for (const key of keys) {
    const record: ArchiveRecord | undefined = yield archive.read(key)
    if (record !== undefined) rows.push(row(key, record, keymap))
  }
  return rows
}

/** What is known of an entry: all of it in an archive, some of it in memory. */
type Known = Pick<ArchiveRecord, 'value' | 'expires'> & Partial<ArchiveRecord>

function row(key: string, known: Known, keymap: Keymap | undefined): Row {
  const { value, created, expires, tags = [], size } = known
  const args = keymap && decoded(key, keymap)
  return {
    key,
    ...(args === undefined ? {} : { args }),
    value,
    ...(created === undefined ? {} : { created }),
    ...(expires === Infinity ? {} : { expires }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(size === undefined ? {} : { size }),
  }
}

/** The arguments in a key, the instance left out; `undefined` where it does not hold them. */
function decoded(key: string, keymap: Keymap): readonly unknown[] | undefined {
  const parts = keyParts(key)
  if (parts === undefined || !isWrittenBy(keymap, parts.prefix)) return undefined
  try {
    return keymap.decode(parts.argumentsKey).slice(parts.withThis ? 1 : 0)
  } catch (error) {
    if (error instanceof PilferError && error.code === 'KEY_NOT_DECODABLE') return undefined
    throw error
  }
}
