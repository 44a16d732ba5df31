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
}

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
}

/** An {@link Archive} that has to wait, such as one behind a network. */
export interface AsyncArchive<V = unknown>
  extends ArchiveMethods<V, true>,
    AsyncIterable<[string, V]>,
    AsyncDisposable {
  keys(): AsyncIterableIterator<string>
  values(): AsyncIterableIterator<V>
  entries(): AsyncIterableIterator<[string, V]>
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
  /** The keys of the records that are alive at `now` (ms since 1970). */
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
