import type { AnyArchive, Archive, AsyncArchive } from './archive.js'
import { archiveErrorHandler } from './archive-errors.js'
import { CACHE_OPTIONS, type CacheOptions } from './cache-options.js'
import { Entries, type Leaving } from './entries.js'
import { PilferError, pilferTypeError, show } from './errors.js'
import { bool, checkOptions, positiveNumber } from './internal/check-options.js'
import { KeyedQueue } from './internal/keyed-queue.js'
import { runAsync, runSync, type Steps } from './internal/run.js'
import { MISS } from './miss.js'
import { dump, flush, load, type OverflowMode, put, sync, type Tiers, type WriteMode } from './steps.js'

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
export interface Cache<K = string, V = unknown, Async extends boolean = false> extends Iterable<[K, V]> {
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
   * Archive to memory: the given keys (absent ones are passed over), or, without any, as many as there is room for. An
   * entry that is not in the archive yet is never replaced. Gives the number of entries loaded.
   */
  load(...keys: string[]): Maybe<number, Async>
  /** Memory to archive: the given keys, or all. Gives the number of entries written. */
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
   * Takes entries out of the memory and gives their values. Without `absent` it takes all or none.
   *
   * @throws PilferError `KEY_ABSENT` when a key is missing and no `absent` is given.
   */
  popKeys(keys: Iterable<K>): V[]
  popKeys<D>(keys: Iterable<K>, absent: D): (V | D)[]
  /** Writes to the archive what it does not hold yet, and closes it. */
  close(): Maybe<void, Async>
  [Symbol.dispose](): void
  [Symbol.asyncDispose](): Promise<void>
  /** @internal */
  readonly tiers: Tiers<V>
  /** @internal Each throws for an archive that a user of the cache cannot go together with. */
  readonly guards: Set<(archive: AnyArchive) => void>
  /** @internal */
  run<T>(steps: Steps<T>): any
}

class TwoTierCache<K, V> implements Tiers<V> {
  readonly memory: Entries<K, V>
  attached: AnyArchive<V> | undefined
  readonly write: WriteMode
  readonly onOverflow: OverflowMode
  readonly leaving: Leaving<string, V>[] = []
  readonly writes = new KeyedQueue()
  readonly reading = new Map<string, object>()
  readonly guards = new Set<(archive: AnyArchive) => void>()
  readonly onArchiveError: (error: unknown) => void
  /** The archive that `archived(false)` put aside. */
  #aside: AnyArchive<V> | undefined

  constructor(options: CacheOptions<AnyArchive<V>> = {}) {
    checkOptions('Cache', options, CACHE_OPTIONS)
    const { maxSize = Infinity, policy } = options
    if (policy === undefined && maxSize > 0 && maxSize < Infinity)
      throw new PilferError(
        'OPTION_INVALID',
        `\`policy\` of Cache is needed with \`maxSize\` ${maxSize}: give one, such as lru()`,
      )
    const leave = (entry: Leaving<K, V>): void => {
      if (this.attached !== undefined) this.leaving.push(entry as Leaving<any, V>)
    }
    this.memory = new Entries(maxSize, policy, options.clock ?? Date.now, leave)
    this.write = options.write ?? 'through'
    this.onOverflow = options.onOverflow ?? 'evict'
    this.onArchiveError = archiveErrorHandler(options.onArchiveError)
    if (options.archive !== undefined) this.#attach(options.archive)
  }

