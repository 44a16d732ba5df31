import { dirname } from 'node:path'
import type { ArchiveLock } from '../../archive.js'
import { PilferError } from '../../errors.js'
import { sweepTemp } from '../../internal/fs/atomic-write.js'
import { SeparateLock } from '../../internal/lock/separate-lock.js'
import { requireNoLog } from './conflict.js'
import type { SqlDatabase, SqlDriver, SqlOpenOptions, SqlRow, SqlStatement, SqlValue } from './driver.js'
import { type Image, isSame, readImage, saveImage, stateAt } from './image-file.js'
import { sqlError } from './sql-error.js'
import { inTransaction } from './transaction.js'

/** A statement of sql.js. */
interface MemoryStatement {
  bind(values: readonly SqlValue[]): boolean
  step(): boolean
  get(): SqlValue[]
  reset(): void
}

/** A database of sql.js, in memory. */
interface MemoryDatabase {
  prepare(sql: string): MemoryStatement
  getRowsModified(): number
  export(): Uint8Array
  close(): void
}

/** What of sql.js is used, once it is loaded. */
export interface SqlJs {
  readonly Database: new (bytes?: Uint8Array) => MemoryDatabase
}

/**
 * The driver for sql.js, which has the whole database in memory. It is read anew when another process has saved it, and
 * saved as a whole once for each transaction: under a lock, beside the file, then renamed.
 */
export function imageDriver(sqlJs: SqlJs): SqlDriver {
  return { name: 'sql.js', open: (path, options) => new ImageDatabase(sqlJs, path, options) }
}

/** Statements that count the rows that they change, and such as change anything else. */
const COUNTED = /^\s*(?:INSERT|UPDATE|DELETE)\b/i
const CHANGING = /^\s*(?:CREATE|DROP|ALTER|REINDEX)\b/i

/** The database in memory, and the state of the file that it stands for. */
interface Loaded extends Omit<Image, 'bytes'> {
  readonly memory: MemoryDatabase
}

class ImageDatabase implements SqlDatabase {
  readonly path: string
  readonly #sqlJs: SqlJs
  readonly #options: SqlOpenOptions
  readonly #lock: SeparateLock
  readonly #control = new Map<string, SqlStatement>()
  #loaded: Loaded | undefined
  /** Whether something is under way during which the database in memory is not to be exchanged. */
  #isHeld = false
  #isChanged = false

  constructor(sqlJs: SqlJs, path: string, options: SqlOpenOptions) {
    this.path = path
    this.#sqlJs = sqlJs
    this.#options = options
    this.#lock = new SeparateLock(`${path}-lock`)
    try {
      sweepTemp(dirname(path))
      this.current()
    } catch (error) {
      this.close()
      throw error
    }
  }

  get lock(): ArchiveLock {
    return this.#lock.kind
  }

  prepare(sql: string): SqlStatement {
    return new ImageStatement(this, sql)
  }

  reading<T>(work: () => T): T {
    this.current()
    return this.#holding(work)
  }

  writing<T>(work: () => T): T {
    const transaction = (): T => this.#holding(() => inTransaction(this.#run, 'BEGIN', work))
    if (this.#isHeld) return transaction()
    return this.#lock.holding(() => {
      this.#refresh(true)
      this.#isChanged = false
      const result = transaction()
      if (this.#isChanged) this.#save()
      return result
    })
  }

  close(): void {
    this.#unload()
    this.#lock.close()
  }

