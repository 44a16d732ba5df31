import type {
  AnyArchive,
  ArchiveRecord,
  AsyncArchiveStore,
  ByteStream,
  Content,
  RangeOptions,
  SetOptions,
} from '../archive.js'
import { PilferError, pilferTypeError, show } from '../errors.js'
import { archiveCheck, isAsync, requireEnumerable, unsupported } from './archive-check.js'
import { copyRecords } from './archive-copy.js'
import { alive, checkedRecord, listOfEntries, listOfKeys, newRecord } from './archive-records.js'
import { prune, repair, stats, verify } from './archive-upkeep.js'
import { bool, type Check, checkOptions } from './check-options.js'
import { count } from './each.js'
import { type Runner, runAsync, type Steps } from './run.js'
import { sameContent } from './same-content.js'

const bound: Check = { expected: 'a string', ok: (v) => typeof v === 'string' }

const RANGE_OPTIONS: Readonly<Record<string, Check>> = {
  start: bound,
  end: bound,
  reverse: bool,
  limit: {
    expected: 'a non-negative integer or Infinity',
    ok: (v) => v === Infinity || (Number.isInteger(v) && (v as number) >= 0),
  },
}

/**
 * The public half of every archive: what is the same for all of them, over a store that holds only the difference.
 * Each method is written once as steps; the runner decides whether they wait.
 */
export class Front<V> {
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

  transact(work: () => unknown): unknown {
    return this.run(this.#transact(work))
  }

  prune(): unknown {
    this.checkOpen()
    return this.run(prune(this.store, this.clock()))
  }

  verify(): unknown {
    this.checkOpen()
    return this.run(verify(this.store))
  }

  repair(): unknown {
    this.checkOpen()
    return this.run(repair(this.store))
  }

  stats(): unknown {
    this.checkOpen()
    return this.run(stats(this.store, this.clock()))
  }

  async setStream(key: string, stream: ByteStream, options: SetOptions = {}): Promise<this> {
    this.checkKey(key)
    const { store } = this
    if (!this.supports.blobs || store.writeStream === undefined)
      throw unsupported(this.kind, 'keep streams', 'blobs')
    checkStream(stream)
    const { value, ...record } = newRecord(undefined, options, this.clock())
    await store.writeStream(key, stream, record)
    return this
  }

  getStream(key: string): unknown {
    this.checkKey(key)
    const { store } = this
    if (!this.supports.blobs || store.readStream === undefined)
      throw unsupported(this.kind, 'give streams', 'blobs')
    return store.readStream(key, this.clock())
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

  *#transact(work: () => unknown): Steps<unknown> {
    this.checkOpen()
    if (typeof work !== 'function')
      throw new PilferError('OPTION_INVALID', `transact takes a function, received ${show(work)}`)
    if (this.store.transact === undefined)
      throw unsupported(this.kind, 'make changes together', 'transactions')
    return yield this.store.transact(() => this.#workOf(work))
  }

  /** What `work` gives; where nothing is waited for, a promise would be of changes that come too late. */
  #workOf(work: () => unknown): unknown {
    const given = work()
    if (!this.supports.async && typeof (given as PromiseLike<unknown> | undefined)?.then === 'function')
      throw new PilferError(
        'RESULT_PROMISE',
        `the work of a transaction returned a promise, and this ${this.kind} archive does not wait; make the changes without waiting`,
      )
    return given
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

  protected rangeKeys(options: RangeOptions): Iterable<string> | AsyncIterable<string> {
    this.checkOpen()
    checkOptions('range', options, RANGE_OPTIONS)
    if (this.store.range === undefined) throw unsupported(this.kind, 'list a range of keys', 'ordered')
    return this.store.range(options, this.clock())
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

function checkStream(stream: unknown): void {
  const isStream =
    typeof stream === 'object' &&
    stream !== null &&
    (Symbol.asyncIterator in stream || Symbol.iterator in stream)
  if (!isStream || ArrayBuffer.isView(stream))
    throw new PilferError(
      'OPTION_INVALID',
      `setStream takes a readable stream or another iterable of Uint8Array, received ${show(stream)}`,
    )
}
