import type {
  Archive,
  ArchiveRecord,
  ArchiveStore,
  AsyncArchive,
  AsyncArchiveStore,
  RangeOptions,
} from '../archive.js'
import { requireStore } from './archive-check.js'
import { Front } from './archive-methods.js'
import { alive } from './archive-records.js'
import { checkOptions, func } from './check-options.js'
import { runAsync, runSync } from './run.js'

/** What `createArchive` takes beside the store. */
export interface ArchiveFrontOptions {
  /**
   * The time in ms since 1970.
   *
   * @default Date.now
   */
  readonly clock?: () => number
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

  entries(): Generator<[string, V]> {
    return this.#entriesOf(this.keys())
  }

  *range(options: RangeOptions = {}): Generator<[string, V]> {
    yield* this.#entriesOf(this.rangeKeys(options) as Iterable<string>)
  }

  *#entriesOf(keys: Iterable<string>): Generator<[string, V]> {
    for (const key of keys) {
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

  entries(): AsyncGenerator<[string, V]> {
    return this.#entriesOf(this.keys())
  }

  async *range(options: RangeOptions = {}): AsyncGenerator<[string, V]> {
    yield* this.#entriesOf(this.rangeKeys(options))
  }

  async *#entriesOf(keys: Iterable<string> | AsyncIterable<string>): AsyncGenerator<[string, V]> {
    for await (const key of keys) {
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
 *     concurrentWriters: false, ordered: false, transactions: false, ttl: true, blobs: false, lock: 'none',
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