  /** The database in memory, as new as the file. */
  current(): MemoryDatabase {
    if (!this.#isHeld) this.#refresh(false)
    return this.#loaded!.memory
  }

  /** Runs a statement that may change something, as a transaction of its own where none is under way. */
  change(sql: string, work: (memory: MemoryDatabase) => void): number {
    if (!this.#isHeld) return this.writing(() => this.change(sql, work))
    const { memory } = this.#loaded!
    work(memory)
    const count = COUNTED.test(sql) ? memory.getRowsModified() : 0
    this.#isChanged ||= count > 0 || CHANGING.test(sql)
    return count
  }

  #refresh(isLocked: boolean): void {
    requireNoLog(this.path)
    const loaded = this.#loaded
    if (loaded !== undefined && !loaded.isYoung && isSame(loaded.state, stateAt(this.path))) return
    this.#unload()
    const isThere = stateAt(this.path) !== undefined
    this.#load(isThere && !isLocked ? this.#readLocked() : readImage(this.path))
  }

  /**
   * Reads the file while no engine can open it. Were an engine of this process to open it meanwhile, it would lose its
   * locks as soon as this has closed it.
   */
  #readLocked(): Image {
    try {
      return this.#lock.holding(() => readImage(this.path))
    } catch (error) {
      // There is nothing to lock with where nothing may be written; and this very thread may have it locked already.
      const reason = error instanceof PilferError ? error.code : undefined
      if (reason !== 'ARCHIVE_READ_ONLY' && reason !== 'ARCHIVE_LOCKED') throw error
      return readImage(this.path)
    }
  }

  #load({ bytes, state, isYoung }: Image): void {
    this.#loaded = { state, isYoung, memory: new this.#sqlJs.Database(bytes) }
    try {
      this.#holding(() => this.#options.setUp(this))
    } catch (error) {
      this.#unload()
      throw error
    }
  }

  #save(): void {
    const loaded = this.#loaded!
    try {
      const bytes = loaded.memory.export()
      const state = saveImage(this.path, bytes, loaded.state, this.#options.sync)
      this.#loaded = { memory: loaded.memory, state, isYoung: false }
    } catch (error) {
      // What is in memory is not in the file; the next use reads that again.
      this.#unload()
      throw sqlError(error, 'write', this.path)
    }
  }

  #unload(): void {
    const memory = this.#loaded?.memory
    this.#loaded = undefined
    memory?.close()
  }

  #holding<T>(work: () => T): T {
    const before = this.#isHeld
    this.#isHeld = true
    try {
      return work()
    } finally {
      this.#isHeld = before
    }
  }

  readonly #run = (sql: string): void => {
    let statement = this.#control.get(sql)
    if (statement === undefined) this.#control.set(sql, (statement = this.prepare(sql)))
    statement.run()
  }
}

class ImageStatement implements SqlStatement {
  readonly #database: ImageDatabase
  readonly #sql: string
  #memory: MemoryDatabase | undefined
  #statement: MemoryStatement | undefined

  constructor(database: ImageDatabase, sql: string) {
    this.#database = database
    this.#sql = sql
  }

  get(...values: readonly SqlValue[]): SqlRow | undefined {
    return this.#use('read', this.#database.current(), values, (statement) =>
      statement.step() ? statement.get() : undefined,
    )
  }

  all(...values: readonly SqlValue[]): SqlRow[] {
    return this.#use('read', this.#database.current(), values, (statement) => {
      const rows: SqlRow[] = []
      while (statement.step()) rows.push(statement.get())
      return rows
    })
  }

  run(...values: readonly SqlValue[]): number {
    return this.#database.change(this.#sql, (memory) =>
      this.#use('write', memory, values, (statement) => void statement.step()),
    )
  }

  #use<T>(
    doing: 'read' | 'write',
    memory: MemoryDatabase,
    values: readonly SqlValue[],
    work: (statement: MemoryStatement) => T,
  ): T {
    try {
      const statement = this.#in(memory)
      try {
        statement.bind(values)
        return work(statement)
      } finally {
        statement.reset()
      }
    } catch (error) {
      throw sqlError(error, doing, this.#database.path)
    }
  }

  /** The statement in this database; another one is there after the file has been read anew. */
  #in(memory: MemoryDatabase): MemoryStatement {
    if (this.#memory !== memory) {
      this.#statement = memory.prepare(this.#sql)
      this.#memory = memory
    }
    return this.#statement!
  }
}
