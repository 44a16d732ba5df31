import type {
  AnyArchive,
  Archive,
  ArchiveRecord,
  ArchiveStore,
  AsyncArchive,
  AsyncArchiveStore,
  Content,
  SetOptions,
} from '../archive.js'
import { PilferError, pilferTypeError, show } from '../errors.js'
import { archiveCheck, isAsync, requireEnumerable, requireStore } from './archive-check.js'
import { copyRecords } from './archive-copy.js'
import { alive, checkedRecord, listOfEntries, listOfKeys, newRecord } from './archive-records.js'
import { checkOptions, func } from './check-options.js'
import { count } from './each.js'
import { type Runner, runAsync, runSync, type Steps } from './run.js'
import { sameContent } from './same-content.js'

/** What `createArchive` takes beside the store. */
export interface ArchiveFrontOptions {
  /**
   * The time in ms since 1970.
   *
   * @default Date.now
   */
  readonly clock?: () => number
}

/**
 * The public half of every archive: what is the same for all of them, over a store that holds only the difference.
 * Each method is written once as steps; the runner decides whether they wait.
 */
class Front<V> {
  #closed = false

  constructor(
    readonly store: AsyncArchiveStore<V>,
    readonly run: Runner,
    readonly clock: () => number,
  ) {}

  get kind(): string {
    return this.store.kind
  }

  get supports(): AsyncArchiveStore['supports'] {
    return this.store.supports
  }

