import type { AnyArchive, Content } from './archive.js'
import { archiveErrorHandler } from './archive-errors.js'
import { CACHE_OPTIONS, SEEDED_CACHE_OPTIONS, type SeededCacheOptions, seedsOf } from './cache-options.js'
import { Entries, type Leaving } from './entries.js'
import { PilferError, show } from './errors.js'
import type { Guard } from './guard.js'
import { isAsync } from './internal/archive-check.js'
import { bool, checkOptions, positiveNumber } from './internal/check-options.js'
import { count } from './internal/each.js'
import { KeyedQueue } from './internal/keyed-queue.js'
import { runAsync, runSync, type Steps } from './internal/run.js'
import { sameContent } from './internal/same-content.js'
import { MISS } from './miss.js'
import type { Snapshot } from './snapshot.js'
import { restoreInto, snapshotOf } from './snapshot-cache.js'
import {
  dump,
  flush,
  load,
  noting,
  type OverflowMode,
  put,
  sync,
  type Tiers,
  type WriteMode,
} from './steps.js'
import { requireString } from './string-key.js'

/** What `Cache` makes: the memory before an archive, and the state that the steps between them need. */
export class TwoTierCache<K, V> implements Tiers<V> {
  readonly memory: Entries<K, V>
  readonly write: WriteMode
  readonly onOverflow: OverflowMode
  readonly leaving: Leaving<string, V>[] = []
  readonly writes = new KeyedQueue()
  readonly reading = new Map<string, object>()
  begun: Promise<unknown> | undefined
  readonly guards = new Set<Guard>()
  readonly onArchiveError: (error: unknown) => void
  #attached: AnyArchive<V> | undefined
  /** Neither is there an archive, nor does anybody wait for what one that was put aside is to give. */
  #isPlain = true
  /** The archive that `archived(false)` put aside. */
  #aside: AnyArchive<V> | undefined

  constructor(options: SeededCacheOptions<AnyArchive<V>, K, V> = {}) {
    checkOptions('Cache', options, SEEDED_CACHE_OPTIONS)
    const { maxSize = Infinity, policy } = options
    if (policy === undefined && maxSize > 0 && maxSize < Infinity)
      throw new PilferError(
        'OPTION_INVALID',
        `\`policy\` of Cache is needed with \`maxSize\` ${maxSize}: give one, such as lru()`,
      )
    this.memory = new Entries(maxSize, policy, options.clock ?? Date.now, (entry) =>
      this.leaving.push(entry as Leaving<any, V>),
    )
    this.write = options.write ?? 'through'
    this.onOverflow = options.onOverflow ?? 'evict'
    this.onArchiveError = archiveErrorHandler(options.onArchiveError)
    if (options.archive !== undefined) this.#attach(options.archive)
    if (options.entries !== undefined) this.#seed(options.entries)
  }

  /** Puts entries into the memory alone; what there is no room for goes to the archive, as what is evicted does. */
  #seed(entries: Iterable<readonly [K, V]>): void {
    const seeds = seedsOf(entries)
    if (this.attached !== undefined) for (const [key] of seeds) requireString(key)
    const writes = seeds.map(([key, value]) => {
      this.memory.set(key, value)
      // Each is begun at once, so that whatever comes later to the same key comes after it.
      return this.leaving.length === 0 ? undefined : this.run(load(this, []))
    })
    if (!this.attached?.supports.async) return
    this.begun = Promise.allSettled(writes).then((results) => {
      for (const result of results) if (result.status === 'rejected') throw result.reason
    })
    // A failure that is to be thrown is thrown where it is waited for.
    this.begun.catch(() => {})
  }

  /** Puts an archive in use, if all who use the cache can go together with it. */
  #attach(archive: AnyArchive<V>): void {
    if (archive.supports.retains) for (const guard of this.guards) guard.archive(archive)
    this.attached = archive.supports.retains ? archive : undefined
    this.#aside = undefined
  }

  get attached(): AnyArchive<V> | undefined {
    return this.#attached
  }

  set attached(archive: AnyArchive<V> | undefined) {
    this.#attached = archive
    this.#isPlain = archive === undefined && this.reading.size === 0
    this.memory.handsOver = archive !== undefined
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
    return this.memory.get(key, absent)
  }

  has(key: K): boolean {
    return this.memory.slotOf(key) !== -1
  }

  set(key: K, value: V, options?: { readonly ttl?: number }): unknown {
    if (this.#isPlain && options === undefined) {
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

  snapshot(): Snapshot<K, V> {
    return snapshotOf(this)
  }

  restore(snapshot: Snapshot): void {
    restoreInto(this, snapshot)
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

  equals(other: Content): unknown {
    const mine = { find: (key: unknown) => this.memory.entry(key as K), size: () => count(this.keys()) }
    return (isAsync(other) ? runAsync : runSync)(sameContent(mine, other))
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

  archived(...given: unknown[]): unknown {
    const [on] = given
    if (given.length > 1 || (on !== undefined && typeof on !== 'boolean'))
      throw new PilferError(
        'OPTION_INVALID',
        `archived takes true, false or nothing, received ${given.map(show).join(', ')}`,
      )
    if (on === undefined) return this.attached !== undefined
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
    if (typeof keys !== 'object' || keys === null || !(Symbol.iterator in keys))
      throw new PilferError('OPTION_INVALID', `popKeys takes a list of keys, received ${show(keys)}`)
    const wanted = [...keys]
    const taken = new Set<K>()
    for (const key of absent.length === 0 ? wanted : []) {
      if (taken.has(key) || !this.has(key))
        throw new PilferError(
          'KEY_ABSENT',
          `the cache does not hold ${show(key)}${taken.has(key) ? ' twice' : ''}; nothing was taken out`,
        )
      taken.add(key)
    }
    return wanted.map((key) => {
      const value = this.memory.peek(key)
      this.delete(key)
      return value === MISS ? absent[0] : value
    })
  }

  close(): unknown {
    this.attached ??= this.#aside
    return this.run(this.#close())
  }

  *#close(): Steps<void> {
    const archive = this.attached
    const failures: unknown[] = []
    yield* noting(failures, flush(this))
    try {
      yield archive?.close()
    } catch (error) {
      failures.push(error)
    }
    if (failures.length > 0) throw failures[0]
  }

  [Symbol.dispose](): void {
    const archive = this.attached ?? this.#aside
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

const missing = (verb: string): PilferError =>
  new PilferError('ARCHIVE_MISSING', `there is no archive that could be ${verb}; give one to open()`)
