import { PilferError } from '../../errors.js'
import { optionalPackage } from '../../internal/optional-package.js'

/** A transaction that only reads: what it shows stays the same until it is reset. */
export interface ReadTransaction {
  readonly address: number
  done(): void
}

/** Which keys of a database are listed, by their bytes; in reverse `start` is the highest one. */
export interface ByteRange {
  readonly start?: Uint8Array | undefined
  readonly end?: Uint8Array | undefined
  readonly inclusiveEnd?: boolean
  readonly reverse?: boolean
}

interface ReadOptions {
  readonly transaction?: ReadTransaction
}

/** A sub-database of the package `lmdb`, opened for bytes. */
export interface Database {
  /** How many bytes the value had that was read last. */
  readonly lastSize: number
  /** The value, in memory that the next read overwrites and that is longer than it. */
  getBinaryFast(key: Uint8Array, options?: ReadOptions): Buffer | undefined
  getKeys(range: ByteRange & ReadOptions): Iterable<Uint8Array>
  getRange(range: ByteRange & ReadOptions): Iterable<{ key: Uint8Array; value: Uint8Array }>
  /** Takes place at once within a synchronous transaction, and is used nowhere else. */
  put(key: Uint8Array, value: Uint8Array): unknown
  removeSync(key: Uint8Array): boolean
  clearSync(): void
  getStats(): DatabaseStats
}

interface DatabaseStats {
  readonly entryCount: number
  readonly pageSize: number
  readonly treeBranchPageCount: number
  readonly treeLeafPageCount: number
  readonly overflowPages: number
}

/** An environment of the package `lmdb`. */
export interface Root extends Database {
  openDB(options: object): Database | undefined
  /** Work must not return a promise: the transaction would stay open. */
  transactionSync(work: () => void, flags: number): void
  childTransaction(work: () => void): void
  useReadTransaction(): ReadTransaction
  resetReadTxn(): void
  readerCheck(): number
  close(): Promise<void>
}

export interface Lmdb {
  open(path: string, options: object): Root
  readonly nativeAddon: {
    /** Lets go of what a read transaction shows; its next use shows what is there then. */
    resetTxn(address: number): void
  }
}

/** The commit is done when the call returns. */
export const SYNCHRONOUS_COMMIT = 2
/** The commit does not wait for the disk. */
export const NO_SYNC_FLUSH = 0x10000

/**
 * The package `lmdb`.
 *
 * @throws PilferError `PACKAGE_MISSING` or `PACKAGE_UNUSABLE`.
 */
export function loadLmdb(): Lmdb {
  const lmdb = optionalPackage<Lmdb>('lmdb', 'lmdbArchive')
  if (typeof lmdb.nativeAddon?.resetTxn !== 'function')
    throw new PilferError(
      'PACKAGE_UNUSABLE',
      'this version of the package lmdb has no nativeAddon.resetTxn, which lmdbArchive needs; install lmdb 3.5',
    )
  return lmdb
}