  get size(): unknown {
    return this.run(this.#size())
  }

  get(key: string, absent?: unknown): unknown {
    return this.run(this.#get(key, absent))
  }

  read(key: string): unknown {
    return this.run(this.#read(key))
  }

  write(key: string, record: ArchiveRecord<V>): unknown {
    return this.run(this.#write(key, record))
  }

  set(key: string, value: V, options?: SetOptions): unknown {
    return this.run(this.#set(key, value, options))
  }

  has(key: string): unknown {
    return this.run(this.#has(key))
  }

  delete(key: string): unknown {
    return this.run(this.#delete(key))
  }

  clear(): unknown {
    return this.run(this.#clear())
  }

  getMany(keys: Iterable<string>): unknown {
    return this.run(this.#getMany(keys))
  }

  setMany(entries: Iterable<readonly [string, V]>, options?: SetOptions): unknown {
    return this.run(this.#setMany(entries, options))
  }

  copy(to: string | AnyArchive): unknown {
    return (isAsync(to) ? runAsync : this.run)(this.#copy(to))
  }

  equals(other: Content): unknown {
    return (isAsync(other) ? runAsync : this.run)(this.#equals(other))
  }

  close(): unknown {
    return this.run(this.#close())
  }

  *#size(): Steps<number> {
    const { store } = this
    this.checkOpen()
    if (store.size !== undefined) return yield store.size(this.clock())
    return yield count(store.keys(this.clock()))
  }

  *#read(key: string): Steps<ArchiveRecord<V> | undefined> {
    this.checkKey(key)
    return alive(yield this.store.read(key), this.clock)
  }

  *#get(key: string, absent: unknown): Steps<unknown> {
    const record = yield* this.#read(key)
    return record === undefined ? absent : record.value
  }

  *#write(key: string, record: ArchiveRecord<V>): Steps<this> {
    this.checkKey(key)
    yield this.store.write(key, checkedRecord(record))
    return this
  }

  *#set(key: string, value: V, options: SetOptions = {}): Steps<this> {
    this.checkKey(key)
    yield this.store.write(key, newRecord(value, options, this.clock()))
    return this
  }

  *#has(key: string): Steps<boolean> {
    this.checkKey(key)
    if (this.store.has !== undefined) return yield this.store.has(key, this.clock())
    return (yield* this.#read(key)) !== undefined
  }

  *#delete(key: string): Steps<boolean> {
    this.checkKey(key)
    return yield this.store.delete(key)
  }

  *#clear(): Steps<void> {
    this.checkOpen()
    yield this.store.clear()
  }

  *#getMany(wanted: Iterable<string>): Steps<Map<string, V>> {
    const keys = listOfKeys(wanted)
    for (const key of keys) this.checkKey(key)
    const { store } = this
    let records: (ArchiveRecord<V> | undefined)[] = []
    if (store.readMany !== undefined) records = yield store.readMany(keys)
    else for (const key of keys) records.push(yield store.read(key))
    const found = new Map<string, V>()
    for (const [i, key] of keys.entries()) {
      const record = alive(records[i], this.clock)
      if (record !== undefined) found.set(key, record.value)
    }
    return found
  }

  *#setMany(given: Iterable<readonly [string, V]>, options: SetOptions = {}): Steps<this> {
    const entries = listOfEntries(given)
    for (const [key] of entries) this.checkKey(key)
    const { store } = this
    const records = entries.map(([key, value]) => [key, newRecord(value, options, this.clock())] as const)
    if (store.writeMany !== undefined) yield store.writeMany(records)
    else for (const [key, record] of records) yield store.write(key, record)
    return this
  }

  *#copy(to: string | AnyArchive): Steps<unknown> {
    this.checkOpen()
    if (typeof to === 'string') return yield* this.#copyTo(to)
    if (!archiveCheck.ok(to))
      throw new PilferError(
        'OPTION_INVALID',
        `copy takes ${archiveCheck.expected}, or the place of a new one; received ${show(to)}`,
      )
    yield* copyRecords(this.#self, to)
    return to
  }

  *#copyTo(place: string): Steps<AnyArchive> {
    const { store } = this
    if (store.at === undefined)
      throw new PilferError(
        'ARCHIVE_NO_PLACE',
        `${show(place)} can be no place of a copy, since a ${this.kind} archive has none; give copy the archive to copy to`,
      )
    requireEnumerable(this, 'copied')
    const Kind = this.constructor as new (...parts: ConstructorParameters<typeof Front<V>>) => Front<V>
    const copy = new Kind(yield store.at(place), this.run, this.clock)
    try {
      yield* copyRecords(this.#self, copy.#self)
    } catch (error) {
      yield copy.close()
      throw error
    }
    return copy.#self
  }

  *#equals(other: Content): Steps<boolean> {
    this.checkOpen()
    requireEnumerable(this, 'compared')
    const find = (key: unknown): unknown => (typeof key === 'string' ? this.read(key) : undefined)
    return yield* sameContent({ find, size: () => this.size }, other)
  }

  *#close(): Steps<void> {
    if (this.#closed) return
    this.#closed = true
    yield this.store.close?.()
  }

  /** This, as others see it. */
  get #self(): AnyArchive<V> {
    return this as unknown as AnyArchive<V>
  }

  protected checkOpen(): void {
    if (this.#closed)
      throw new PilferError('ARCHIVE_CLOSED', `this ${this.kind} archive has been closed and cannot be used`)
  }

  protected checkKey(key: string): void {
    this.checkOpen()
    if (typeof key !== 'string')
      throw pilferTypeError('KEY_NOT_STRING', `an archive key must be a string, received ${show(key)}`)
  }
}

class SyncFront<V> extends Front<V> {
  /** The steps of a lookup, without the cost of being able to wait: this is the way that every load goes. */
  override get(key: string, absent?: unknown): unknown {
    this.checkKey(key)
    const record = alive(this.store.read(key) as ArchiveRecord<V> | undefined, this.clock)
    return record === undefined ? absent : record.value
  }

  *keys(): Generator<string> {
    this.checkOpen()
    yield* this.store.keys(this.clock()) as Iterable<string>
  }

  *entries(): Generator<[string, V]> {
    for (const key of this.keys()) {
      const record = this.read(key) as ArchiveRecord<V> | undefined
      if (record !== undefined) yield [key, record.value]
    }
  }

  *values(): Generator<V> {
    for (const [, value] of this.entries()) yield value
  }

  [Symbol.iterator](): Generator<[string, V]> {
    return this.entries()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

class AsyncFront<V> extends Front<V> {
  async *keys(): AsyncGenerator<string> {
    this.checkOpen()
    yield* this.store.keys(this.clock())
  }

  async *entries(): AsyncGenerator<[string, V]> {
    for await (const key of this.keys()) {
      const record = (await this.read(key)) as ArchiveRecord<V> | undefined
      if (record !== undefined) yield [key, record.value]
    }
  }

  async *values(): AsyncGenerator<V> {
    for await (const [, value] of this.entries()) yield value
  }

  [Symbol.asyncIterator](): AsyncGenerator<[string, V]> {
    return this.entries()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * The archive over a synchronous store.
 *
 * @throws PilferError `OPTION_INVALID` for what is no store, or a wrong option; `OPTION_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { createArchive, type ArchiveRecord } from 'pilfer'
 *
 * const records = new Map<string, ArchiveRecord>()
 * const archive = createArchive({
 *   kind: 'map',
 *   supports: {
 *     async: false, retains: true, identity: true, enumerate: true, persistent: false,
 *     concurrentWriters: false, ordered: false, transactions: false, ttl: true, blobs: false,
 *   },
 *   read: (key) => records.get(key),
 *   write: (key, record) => void records.set(key, record),
 *   delete: (key) => records.delete(key),
 *   clear: () => records.clear(),
 *   keys: () => records.keys(),
 * })
 * ```
 */
export function createArchive<V>(store: ArchiveStore<V>, options: ArchiveFrontOptions = {}): Archive<V> {
  requireParts('createArchive', store, options)
  return new SyncFront(
    store as unknown as AsyncArchiveStore<V>,
    runSync,
    options.clock ?? Date.now,
  ) as unknown as Archive<V>
}

/** The archive over a store that may have to wait. See {@link createArchive}. */
export function createAsyncArchive<V>(
  store: AsyncArchiveStore<V>,
  options: ArchiveFrontOptions = {},
): AsyncArchive<V> {
  requireParts('createAsyncArchive', store, options)
  return new AsyncFront(store, runAsync, options.clock ?? Date.now) as unknown as AsyncArchive<V>
}

function requireParts(what: string, store: unknown, options: ArchiveFrontOptions): void {
  requireStore(what, store)
  checkOptions(what, options, { clock: func })
}
