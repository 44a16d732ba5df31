import type { ArchiveErrorOption } from './archive-errors.js'
import { PilferError, show } from './errors.js'
import { archiveCheck } from './internal/archive-check.js'
import { type Check, func, object, oneOf } from './internal/check-options.js'
import type { PolicyFactory } from './policy.js'
import type { OverflowMode, WriteMode } from './steps.js'

/** What a `Cache` takes. */
export interface CacheOptions<A> {
  /**
   * The most entries that memory may hold, up to 16,777,216; 0 for none.
   *
   * @default Infinity
   */
  readonly maxSize?: number | undefined
  /** Who leaves a full memory, such as `lru()`. Needed with a finite `maxSize`. */
  readonly policy?: PolicyFactory | undefined
  /** Where entries are kept beyond the memory. Without one they are in memory only. */
  readonly archive?: A | undefined
  /**
   * When an entry is written to the archive: as soon as it is set (`'through'`), or when it leaves the memory, on
   * `dump`, `sync` and disposal (`'back'`). The results of instances are always written through, since an instance may
   * go at any time.
   *
   * @default 'through'
   */
  readonly write?: WriteMode | undefined
  /**
   * What happens when an entry comes to a full memory: one entry leaves (`'evict'`), or all are written to the
   * archive and memory is emptied (`'purge'`; without an archive as `'evict'`).
   *
   * @default 'evict'
   */
  readonly onOverflow?: OverflowMode | undefined
  /**
   * Takes a failure of the archive when an entry was set or evicted; `'throw'` throws it.
   *
   * @default a process warning, once per code
   */
  readonly onArchiveError?: ArchiveErrorOption | undefined
  /**
   * The time in ms since 1970.
   *
   * @default Date.now
   */
  readonly clock?: (() => number) | undefined
}

/** What a `Cache` takes that is made by hand. */
export interface SeededCacheOptions<A, K, V> extends CacheOptions<A> {
  /**
   * What memory holds from the beginning. An archive gets it by `dump` or `sync`, or when it leaves the memory; with
   * more entries than `maxSize`, the policy decides which leave at once.
   *
   * @default []
   */
  readonly entries?: Iterable<readonly [K, V]> | undefined
}

/** A `Map` holds no more entries, so a larger memory could never be full. */
const MOST_ENTRIES = 2 ** 24

const maxSizeCheck: Check = {
  expected: `an integer from 0 to ${MOST_ENTRIES}, or Infinity`,
  ok: (v) => v === Infinity || (Number.isInteger(v) && (v as number) >= 0 && (v as number) <= MOST_ENTRIES),
}

/** The options that a cache of its own is made from; `memoize` passes them on. */
export const CACHE_OPTIONS: Readonly<Record<keyof CacheOptions<unknown>, Check>> = {
  maxSize: maxSizeCheck,
  policy: object('a policy such as lru()', 'create'),
  archive: archiveCheck,
  write: oneOf('through', 'back'),
  onOverflow: oneOf('evict', 'purge'),
  onArchiveError: { expected: "a function or 'throw'", ok: (v) => v === 'throw' || typeof v === 'function' },
  clock: func,
}

/** The options of a cache that is made by hand. */
export const SEEDED_CACHE_OPTIONS: Readonly<
  Record<keyof SeededCacheOptions<unknown, unknown, unknown>, Check>
> = {
  ...CACHE_OPTIONS,
  entries: {
    expected: 'iterable, with a [key, value] pair for each entry',
    ok: (v) => typeof v === 'object' && v !== null && Symbol.iterator in v,
  },
}

/**
 * The pairs that were given as `entries`.
 *
 * @throws PilferError `OPTION_INVALID` for what is no pair.
 */
export function seedsOf<K, V>(entries: Iterable<readonly [K, V]>): (readonly [K, V])[] {
  const seeds = [...entries]
  for (const [i, seed] of seeds.entries())
    if (!Array.isArray(seed) || seed.length !== 2)
      throw new PilferError(
        'OPTION_INVALID',
        `\`entries\` of Cache must have a [key, value] pair for each entry, received ${show(seed)} at ${i}`,
      )
  return seeds
}
