import { closeSync, constants, fdatasyncSync, openSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PilferError } from '../../errors.js'
import { syncFolder } from '../../internal/fs/atomic-write.js'
import { fsError } from '../../internal/fs/fs-error.js'
import type { LockKind } from '../../internal/lock/lock.js'
import { SeparateLock } from '../../internal/lock/separate-lock.js'
import { DATA, OWN_LOCK } from './files.js'
import { lmdbError } from './lmdb-error.js'
import { mayLock, openRoot, prepare, SETTINGS } from './opening.js'
import {
  type ByteRange,
  type Database,
  type Lmdb,
  loadLmdb,
  NO_SYNC_FLUSH,
  type ReadTransaction,
  type Root,
  SYNCHRONOUS_COMMIT,
} from './package.js'

/** After how many commits it is looked for readers that have died; the space that they saw cannot be used again before. */
const COMMITS_BETWEEN_CHECKS = 1_000

/** The environments that are open in this thread, by their files. */
const shared = new Map<string, Environment>()

/**
 * One LMDB environment. All archives of this thread in the same folder share it, since it may be opened only once.
 *
 * Every read shows what was committed last and holds nothing afterwards. Within a transaction of its own a thread
 * reads what it has changed so far.
 *
 * Who opens, closes or commits holds a lock of ours. LMDB has one for commits, but an environment that is opened (by lmdb
 * 3.5) sets the number of the last commit to what it has read before: a commit in between would be lost, since the
 * next one would take its place. And one that is closed as the last destroys LMDB's lock for whoever is just opening.
 */
export class Environment {
  readonly path: string
  readonly isReadOnly: boolean
  readonly #root: Root
  readonly #file: string
  /** Nothing where not even LMDB's own lock may be written. */
  readonly #lock: SeparateLock | undefined
  readonly #resetTxn: (address: number) => void
  readonly #databases = new Map<string, Database>()
  #reading: { readonly transaction: ReadTransaction }
  #users = 0
  #depth = 0
  #snapshots = 0
  #commits = 0
  /** The transaction does not wait for the disk, and part of it asked for that. */
  #owesSync = false

  /**
   * @param path an absolute path; the folder is created when missing
   * @param sync wait for the disk
   * @param lockKind where the environment is not open yet
   */
  static at(path: string, sync: boolean, lockKind?: LockKind): Environment {
    const lmdb = loadLmdb()
    const isNew = attempt('write', path, () => prepare(path, sync))
    const real = attempt('read', path, () => realpathSync(path))
    const environment = shared.get(fileAt(real)) ?? new Environment(lmdb, real, lockKind)
    environment.#users++
    try {
      if (isNew && sync) attempt('write', real, () => syncFolder(real))
    } catch (error) {
      environment.release()
      throw error
    }
    return environment
  }

  private constructor({ open, nativeAddon }: Lmdb, path: string, lockKind?: LockKind) {
    this.path = path
    this.#resetTxn = nativeAddon.resetTxn
    this.#lock = mayLock(path) ? new SeparateLock(join(path, OWN_LOCK), lockKind) : undefined
    try {
      const { root, isReadOnly, reading } = this.#alone(() => {
        const opened = openRoot(open, path)
        try {
          return { ...opened, reading: this.#newReading(opened.root) }
        } catch (error) {
          void opened.root.close()
          throw error
        }
      })
      this.#root = root
      this.isReadOnly = isReadOnly
      this.#reading = reading
    } catch (error) {
      this.#lock?.close()
      throw error
    }
    this.#file = fileAt(path)
    shared.set(this.#file, this)
  }

