import { statSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { SeparateLock } from '../../internal/lock/separate-lock.js'
import { replaced } from './conflict.js'
import type { SqlDatabase, SqlDriver, SqlOpenOptions, SqlRow, SqlStatement, SqlValue } from './driver.js'
import { sqlError } from './sql-error.js'
import { inTransaction } from './transaction.js'

/** How long a writer waits for others, in ms. */
const PATIENCE = 60_000

/** A statement of an engine. Rows come as objects, unless `raw` or `setReturnArrays` has been called. */
export interface EngineStatement {
  /** Whether it gives rows, as better-sqlite3 and libsql tell. */
  readonly reader?: boolean
  raw?(on: boolean): unknown
  setReturnArrays?(on: boolean): void
  get(...values: readonly unknown[]): unknown
  all(...values: readonly unknown[]): unknown[]
  run(...values: readonly unknown[]): { changes: number | bigint }
}

/** A connection of an engine, as `DatabaseSync` of `node:sqlite` and `Database` of better-sqlite3 and libsql are. */
export interface EngineConnection {
  prepare(sql: string): EngineStatement
  close(): unknown
}

/** The class of the connections of an engine. */
export type Engine = new (path: string) => EngineConnection

/**
 * The driver for an engine that works on the file itself. Several processes may do so at once, through the log (WAL)
 * that SQLite keeps beside a database while it is open.
 */
export function engineDriver(name: string, engine: Engine): SqlDriver {
  return { name, open: (path, options) => openEngine(name, engine, path, options) }
}

function openEngine(name: string, engine: Engine, path: string, options: SqlOpenOptions): SqlDatabase {
  const lock = new SeparateLock(`${path}-lock`)
  try {
    // Nobody may replace the file after it is opened and before the log is there, which from then on keeps them from it.
    return lock.holding(() => {
      const database = new EngineDatabase(path, engine, lock)
      try {
        database.useLog(name, options.sync)
        options.setUp(database)
        return database
      } catch (error) {
        database.disconnect()
        throw error
      }
    })
  } catch (error) {
    lock.close()
    throw error
  }
}

/** The databases in which this thread has a transaction under way, and whose it is. */
const writers = new Map<string, EngineDatabase>()

class EngineDatabase implements SqlDatabase {
  readonly lock = 'engine'
  readonly path: string
  /** Those modelled on better-sqlite3 take values as an array, `node:sqlite` does not. */
  readonly takesArrays: boolean
  readonly #lock: SeparateLock
  /** Nothing once it is closed: libsql ends a connection only when nothing leads to it and its statements any more. */
  #connection: EngineConnection | undefined
  readonly #statements: Statement[] = []
  /** The number of the file that is open. */
  readonly #file: number | undefined
  readonly #control = new Map<string, EngineStatement>()
  #isReplaced = false
  #lookedAt = 0

  constructor(path: string, engine: Engine, lock: SeparateLock) {
    this.path = path
    this.#lock = lock
    this.takesArrays = 'transaction' in engine.prototype
    try {
      this.#connection = new engine(path)
    } catch (error) {
      throw sqlError(error, 'read', path)
    }
    this.#file = fileAt(path)
  }

  /** Makes SQLite write through a log. */
  useLog(name: string, sync: boolean): void {
    this.prepare(`PRAGMA busy_timeout = ${PATIENCE}`).get()
    const [mode] = this.prepare('PRAGMA journal_mode = WAL').get()!
    if (mode !== 'wal')
      throw new PilferError(
        'DRIVER_UNSUPPORTED',
        `${name} cannot keep ${this.path} in the journal mode WAL, and stays in ${mode}; that may be so on a network ` +
          'file system. Use the driver sql.js, or another place',
      )
    this.#run(`PRAGMA synchronous = ${sync ? 'FULL' : 'NORMAL'}`)
  }

  prepare(sql: string): SqlStatement {
    try {
      const statement = new Statement(this, this.#connection!.prepare(sql))
      this.#statements.push(statement)
      return statement
    } catch (error) {
      throw sqlError(error, 'read', this.path)
    }
  }

  reading<T>(work: () => T): T {
    return inTransaction(this.#run, 'BEGIN', work)
  }

  writing<T>(work: () => T): T {
    this.requireTurn()
    writers.set(this.path, this)
    let result: T
    try {
      result = inTransaction(this.#run, 'BEGIN IMMEDIATE', work)
    } finally {
      writers.delete(this.path)
    }
    this.requireFile()
    return result
  }

  close(): void {
    try {
      // While nobody opens the file, since that would fail at this very moment.
      if (fileAt(this.path) === this.#file) this.#lock.holding(() => this.#leaveLog())
    } finally {
      this.disconnect()
      this.#lock.close()
    }
  }

  /**
   * Brings what the log holds into the file and ends the log. Where another connection uses it or the disk is full, it
   * stays for the next who opens the file, and nothing is lost.
   */
  #leaveLog(): void {
    try {
      this.prepare('PRAGMA busy_timeout = 0').get()
      this.prepare('PRAGMA journal_mode = DELETE').get()
    } catch (error) {
      if (!(error instanceof PilferError)) throw error
    }
  }

  disconnect(): void {
    const connection = this.#connection
    this.#connection = undefined
    this.#control.clear()
    for (const statement of this.#statements) statement.release()
    try {
      connection?.close()
    } catch (error) {
      throw sqlError(error, 'write', this.path)
    }
  }

  /** Throws when this thread has a transaction under way in the same file and through another database. */
  requireTurn(): void {
    const writer = writers.get(this.path)
    if (writer !== undefined && writer !== this)
      throw new PilferError(
        'ARCHIVE_LOCKED',
        `${this.path} is written within a transaction of another archive in this very thread, which would wait for itself`,
      )
  }

  /**
   * Throws when the file that is open is not at its place any more. It looks once in a millisecond: what happens to the
   * file within that time might as well have happened after the write that it concerns.
   */
  requireFile(): void {
    const now = Date.now()
    if (now === this.#lookedAt) return
    this.#isReplaced ||= fileAt(this.path) !== this.#file
    if (this.#isReplaced) throw replaced(this.path)
    this.#lookedAt = now
  }

  readonly #run = (sql: string): void => {
    try {
      let statement = this.#control.get(sql)
      if (statement === undefined) this.#control.set(sql, (statement = this.#connection!.prepare(sql)))
      statement.run()
    } catch (error) {
      throw sqlError(error, 'write', this.path)
    }
  }
}

class Statement implements SqlStatement {
  readonly #database: EngineDatabase
  #statement: EngineStatement | undefined
  readonly #takesArrays: boolean
  /** Whether rows come as objects all the same, as in the first versions of `node:sqlite`. */
  readonly #givesObjects: boolean

  constructor(database: EngineDatabase, statement: EngineStatement) {
    this.#database = database
    this.#statement = statement
    this.#takesArrays = database.takesArrays
    if (statement.reader === true) statement.raw?.(true)
    statement.setReturnArrays?.(true)
    this.#givesObjects = statement.raw === undefined && statement.setReturnArrays === undefined
  }

  get(...values: readonly SqlValue[]): SqlRow | undefined {
    const statement = this.#statement!
    let row: unknown
    try {
      row = this.#takesArrays ? statement.get(values) : statement.get(...values)
    } catch (error) {
      throw sqlError(error, 'read', this.#database.path)
    }
    this.#database.requireFile()
    return this.#givesObjects && row !== undefined
      ? Object.values(row as object)
      : (row as SqlRow | undefined)
  }

  all(...values: readonly SqlValue[]): SqlRow[] {
    const statement = this.#statement!
    let rows: unknown[]
    try {
      rows = this.#takesArrays ? statement.all(values) : statement.all(...values)
    } catch (error) {
      throw sqlError(error, 'read', this.#database.path)
    }
    this.#database.requireFile()
    return rows.map((row) => Object.values(row as object).map(withBytes))
  }

  run(...values: readonly SqlValue[]): number {
    const statement = this.#statement!
    this.#database.requireTurn()
    let changes: number | bigint
    try {
      changes = (this.#takesArrays ? statement.run(values) : statement.run(...values)).changes
    } catch (error) {
      throw sqlError(error, 'write', this.#database.path)
    }
    this.#database.requireFile()
    return Number(changes)
  }

  release(): void {
    this.#statement = undefined
  }
}

/** The value with a view on its bytes; libsql gives bare buffers where it gives more than one row. */
const withBytes = (value: unknown): SqlValue =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : (value as SqlValue)

/** The number of the file at `path`. */
const fileAt = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino
