import type {
  Archive,
  ArchiveRecord,
  ArchiveStore,
  AsyncArchive,
  AsyncArchiveStore,
  SetOptions,
} from '../archive.js'
import { PilferError, pilferTypeError, show } from '../errors.js'
import { type Check, checkOptions } from './check-options.js'
import { type Runner, runAsync, runSync, type Steps } from './run.js'

/** What `createArchive` takes beside the store. */
export interface ArchiveFrontOptions {
  /**
   * The time in ms since 1970.
   *
   * @default Date.now
   */
  readonly clock?: () => number
}

const SET_OPTIONS: Readonly<Record<string, Check>> = {
  ttl: { expected: 'a number of ms above 0 or Infinity', ok: (v) => typeof v === 'number' && v > 0 },
  tags: {
    expected: 'an array of strings',
    ok: (v) => Array.isArray(v) && v.every((tag) => typeof tag === 'string'),
  },
}

const NO_TAGS: readonly string[] = Object.freeze([])

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
    return this.run(this.#getMany([...keys]))
  }

  setMany(entries: Iterable<readonly [string, V]>, options?: SetOptions): unknown {
    return this.run(this.#setMany([...entries], options))
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

  *#set(key: string, value: V, options?: SetOptions): Steps<this> {
    this.checkKey(key)
    yield this.store.write(key, this.#record(value, options))
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

  *#getMany(keys: readonly string[]): Steps<Map<string, V>> {
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

  *#setMany(entries: readonly (readonly [string, V])[], options?: SetOptions): Steps<this> {
    for (const [key] of entries) this.checkKey(key)
    const { store } = this
    const records = entries.map(([key, value]) => [key, this.#record(value, options)] as const)
    if (store.writeMany !== undefined) yield store.writeMany(records)
    else for (const [key, record] of records) yield store.write(key, record)
    return this
  }

  *#close(): Steps<void> {
    if (this.#closed) return
    this.#closed = true
    yield this.store.close?.()
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

  #record(value: V, options: SetOptions = {}): ArchiveRecord<V> {
    checkOptions('set', options, SET_OPTIONS)
    const { ttl = Infinity, tags = NO_TAGS } = options
    const created = this.clock()
    return { value, created, expires: created + ttl, tags: tags.length === 0 ? NO_TAGS : [...tags] }
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
  return new AsyncFront(store, runAsync, options.clock ?? Date.now) as unknown as AsyncArchive<V>
}

function alive<V>(record: ArchiveRecord<V> | undefined, clock: () => number): ArchiveRecord<V> | undefined {
  return record !== undefined && (record.expires === Infinity || record.expires > clock())
    ? record
    : undefined
}

function count(keys: Iterable<string> | AsyncIterable<string>): number | Promise<number> {
  if (Symbol.iterator in keys) {
    let n = 0
    for (const _ of keys) n++
    return n
  }
  return countAsync(keys)
}

async function countAsync(keys: AsyncIterable<string>): Promise<number> {
  let n = 0
  for await (const _ of keys) n++
  return n
}
