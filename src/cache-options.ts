import type { ArchiveErrorOption } from './archive-errors.js'
import { type Check, func, object, oneOf } from './internal/check-options.js'
import type { PolicyFactory } from './policy.js'
import type { OverflowMode, WriteMode } from './steps.js'

/** What a `Cache` takes. */
export interface CacheOptions<A> {
  /**
   * The most entries that memory may hold; 0 for none.
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

const maxSizeCheck: Check = {
  expected: 'a non-negative integer or Infinity',
  ok: (v) => v === Infinity || (Number.isSafeInteger(v) && (v as number) >= 0),
}

/** The options that a cache of its own is made from; `memoize` passes them on. */
export const CACHE_OPTIONS: Readonly<Record<keyof CacheOptions<unknown>, Check>> = {
  maxSize: maxSizeCheck,
  policy: object('a policy such as lru()', 'create'),
  archive: object('an archive such as dictArchive()', 'read', 'set', 'delete', 'keys'),
  write: oneOf('through', 'back'),
  onOverflow: oneOf('evict', 'purge'),
  onArchiveError: { expected: "a function or 'throw'", ok: (v) => v === 'throw' || typeof v === 'function' },
  clock: func,
}