  /** Puts an archive in use, if all who use the cache can go together with it. */
  #attach(archive: AnyArchive<V>): void {
    if (archive.supports.retains) for (const guard of this.guards) guard(archive)
    this.attached = archive.supports.retains ? archive : undefined
    this.#aside = undefined
  }

  get tiers(): Tiers<V> {
    return this
  }

  get maxSize(): number {
    return this.memory.maxSize
  }

  get size(): number {
    return this.memory.size
  }

  get evictions(): number {
    return this.memory.evictions
  }

  get archive(): AnyArchive<V> | undefined {
    return this.attached
  }

  run<T>(steps: Steps<T>): unknown {
    return this.attached?.supports.async ? runAsync(steps) : runSync(steps)
  }

  get(key: K, absent?: unknown): unknown {
    const value = this.memory.get(key)
    return value === MISS ? absent : value
  }

  has(key: K): boolean {
    return this.memory.slotOf(key) !== -1
  }

  set(key: K, value: V, options?: { readonly ttl?: number }): unknown {
    if (this.attached === undefined && options === undefined) {
      if (this.reading.size !== 0) this.reading.delete(key as string)
      this.memory.set(key, value)
      return this
    }
    if (options !== undefined) checkOptions('set', options, { ttl: positiveNumber })
    return this.run(this.#set(key, value, options?.ttl ?? Infinity))
  }

  *#set(key: K, value: V, ttl: number): Steps<this> {
    if (this.attached !== undefined) requireString(key)
    yield* put(this, key as string, value, ttl)
    return this
  }

  delete(key: K): boolean {
    this.reading.delete(key as string)
    return this.memory.delete(key)
  }

  clear(): void {
    this.reading.clear()
    this.memory.clear()
  }

  *keys(): Generator<K> {
    for (const { key } of this.memory.entries()) yield key
  }

  *values(): Generator<V> {
    for (const { value } of this.memory.entries()) yield value
  }

  *entries(): Generator<[K, V]> {
    for (const { key, value } of this.memory.entries()) yield [key, value]
  }

  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries()
  }

  forEach(visit: (value: V, key: K, cache: this) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this)
  }

  load(...keys: string[]): unknown {
    return this.run(load(this, keys.length === 0 ? undefined : keys))
  }

  dump(...keys: string[]): unknown {
    return this.run(dump(this, keys.length === 0 ? undefined : keys))
  }

  sync(options: { readonly clear?: boolean } = {}): unknown {
    checkOptions('sync', options, { clear: bool })
    return this.run(sync(this, options.clear ?? false))
  }

  archived(on?: boolean): unknown {
    if (on === undefined) return this.attached !== undefined
    if (typeof on !== 'boolean')
      throw new PilferError('OPTION_INVALID', `archived takes true, false or nothing, received ${show(on)}`)
    if (on) {
      if (this.attached !== undefined) return undefined
      if (this.#aside === undefined) throw missing('put back in use')
      this.#attach(this.#aside)
    } else if (this.attached !== undefined) {
      this.#aside = this.attached
      this.attached = undefined
    }
    return undefined
  }

  open(archive: AnyArchive<V>): void {
    const { ok, expected } = CACHE_OPTIONS.archive
    if (!ok(archive))
      throw new PilferError('OPTION_INVALID', `open takes ${expected}, received ${show(archive)}`)
    this.#attach(archive)
    this.memory.markAllUnsaved()
  }

  drop(): void {
    if (this.attached === undefined && this.#aside === undefined) throw missing('dropped')
    this.attached = undefined
    this.#aside = undefined
    this.memory.markAllUnsaved()
  }

  popKeys(keys: Iterable<K>, ...absent: unknown[]): unknown[] {
    const wanted = [...keys]
    const lacking = wanted.filter((key) => !this.has(key))
    if (lacking.length > 0 && absent.length === 0)
      throw new PilferError(
        'KEY_ABSENT',
        `the cache does not hold ${show(lacking[0])}; nothing was taken out`,
      )
    return wanted.map((key) => {
      const value = this.memory.peek(key)
      this.memory.delete(key)
      return value === MISS ? absent[0] : value
    })
  }

  close(): unknown {
    return this.run(this.#close())
  }

  *#close(): Steps<void> {
    const archive = this.attached ?? this.#aside
    this.attached = archive
    try {
      yield* flush(this)
    } catch (error) {
      // What could not be written through has been reported when it was set.
      if (this.write === 'back') throw error
    } finally {
      yield archive?.close()
    }
  }

  [Symbol.dispose](): void {
    const { archive } = this
    if (archive?.supports.async)
      throw new PilferError(
        'ARCHIVE_ASYNC',
        `the ${archive.kind} archive has to be waited for; dispose of it with \`await using\` or \`await close()\``,
      )
    this.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function requireString(key: unknown): void {
  if (typeof key !== 'string')
    throw pilferTypeError('KEY_NOT_STRING', `a key must be a string with an archive, received ${show(key)}`)
}

const missing = (verb: string): PilferError =>
  new PilferError('ARCHIVE_MISSING', `there is no archive that could be ${verb}; give one to open()`)

interface CacheConstructor {
  new <K = string, V = unknown>(options?: CacheOptions<Archive<any>>): Cache<K, V, false>
  new <K = string, V = unknown>(options: CacheOptions<AsyncArchive<any>>): Cache<K, V, true>
}

export const Cache = TwoTierCache as unknown as CacheConstructor
