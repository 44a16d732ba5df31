import type { ArchiveLock } from '../../archive.js'

/** What is bound to a parameter, and what a column holds. */
export type SqlValue = string | number | null | Uint8Array

/** What the columns of a row hold, in their order. */
export type SqlRow = readonly SqlValue[]

/** A statement that is used again and again, with values for its `?`. */
export interface SqlStatement {
  /** The first row that it gives, or `undefined`. */
  get(...values: readonly SqlValue[]): SqlRow | undefined
  /** Each row that it gives. */
  all(...values: readonly SqlValue[]): SqlRow[]
  /** How many rows it has inserted, changed or deleted; of no meaning for any other kind of statement. */
  run(...values: readonly SqlValue[]): number
}

/**
 * An open SQLite database. A statement outside of `reading` and `writing` stands for itself: what it changes is kept
 * when it returns.
 *
 * Texts are without NUL and lone surrogates, and do not begin with U+FEFF; bytes are of any kind, and those that are
 * given belong to the caller. Errors are those of the engine, or `PilferError`s.
 */
export interface SqlDatabase {
  /** What keeps two writers apart. */
  readonly lock: ArchiveLock
  prepare(sql: string): SqlStatement
  /** Runs `work`, whose statements all see one state of the database. */
  reading<T>(work: () => T): T
  /**
   * Runs `work`, whose changes are kept together or, should it throw, not at all. Others see all of them or none, and
   * wait with changes of their own.
   *
   * @throws PilferError `ARCHIVE_LOCKED` where waiting would never end or has not ended after a minute.
   */
  writing<T>(work: () => T): T
  close(): void
}

/** How a driver is to open a database. */
export interface SqlOpenOptions {
  /** What is written has to be on the disk, not only with the system. */
  readonly sync: boolean
  /**
   * Called with the database before it is used, and again each time the driver has read the file anew. It reads, and
   * may write within `writing`.
   */
  readonly setUp: (database: SqlDatabase) => void
}

/**
 * One way to use SQLite: a package, or a part of Node. Any number of databases may be open in any number of processes
 * on one file, through this driver or another one; where two of them cannot go together, one has to find out and
 * throw `DRIVER_CONFLICT`. For engines that write into the file this comes to the journal mode WAL, from `open` on.
 *
 * `sqlDriverSuite` from `pilfer/testing` says whether it is right.
 */
export interface SqlDriver {
  /** Its usual name, such as `'node:sqlite'`. */
  readonly name: string
  /**
   * Opens the file at `path`, which is absolute and whose folder is there; a file that is missing is an empty
   * database.
   */
  open(path: string, options: SqlOpenOptions): SqlDatabase
}
