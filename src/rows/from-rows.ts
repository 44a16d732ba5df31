import type { AnyArchive, Archive, AsyncArchive } from '../archive.js'
import { Cache } from '../cache.js'
import { PilferError, show } from '../errors.js'
import { checkOptions, func } from '../internal/check-options.js'
import type { Steps } from '../internal/run.js'
import { isArchive, runnerOf } from './ends.js'
import { listOfRows, type Row, requireRow } from './row.js'

/** What {@link fromRows} takes beside rows and target. */
export interface FromRowsOptions {
  /**
   * The time in ms since 1970, by which `expires` is judged.
   *
   * @default the clock of a cache; Date.now for an archive
   */
  readonly clock?: () => number
}

/**
 * Sets the entry of each row in an archive or a cache, and gives the number of entries set; a promise where an
 * asynchronous archive is involved. Rows that have expired are passed over. An archive keeps `created` and the tags; a
 * cache takes the entry as new. Nothing is written unless every row has the shape of one; a value that cannot be kept,
 * such as one that a codec refuses, ends it, and the rows before it are there.
 *
 * @throws PilferError `ROW_INVALID`, `OPTION_INVALID` or `OPTION_UNKNOWN`, and whatever `write` or `set` throws.
 *
 * @example
 * ```ts
 * import { dictArchive } from 'pilfer'
 * import { fromRows, toRows } from 'pilfer/rows'
 *
 * const here = dictArchive({ entries: [['x', 1], ['y', 2]] })
 * const there = dictArchive()
 * console.log(fromRows(toRows(here), there)) // 2
 * ```
 */
export function fromRows<V>(
  rows: Iterable<Row<V>>,
  target: AsyncArchive<V> | Cache<string, V, true>,
  options?: FromRowsOptions,
): Promise<number>
export function fromRows<V>(
  rows: Iterable<Row<V>>,
  target: Archive<V> | Cache<string, V, false>,
  options?: FromRowsOptions,
): number
export function fromRows<V>(
  rows: Iterable<Row<V>>,
  target: AnyArchive<V> | Cache<string, V, boolean>,
  options?: FromRowsOptions,
): number | Promise<number>
export function fromRows(rows: Iterable<Row>, target: unknown, options: FromRowsOptions = {}): unknown {
  checkOptions('fromRows', options, { clock: func })
  const { archive, clock, set } = targetOf(target)
  const checked = [...listOfRows('fromRows', rows)]
  for (const [i, row] of checked.entries()) requireRow(row, `row ${i + 1}`)
  return runnerOf(archive)(write(checked, set, options.clock ?? clock))
}

/** Sets an entry at a time, in ms since 1970. */
type SetRow = (row: Row, now: number) => unknown

/** Where rows go: how to set one, whether that has to be waited for, and by which clock its entries live. */
interface Target {
  readonly archive: AnyArchive | undefined
  readonly clock: () => number
  readonly set: SetRow
}

function targetOf(target: unknown): Target {
  if (target instanceof Cache) {
    const cache: Cache<string, any, any> = target
    return {
      archive: cache.archive,
      clock: cache.tiers.memory.clock,
      set: ({ key, value, expires = Infinity }, now) => cache.set(key, value, { ttl: expires - now }),
    }
  }
  if (!isArchive(target))
    throw new PilferError(
      'OPTION_INVALID',
      `fromRows writes to an archive or a Cache, received ${show(target)}`,
    )
  return {
    archive: target,
    clock: Date.now,
    set: ({ key, value, expires = Infinity, tags = [], ...row }, now) =>
      target.write(key, { value, created: row.created ?? now, expires, tags }),
  }
}

function* write(rows: readonly Row[], set: SetRow, clock: () => number): Steps<number> {
  let written = 0
  for (const row of rows) {
    const now = clock()
    if ((row.expires ?? Infinity) <= now) continue
    yield set(row, now)
    written++
  }
  return written
}
