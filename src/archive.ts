/** What an archive can do; code and suites ask here and never by kind. */
export interface ArchiveSupports {
  /** Its methods return promises. */
  readonly async: boolean
  /** What is set can be read back (only the null archive says no). */
  readonly retains: boolean
  /** A value comes back as the very thing that was set, not as an equal copy, so any value can be kept. */
  readonly identity: boolean
  /** It can list its keys. */
  readonly enumerate: boolean
  /** Entries survive the process. */
  readonly persistent: boolean
  /** Several processes may use it at once. */
  readonly concurrentWriters: boolean
  /** Keys are listed in ascending order. */
  readonly ordered: boolean
  /** Several writes can be made one. */
  readonly transactions: boolean
  /** An entry's time to live is kept with it. */
  readonly ttl: boolean
  /** Values can be written and read as streams. */
  readonly blobs: boolean
  /** What keeps two writers apart where they would be in each other's way. */
  readonly lock: ArchiveLock
}

/**
 * `'kernel'`, a lock that the system lets go of when its holder dies; `'file'`, a lock file beside the archive;
 * `'engine'`, the locks of the database; `'none'`, where no lock is needed or several writers are not supported.
 */
export type ArchiveLock = 'kernel' | 'file' | 'engine' | 'none'

/** An entry as an archive holds it. */
export interface ArchiveRecord<V = unknown> {
  readonly value: V
  /** When it was set, in ms since 1970. */
  readonly created: number
  /** From when on it counts as absent, in ms since 1970; `Infinity` for never. */
  readonly expires: number
  readonly tags: readonly string[]
  /** How many bytes the whole record takes, where the archive knows; of no account when it is written. */
  readonly size?: number
}

/** What may go along with a `set`. */
export interface SetOptions {
  /**
   * For how long the entry lives, in ms.
   *
   * @default Infinity
   */
  readonly ttl?: number
  /**
   * Words to find the entry by.
   *
   * @default []
   */
  readonly tags?: readonly string[]
}

/** Which entries `range` gives, by their keys. */
export interface RangeOptions {
  /**
   * The first key, if it is there.
   *
   * @default the lowest
   */
  readonly start?: string
  /**
   * The first key that is not given any more.
   *
   * @default none
   */
  readonly end?: string
  /**
   * Give them from the highest key to the lowest; the bounds stay what they are.
   *
   * @default false
   */
  readonly reverse?: boolean
  /**
   * The most entries to give.
   *
   * @default Infinity
   */
  readonly limit?: number
}

/** What `verify` and `repair` have found. */
export interface ArchiveReport {
  /** How many records are sound, those included that have expired. */
  readonly records: number
  /** What is not as it was written, each as an error that says where and why; `repair` has set it aside. */
  readonly faults: readonly Error[]
  /** How many files or parts of one were left by writers that died; `repair` has removed them. */
  readonly leftovers: number
}

/** What `stats` tells. */
export interface ArchiveStats {
  /** How many entries there are. */
  readonly entries: number
  /** What the entries take, in bytes; `undefined` where the archive does not know. */
  readonly liveBytes: number | undefined
  /** What could be had back, in bytes: replaced, deleted and expired records; `undefined` where it is not known. */
  readonly deadBytes: number | undefined
}

/** Bytes in pieces, such as a `Readable` of Node. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

type Maybe<T, Async extends boolean> = Async extends true ? Promise<T> : T

/** Entries that an archive can be compared with: those of another, of a `Cache` in memory, or of a `Map`. */
export type Content =
  | AnyArchive
  | { get(key: any): unknown; has(key: any): boolean; entries(): Iterable<[unknown, unknown]> }

