/** A bounded memory as the workloads use it. */
export interface MapLike {
  get(key: any): any
  set(key: any, value: any): unknown
}

/** A library that keeps entries in memory. */
export interface MapSubject {
  readonly name: string
  /** It never holds more than `maxSize` entries. */
  readonly trueBound: boolean
  readonly remark?: string
  create(maxSize: number): MapLike
}

export type AnyFunction = (...args: any[]) => any

/**
 * By what a memoized function tells calls apart: which objects the arguments are, what is in them, or the first
 * argument alone.
 */
export type MemoKind = 'identity' | 'structure' | 'first argument'

/** A library that memoizes functions, set up to remember `maxSize` calls or more, by all arguments where it can. */
export interface MemoSubject {
  readonly name: string
  readonly kind: MemoKind
  /** It is not made for objects and would give wrong results. */
  readonly primitivesOnly?: boolean
  /** What it makes always gives a promise, so it is for async functions alone. */
  readonly asyncOnly?: boolean
  create(fn: AnyFunction, maxSize: number): AnyFunction
  /** For an async function, where that takes another setting. */
  createAsync?(fn: AnyFunction, maxSize: number): AnyFunction
}

/** Values in files, each on its way to the disk when `set` has returned or its promise is fulfilled. */
export interface FileStore {
  set(key: string, value: any): unknown
  get(key: string): any
  setMany?(entries: Iterable<readonly [string, any]>): unknown
  close?(): unknown
}

/** A library that keeps values in files. */
export interface FileSubject {
  readonly name: string
  readonly isAsync: boolean
  /** It writes all its entries at once, and reads from a copy in memory. */
  readonly wholeFile: boolean
  readonly remark?: string
  create(folder: string): FileStore | Promise<FileStore>
}
