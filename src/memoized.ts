import type { AnyArchive, AsyncArchive } from './archive.js'
import type { Cache } from './cache.js'
import type { Keymap } from './keymap.js'
import type { Snapshot } from './snapshot.js'
import type { CacheInfo } from './stats.js'

export type AnyFunction = (this: any, ...args: any[]) => any

/** `T` itself, or a promise of it. */
export type Maybe<T, Async extends boolean> = Async extends true ? Promise<T> : T

/** Whether a function's memoized form returns promises: because it does, or because an option makes it so. */
export type IsAsync<F extends AnyFunction, Async extends boolean> = Async extends true
  ? true
  : ReturnType<F> extends PromiseLike<unknown>
    ? true
    : false

/**
 * Whether options make every function asynchronous: `async: true`, or an archive that has to be waited for. It is
 * `boolean`, and results are typed as either, where the types of the options leave it open.
 */
export type OptionsAsync<O> = Or<
  'async' extends keyof O ? IsTrue<O['async']> : false,
  Or<
    'archive' extends keyof O ? IsFar<O['archive']> : false,
    O extends { readonly cache: Cache<any, any, infer Async> } ? Async : false
  >
>

type Or<A extends boolean, B extends boolean> = [A] extends [true] ? true : [B] extends [true] ? true : A | B

type IsTrue<T> = [T] extends [true] ? true : [T] extends [false | undefined] ? false : boolean

type IsFar<A> = [Extract<A, AsyncArchive<any>>] extends [never]
  ? false
  : [A] extends [AsyncArchive<any>]
    ? true
    : boolean

/**
 * A function that remembers its results: callable like the original, with the same type, and with members to look
 * into its memory. One that has to wait returns promises where a result or an archive is involved.
 */
export type Memoized<F extends AnyFunction, Async extends boolean = false> = Callable<F, Async> &
  MemoizedMembers<F, IsAsync<F, Async>>

/** The call itself: `F`, or, where an option makes a synchronous function asynchronous, `F` with a promise. */
export type Callable<F extends AnyFunction, Async extends boolean> = Async extends true
  ? ReturnType<F> extends PromiseLike<unknown>
    ? F
    : (this: ThisParameterType<F>, ...args: Parameters<F>) => Promise<Awaited<ReturnType<F>>>
  : F

/** What a memoized function has beside its call. */
export interface MemoizedMembers<F extends AnyFunction, Async extends boolean> {
  /**
   * The key of a call.
   *
   * @throws PilferError `KEY_UNSUPPORTED`, `KEY_TOO_DEEP` or `KEY_TOO_LARGE`, also where calls are let through.
   */
  key(...args: Parameters<F>): string
  /** The result of a call if memory holds it, else `undefined`; counts neither as a use nor as a hit. */
  lookup(...args: Parameters<F>): Awaited<ReturnType<F>> | undefined
  /** Whether memory or archive hold the result of a call. */
  has(...args: Parameters<F>): Maybe<boolean, Async>
  /** Runs the function and remembers the new result in the place of the old one. */
  refresh(...args: Parameters<F>): Maybe<Awaited<ReturnType<F>>, Async>
  /** Forgets the result of a call, in memory and in the archive; says whether there was one. */
  invalidate(...args: Parameters<F>): Maybe<boolean, Async>
  /** What has happened so far. */
  info(): CacheInfo
  /** Forgets the function's results in memory (not in the archive), and the counters unless `keepStats`. */
  clear(options?: { readonly keepStats?: boolean }): void
  /**
   * Archive to memory: the given keys, or as many of the function's as there is room for. Keys of others are passed over.
   * Gives the number of results loaded.
   */
  load(...keys: string[]): Maybe<number, Async>
  /**
   * Memory to archive: the given keys, or all of the function's. Keys of others are passed over. What an archive has of a
   * result that was loaded from it or written to it stays as it is, with its time and tags. Gives the number of results
   * that are in the archive now, written or found there.
   */
  dump(...keys: string[]): Maybe<number, Async>
  /** `dump`, then `load`; with `clear`, what is not in memory is deleted from the archive. */
  sync(options?: { readonly clear?: boolean }): Maybe<void, Async>
  /**
   * The function's results in memory, and in which order they would leave, as plain data; with `stats`, its counters too.
   * The archive is no part of it. Where results are kept by instance, take those of one: `f.of(instance).snapshot()`.
   *
   * @throws PilferError `OPTION_CONFLICT` for a function that shares its cache, keeps its results by instance, or has
   * keys that mean nothing in another process; `NAME_REQUIRED` for one whose name does not tell it from others.
   *
   * @example
   * ```ts
   * import { lruCache, type Snapshot } from 'pilfer'
   * import { dirArchive } from 'pilfer/archive/dir'
   *
   * const sessions = dirArchive<Snapshot>('./sessions')
   * const cube = lruCache(function cube(x: number) {
   *   return x ** 3
   * })
   * cube(3)
   * sessions.set('cube', cube.snapshot({ stats: true }))
   *
   * cube.clear()
   * const saved = sessions.get('cube')
   * if (saved !== undefined) cube.restore(saved)
   * console.log(cube.lookup(3), cube.info().misses) // 27 1
   * ```
   */
  snapshot(options?: { readonly stats?: boolean }): Snapshot<string, Awaited<ReturnType<F>>>
  /**
   * Replaces what is in memory by what was there when the snapshot was taken, but for what has expired since. Runs under
   * way count for their callers only. What is restored counts as newest: when it is written, on eviction, `dump`, `sync`
   * or `close`, it replaces what the archive has. Counters that are not in the snapshot go on as they are. Where this
   * throws, nothing has changed.
   *
   * @throws PilferError `SNAPSHOT_INVALID` for what is no snapshot, `SNAPSHOT_MISMATCH` for one of another function,
   * policy or `maxSize`; and what `snapshot` throws.
   */
  restore(snapshot: Snapshot): void
  /** Whether an archive is in use. */
  archived(): boolean
  /**
   * Puts the archive aside (`false`) or back in use (`true`). Aside, it is neither read nor changed, so a result that is
   * invalidated meanwhile is there again afterwards.
   */
  archived(on: boolean): void
  /** Uses another archive from now on. */
  open(archive: AnyArchive): void
  /** Forgets the archive, not its entries. */
  drop(): void
  /**
   * Writes to the archive what it does not hold yet, and closes it, whatever fails; the first failure is then thrown,
   * though it be of a result whose write has failed and been reported before.
   */
  close(): Maybe<void, Async>
  /**
   * The same function as it is for one instance, with that instance's cache; for methods, whose results are kept by
   * instance.
   */
  of(instance: object): Memoized<F, Async>
  /** The cache that holds the results. */
  readonly cache: Cache<any, Awaited<ReturnType<F>>, Async extends true ? boolean : false>
  readonly keymap: Keymap
  /** What the key leaves out. */
  readonly ignored: readonly (string | number)[]
  /** The original function. */
  readonly wrapped: F
  [Symbol.dispose](): void
  [Symbol.asyncDispose](): Promise<void>
}
