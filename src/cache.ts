import type { Archive, AsyncArchive, Content } from './archive.js'
import type { SeededCacheOptions } from './cache-options.js'
import type { Guard } from './guard.js'
import type { Steps } from './internal/run.js'
import type { Restorable } from './snapshot.js'
import type { Tiers } from './steps.js'
import { TwoTierCache } from './two-tier-cache.js'

/** What changes when the archive has to be waited for. */
type Maybe<T, Async extends boolean> = Async extends true ? Promise<T> : T

/**
 * A Map whose entries are bounded by a policy and backed by an archive.
 *
 * `get`, `has`, `delete` and iteration concern the memory alone; `set` writes as the `write` option says; `load`,
 * `dump` and `sync` move entries between the memory and the archive. Over an asynchronous archive what may have to
 * wait returns a promise.
 *
 * Keys may be anything as long as there is no archive; an archive's keys are strings.
 *
 * @example
 * ```ts
 * import { Cache, dictArchive, lru } from 'pilfer'
 *
 * const cache = new Cache<string, number>({ maxSize: 2, policy: lru(), archive: dictArchive<number>() })
 * cache.set('a', 1).set('b', 2).set('c', 3)
 * cache.get('a') // undefined: evicted ...
 * cache.load('a') // ... but in the archive
 * cache.get('a') // 1
 * ```
 */
export interface Cache<K = string, V = unknown, Async extends boolean = false>
  extends Iterable<[K, V]>,
    Restorable<K, V> {
  readonly maxSize: number
  /** Entries in memory. */
  readonly size: number
  /** Entries that the policy has made leave the memory so far. */
  readonly evictions: number
  /** The archive in use, or `undefined`. */
  readonly archive: (Async extends true ? AsyncArchive<V> : Archive<V>) | undefined
  /** The value in memory, which counts as a use of it, or `absent` (by default `undefined`). */
  get(key: K): V | undefined
  get<D>(key: K, absent: D): V | D
  /** Whether memory holds `key`; does not count as a use. */
  has(key: K): boolean
  /**
   * Holds `value` under `key`. Returns the cache.
   *
   * @param options `ttl`: for how long, in ms; `Infinity` by default
   */
  set(key: K, value: V, options?: { readonly ttl?: number }): Maybe<this, Async>
  /** Forgets `key` in memory; the archive keeps what it has. */
  delete(key: K): boolean
  /** Forgets everything in memory; the archive keeps what it has. */
  clear(): void
  keys(): IterableIterator<K>
  values(): IterableIterator<V>
  entries(): IterableIterator<[K, V]>
  forEach(visit: (value: V, key: K, cache: this) => void): void
  /**
   * Whether memory holds the same keys as `other`, with equal values, as `util.isDeepStrictEqual` compares them; does
   * not count as a use. Times and order do not matter.
   *
   * @throws PilferError `OPTION_INVALID` for what has no entries; `ARCHIVE_NOT_ENUMERABLE` for an archive that cannot
   * list its keys.
   */
  equals<C extends Content>(other: C): C extends AsyncArchive ? Promise<boolean> : boolean
  /**
   * Archive to memory: the given keys (absent ones are passed over), or, without any, as many as there is room for. An
   * entry that is not in the archive yet is never replaced. Gives the number of entries loaded.
   */
  load(...keys: string[]): Maybe<number, Async>
  /**
   * Memory to archive: the given keys (absent ones are passed over), or all. What an archive has of an entry that was
   * loaded from it or written to it stays as it is, with its time and tags. Gives the number of entries that are in the
   * archive now, written or found there. What cannot be written does not keep the others from it; the first failure is
   * thrown at the end.
   */
  dump(...keys: string[]): Maybe<number, Async>
  /** `dump`, then `load`; with `clear`, `dump`, and what is not in memory is deleted from the archive. */
  sync(options?: { readonly clear?: boolean }): Maybe<void, Async>
  /** Whether an archive is in use. */
  archived(): boolean
  /**
   * Puts the archive aside (`false`) or back in use (`true`).
   *
   * @throws PilferError `ARCHIVE_MISSING` when there is none to put back.
   */
  archived(on: boolean): void
  /** Uses another archive from now on; the one before is neither changed nor closed. */
  open(archive: Archive<V> | AsyncArchive<V>): void
  /**
   * Forgets the archive, not its entries.
   *
   * @throws PilferError `ARCHIVE_MISSING` when there is none.
   */
  drop(): void
  /**
   * Takes entries out of the memory and gives their values. Without `absent` it takes all or none. A key that is named
   * twice is absent the second time.
   *
   * @throws PilferError `KEY_ABSENT` when a key is missing and no `absent` is given; `OPTION_INVALID` for what is no
   * list, such as a single key.
   */
  popKeys(keys: Iterable<K>): V[]
  popKeys<D>(keys: Iterable<K>, absent: D): (V | D)[]
  /**
   * Writes to the archive what it does not hold yet, and closes it, whatever fails; the first failure is then thrown,
   * though it be of an entry whose write has failed and been reported before.
   */
  close(): Maybe<void, Async>
  [Symbol.dispose](): void
  [Symbol.asyncDispose](): Promise<void>
  /** @internal */
  readonly tiers: Tiers<V>
  /** @internal */
  readonly guards: Set<Guard>
  /** @internal */
  run<T>(steps: Steps<T>): any
}

interface CacheConstructor {
  new <K = string, V = unknown>(options?: SeededCacheOptions<Archive<any>, K, V>): Cache<K, V, false>
  new <K = string, V = unknown>(options: SeededCacheOptions<AsyncArchive<any>, K, V>): Cache<K, V, true>
}

export const Cache = TwoTierCache as unknown as CacheConstructor