/** The methods that a synchronous and an asynchronous archive share; the latter's return promises. */
export interface ArchiveMethods<V, Async extends boolean> {
  /** The usual short name of this kind of archive, such as `'dir'`. */
  readonly kind: string
  readonly supports: ArchiveSupports
  /** How many entries it holds. May have to list them. */
  readonly size: Maybe<number, Async>
  /** The value of `key`, or `absent` (by default `undefined`) where there is none. */
  get(key: string): Maybe<V | undefined, Async>
  get<D>(key: string, absent: D): Maybe<V | D, Async>
  /** The value of `key` with its times and tags, or `undefined` where there is none. */
  read(key: string): Maybe<ArchiveRecord<V> | undefined, Async>
  /**
   * Keeps a record as `read` gives it, with its times and tags, in the place of what was there. Returns the archive.
   *
   * @throws PilferError `OPTION_INVALID` for what is no record.
   */
  write(key: string, record: ArchiveRecord<V>): Maybe<this, Async>
  /** Keeps `value` under `key`, in the place of what was there. Returns the archive. */
  set(key: string, value: V, options?: SetOptions): Maybe<this, Async>
  has(key: string): Maybe<boolean, Async>
  /** Forgets `key`; says whether there was something to forget. */
  delete(key: string): Maybe<boolean, Async>
  /** Forgets all that this archive wrote, and touches nothing else. */
  clear(): Maybe<void, Async>
  /** The values of those of `keys` that are there. */
  getMany(keys: Iterable<string>): Maybe<Map<string, V>, Async>
  /** Sets each entry. Returns the archive. */
  setMany(entries: Iterable<readonly [string, V]>, options?: SetOptions): Maybe<this, Async>
  /**
   * Copies the entries, with their times and tags, into another archive of any kind, and returns that one. What is
   * there under the same keys is replaced, other keys stay. One record at a time is in memory. The first one that
   * cannot be copied ends it; those before it are there.
   *
   * @throws PilferError `OPTION_INVALID` for what is no archive; `ARCHIVE_NOT_ENUMERABLE` when this one cannot list its
   * keys; whatever reading and writing throw.
   * @example
   * ```ts
   * import { dictArchive } from 'pilfer'
   *
   * const copy = dictArchive({ entries: [['x', 1]] }).copy(dictArchive())
   * console.log(copy.get('x')) // 1
   * ```
   */
  copy<A extends AnyArchive>(to: A): A extends AsyncArchive ? Promise<A> : Maybe<A, Async>
  /**
   * Copies the entries into a new archive of the same kind, with the same options, at another place, and returns it.
   *
   * @param place what the archive's own factory takes, such as the path of a folder
   * @throws PilferError `ARCHIVE_NO_PLACE` for a kind without one, such as dict; `ARCHIVE_NOT_EMPTY` when something is
   * there already.
   */
  copy(place: string): Async extends true ? Promise<AsyncArchive<V>> : Archive<V>
  /**
   * Whether `other` holds the same keys with equal values, as `util.isDeepStrictEqual` compares them. Times, tags and
   * order do not matter. Of a `Cache`, what it holds in memory is compared.
   *
   * @throws PilferError `OPTION_INVALID` for what has no entries; `ARCHIVE_NOT_ENUMERABLE` when one of both cannot list
   * its keys.
   * @example
   * ```ts
   * import { dictArchive } from 'pilfer'
   *
   * const archive = dictArchive({ entries: [['x', [1]]] })
   * console.log(archive.equals(new Map([['x', [1]]]))) // true
   * ```
   */
  equals<C extends Content>(other: C): C extends AsyncArchive ? Promise<boolean> : Maybe<boolean, Async>
  /**
   * Runs `work`, whose changes of this archive are kept together or, should it throw, not at all. Other processes see
   * all of them or none, and wait with changes of their own. Within `work` the archive shows what has been changed so far. A
   * transaction inside another is a part of it.
   *
   * @throws PilferError `ARCHIVE_UNSUPPORTED` unless `supports.transactions`; what `work` throws.
   */
  transact<T>(work: () => Maybe<T, Async>): Maybe<T, Async>
  /** Removes what has expired; says how many entries that were. */
  prune(): Maybe<number, Async>
  /** Reads every record and says what is wrong. Changes nothing, and may run while others write. */
  verify(): Maybe<ArchiveReport, Async>
  /** Sets aside what is damaged, removes what dead writers left, and says what that was. May run while others write. */
  repair(): Maybe<ArchiveReport, Async>
  /** How many entries there are and how many bytes they take. */
  stats(): Maybe<ArchiveStats, Async>
  /**
   * Keeps the bytes of a stream as one value, which `get` gives as a `Uint8Array`, without ever holding all of them in
   * memory. Until the stream has ended, and when it fails, there is what was there before.
   *
   * @throws PilferError `ARCHIVE_UNSUPPORTED` unless `supports.blobs`; what the stream throws.
   */
  setStream(key: string, stream: ByteStream, options?: SetOptions): Promise<this>
  /**
   * The bytes of `key` in pieces, from the value that was there when it was called; `undefined` where there is none. It fails at its end
   * when they are not what was written, so trust them only then.
   *
   * @throws PilferError `ARCHIVE_UNSUPPORTED` unless `supports.blobs`; `VALUE_NOT_BYTES` when the value is anything but
   * bytes.
   */
  getStream(key: string): Maybe<AsyncIterable<Uint8Array> | undefined, Async>
  /** Lets go of files and connections; every later call throws `ARCHIVE_CLOSED`. Closing twice is allowed. */
  close(): Maybe<void, Async>
}