  /** The databases of these names, which are created when missing; `undefined` where they are and may not be. */
  databases(names: readonly string[]): Database[] | undefined {
    if (names.some((name) => !this.#databases.has(name))) this.#openAll(names)
    const found = names.map((name) => this.#databases.get(name))
    return found.includes(undefined) ? undefined : (found as Database[])
  }

  #openAll(names: readonly string[]): void {
    if (this.#depth > 0)
      throw new PilferError(
        'ARCHIVE_UNSUPPORTED',
        `an archive in ${this.path} cannot be opened within a transaction there; open it before`,
      )
    const opened: [string, Database | undefined][] = []
    const openEach = (): void => {
      for (const name of names) opened.push([name, this.#root.openDB({ ...SETTINGS, name })])
    }
    this.#run('open', () => {
      // Opening a database ends the transaction that reads.
      this.#reading.transaction.done()
      try {
        if (this.isReadOnly) openEach()
        else this.#alone(() => this.#root.transactionSync(openEach, SYNCHRONOUS_COMMIT | NO_SYNC_FLUSH))
      } finally {
        this.#reading = this.#newReading(this.#root)
      }
    })
    for (const [name, database] of opened) if (database !== undefined) this.#databases.set(name, database)
  }

  /** The value of `key`, in memory that the next read of any environment overwrites. */
  get(database: Database, key: Uint8Array): Buffer | undefined {
    try {
      const bytes = database.getBinaryFast(key, this.#reading)
      return bytes?.subarray(0, database.lastSize)
    } catch (error) {
      throw this.#failure(error, 'read')
    } finally {
      this.#endReading()
    }
  }

  /** The keys in a range; to be listed within {@link snapshot}. */
  keys(database: Database, range: ByteRange): Iterable<Uint8Array> {
    return database.getKeys(this.#within(range))
  }

  /** The keys and values in a range; to be listed within {@link snapshot}. */
  entries(database: Database, range: ByteRange): Iterable<{ key: Uint8Array; value: Uint8Array }> {
    return database.getRange(this.#within(range))
  }

  /** How many entries and bytes a database has; the bytes are those of its pages. */
  extent(database: Database): { entries: number; bytes: number } {
    return this.#run('read', () => {
      const { entryCount, pageSize, ...pages } = database.getStats()
      if (this.#depth === 0) this.#root.resetReadTxn()
      this.#endReading()
      const count = pages.treeBranchPageCount + pages.treeLeafPageCount + pages.overflowPages
      return { entries: entryCount, bytes: count * pageSize }
    })
  }

  /** What `work` makes of reads that all show the same moment. */
  snapshot<T>(work: () => T): T {
    this.#snapshots++
    try {
      return this.#run('read', work)
    } finally {
      this.#snapshots--
      this.#endReading()
    }
  }

  /** Does `work` in a transaction, the one under way if there is one. It must not throw after a part of its changes. */
  write<T>(work: () => T, sync: boolean): T {
    const mapped = (): T => this.#run('write', work)
    if (this.#depth === 0) return this.#commit(mapped, sync)
    this.#owesSync ||= sync
    return mapped()
  }

  /** Does `work` in a transaction of its own, inside the one under way if there is one; when it throws, nothing of it is kept. */
  transact<T>(work: () => T, sync: boolean): T {
    if (this.#depth === 0) return this.#commit(work, sync)
    this.#owesSync ||= sync
    return this.#inside(work, (run) => this.#root.childTransaction(run))
  }

  #commit<T>(work: () => T, sync: boolean): T {
    this.#requireWritable()
    if (++this.#commits % COMMITS_BETWEEN_CHECKS === 0) this.#run('write', () => this.#root.readerCheck())
    const flags = sync ? SYNCHRONOUS_COMMIT : SYNCHRONOUS_COMMIT | NO_SYNC_FLUSH
    try {
      const result = this.#alone(() => this.#inside(work, (run) => this.#root.transactionSync(run, flags)))
      if (this.#owesSync && !sync) this.#sync()
      return result
    } finally {
      this.#owesSync = false
      if (this.#users === 0) this.#close()
    }
  }

  #inside<T>(work: () => T, transaction: (run: () => void) => void): T {
    let result: T | undefined
    let reason: { readonly error: unknown } | undefined
    this.#depth++
    try {
      transaction(() => {
        try {
          result = work()
        } catch (error) {
          reason = { error }
          throw error
        }
      })
    } catch (error) {
      throw reason === undefined ? this.#failure(error, 'write') : reason.error
    } finally {
      this.#depth--
    }
    return result as T
  }

  /** Waits until all that has been committed is on the disk. */
  #sync(): void {
    attempt('write', this.path, () => {
      const fd = openSync(join(this.path, DATA), constants.O_RDWR)
      try {
        fdatasyncSync(fd)
      } finally {
        closeSync(fd)
      }
    })
  }

  /** To be called once for each {@link at}. A transaction under way is finished first. */
  release(): void {
    this.#users--
    if (this.#users === 0 && this.#depth === 0) this.#close()
  }

  #close(): void {
    shared.delete(this.#file)
    try {
      this.#alone(() => void this.#root.close())
    } finally {
      this.#lock?.close()
    }
  }

  /** Does `work` while nobody else opens, closes or commits. */
  #alone<T>(work: () => T): T {
    return this.#lock === undefined ? work() : this.#lock.holding(work)
  }

  /** A transaction to read with, which shows nothing yet. */
  #newReading(root: Root): { readonly transaction: ReadTransaction } {
    return this.#run('open', () => {
      const transaction = root.useReadTransaction()
      // Otherwise lmdb would use it for reads of its own.
      root.resetReadTxn()
      this.#resetTxn(transaction.address)
      return { transaction }
    })
  }

  #endReading(): void {
    if (this.#depth === 0 && this.#snapshots === 0) this.#resetTxn(this.#reading.transaction.address)
  }

  /** Within a transaction under way lmdb reads what that shows, unless it is told otherwise. */
  #within(range: ByteRange): ByteRange & { transaction?: ReadTransaction } {
    return this.#depth > 0 ? range : { ...range, ...this.#reading }
  }

  #run<T>(doing: 'open' | 'read' | 'write', work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw this.#failure(error, doing)
    }
  }

  #failure(error: unknown, doing: 'open' | 'read' | 'write'): unknown {
    return lmdbError(error, doing, this.path)
  }

  #requireWritable(): void {
    if (this.isReadOnly)
      throw new PilferError(
        'ARCHIVE_READ_ONLY',
        `cannot write ${this.path}: it was opened without the right to`,
      )
  }
}

/** Tells the file of the database in a folder from every other one that is there at the time, whatever path leads to it. */
function fileAt(path: string): string {
  const stats = statSync(join(path, DATA), { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.dev}:${stats.ino}`
}

/** What `work` gives; what the system finds wrong becomes an error with a code of ours. */
function attempt<T>(doing: 'read' | 'write', path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fsError(error, doing, path)
  }
}