/**
 * Entries kept outside the memory of a cache, dict-style, for this process or the next. Keys are strings; anything
 * else is a `TypeError` with code `KEY_NOT_STRING`.
 *
 * An archive is made from an {@link ArchiveStore} by `createArchive`; `docs/extending.md` shows how, and
 * `archiveSuite` from `pilfer/testing` says whether it is right.
 *
 * @example
 * ```ts
 * import { dictArchive } from 'pilfer'
 *
 * const archive = dictArchive()
 * archive.set('x', 1)
 * archive.get('x') // 1
 * for (const [key, value] of archive) console.log(key, value)
 * ```
 */
export interface Archive<V = unknown> extends ArchiveMethods<V, false>, Iterable<[string, V]>, Disposable {
  /** Listed lazily, in no particular order unless `supports.ordered`. */
  keys(): IterableIterator<string>
  values(): IterableIterator<V>
  entries(): IterableIterator<[string, V]>
  /**
   * The entries between two keys, in their order.
   *
   * @throws PilferError `ARCHIVE_UNSUPPORTED` unless `supports.ordered`.
   */
  range(options?: RangeOptions): IterableIterator<[string, V]>
}

/** An {@link Archive} that has to wait, such as one behind a network. */
export interface AsyncArchive<V = unknown>
  extends ArchiveMethods<V, true>,
    AsyncIterable<[string, V]>,
    AsyncDisposable {
  keys(): AsyncIterableIterator<string>
  values(): AsyncIterableIterator<V>
  entries(): AsyncIterableIterator<[string, V]>
  /** See {@link Archive}. */
  range(options?: RangeOptions): AsyncIterableIterator<[string, V]>
}

/** Either kind, where a function takes both. */
export type AnyArchive<V = any> = Archive<V> | AsyncArchive<V>

type Now<T, Async extends boolean> = Async extends true ? T | Promise<T> : T

interface StoreMethods<V, Async extends boolean> {
  readonly kind: string
  readonly supports: ArchiveSupports
  /** The record of `key`, expired or not, or `undefined`. */
  read(key: string): Now<ArchiveRecord<V> | undefined, Async>
  /** Keeps `record` in the place of what was there: whole or not at all. */
  write(key: string, record: ArchiveRecord<V>): Now<void, Async>
  delete(key: string): Now<boolean, Async>
  clear(): Now<void, Async>
  /** The keys of the records that are alive at `now` (ms since 1970; `-Infinity` for all). */
  keys(now: number): Async extends true ? Iterable<string> | AsyncIterable<string> : Iterable<string>
  /** @default whether `read` gives a living record */
  has?(key: string, now: number): Now<boolean, Async>
  /** @default the number of keys */
  size?(now: number): Now<number, Async>
  /** @default one `read` after the other */
  readMany?(keys: readonly string[]): Now<(ArchiveRecord<V> | undefined)[], Async>
  /** @default one `write` after the other */
  writeMany?(entries: readonly (readonly [string, ArchiveRecord<V>])[]): Now<void, Async>
  /**
   * A store of this kind with the same options at another place, of whatever form the kind has. Throws
   * `ARCHIVE_NOT_EMPTY` when something is there already.
   *
   * @default this kind has no place, and `copy` takes no name of one
   */
  at?(place: string): Now<StoreMethods<V, Async>, Async>
  /** For an ordered store: the keys of {@link keys} within the range, in order. */
  range?(
    options: RangeOptions,
    now: number,
  ): Async extends true ? Iterable<string> | AsyncIterable<string> : Iterable<string>
  /** For a store with transactions: does `work` and keeps its changes, or none when it throws. */
  transact?<T>(work: () => Now<T, Async>): Now<T, Async>
  /**
   * Removes the records that have expired at `now`, and none that is set meanwhile; says how many.
   *
   * @default reads each record and deletes what has expired, which is only right where nobody else writes
   */
  prune?(now: number): Now<number, Async>
  /** @default reads each record */
  verify?(): Now<ArchiveReport, Async>
  /** @default as `verify`, since there is nothing to set aside */
  repair?(): Now<ArchiveReport, Async>
  /** @default the sizes that the records tell */
  stats?(now: number): Now<ArchiveStats, Async>
  /** For a store with blobs: keeps the bytes of `stream` in the place of what was there; `record` is all but the value. */
  writeStream?(key: string, stream: ByteStream, record: Omit<ArchiveRecord, 'value'>): Promise<void>
  /** For a store with blobs: the bytes of a record that is alive at `now`. */
  readStream?(key: string, now: number): Now<AsyncIterable<Uint8Array> | undefined, Async>
  /** @default nothing */
  close?(): Now<void, Async>
}

/**
 * What the author of an archive writes: the difference only. `createArchive` checks keys and options, keeps the
 * clock, hides expired records and fills in what is not given.
 */
export type ArchiveStore<V = unknown> = StoreMethods<V, false>

/** An {@link ArchiveStore} whose methods may return promises; `createAsyncArchive` makes an archive of it. */
export type AsyncArchiveStore<V = unknown> = StoreMethods<V, true>
