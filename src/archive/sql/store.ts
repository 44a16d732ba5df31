import type {
  ArchiveRecord,
  ArchiveReport,
  ArchiveStats,
  ArchiveStore,
  ArchiveSupports,
} from '../../archive.js'
import type { Codec } from '../../codec.js'
import { PilferError, show } from '../../errors.js'
import {
  BEFORE_ALL,
  type Fate,
  removeSetAside,
  repairRows,
  requireOrder,
  setAside,
  verifyRows,
} from './damage.js'
import type { SqlDatabase, SqlDriver, SqlRow } from './driver.js'
import { keyColumn, keyIn } from './key.js'
import { databaseAt, makeFolderOf } from './place.js'
import { RowCoder } from './row.js'
import { type Statements, statementsOf } from './statements.js'
import { hasTable, makeTable, RECORDS, requireUtf8 } from './table.js'

/** How many keys are listed at once. */
const BATCH = 500

/** What a {@link SqlStore} needs to know. */
export interface SqlStoreOptions<V> {
  readonly driver: SqlDriver
  readonly table: string
  readonly codec: Codec<V>
  /** Wait for the disk. */
  readonly sync: boolean
  readonly onDamage: (error: PilferError) => void
}

/** Records as the rows of one table; `docs/formats.md` has the layout. */
export class SqlStore<V> implements ArchiveStore<V> {
  readonly kind = 'sql'
  readonly supports: ArchiveSupports
  readonly path: string
  readonly table: string
  readonly database: SqlDatabase
  readonly statements: Statements
  readonly coder: RowCoder<V>
  readonly #options: SqlStoreOptions<V>
  /** The damaged rows that could not be moved, with their checksums: they are reported once and passed over from then on. */
  readonly #stuck = new Map<unknown, unknown>()
  /** How many transactions are under way, one in another. */
  #depth = 0
  #isClosing = false

  /** @param path absolute */
  constructor(path: string, options: SqlStoreOptions<V>) {
    const { driver, table, codec, sync } = options
    this.path = path
    this.table = table
    this.#options = options
    this.coder = new RowCoder(codec, `the table ${show(table)} of ${path}`)
    makeFolderOf(path, sync)
    this.database = driver.open(path, { sync, setUp: (database) => this.#setUp(database) })
    this.statements = statementsOf(this.database, table, codec.name)
    this.supports = {
      async: false,
      retains: true,
      identity: false,
      enumerate: true,
      persistent: true,
      concurrentWriters: true,
      ordered: false,
      transactions: true,
      ttl: true,
      blobs: false,
      lock: this.database.lock,
    }
  }

  read(key: string): ArchiveRecord<V> | undefined {
    return this.#decode(key, this.statements.read.get(keyColumn(key)))
  }

  write(key: string, record: ArchiveRecord<V>): void {
    this.statements.write.run(...this.coder.encode(key, record))
  }

  has(key: string, now: number): boolean {
    const row = this.statements.find.get(keyColumn(key), now)
    return row !== undefined && !this.#isStuck(row[0], row[1])
  }

  delete(key: string): boolean {
    return this.statements.remove.run(keyColumn(key)) > 0
  }

  clear(): void {
    this.together(() => {
      this.statements.clear.run()
      removeSetAside(this)
    })
  }

  *keys(now: number): Iterable<string> {
    for (let last = BEFORE_ALL; ; ) {
      const rows = this.statements.keys.all(last, now, BATCH)
      for (const [id, checksum, isText, bytes] of rows) {
        const key = keyIn(isText, bytes)
        last = requireOrder(this.path, last, id as number)
        if (key !== undefined && !this.#isStuck(id, checksum)) yield key
      }
      if (rows.length < BATCH) return
    }
  }

  size(now: number): number {
    return this.statements.count.get(now)![0] as number
  }

  readMany(keys: readonly string[]): (ArchiveRecord<V> | undefined)[] {
    const { read } = this.statements
    const rows = this.#reading(() => keys.map((key) => read.get(keyColumn(key))))
    return rows.map((row, i) => this.#decode(keys[i]!, row))
  }

  writeMany(entries: readonly (readonly [string, ArchiveRecord<V>])[]): void {
    if (entries.length === 0) return
    this.together(() => {
      for (const [key, record] of entries) this.write(key, record)
    })
  }

  transact<T>(work: () => T): T {
    return this.together(work)
  }

  prune(now: number): number {
    return this.statements.prune.run(now)
  }

  verify(): ArchiveReport {
    return verifyRows(this)
  }

  repair(): ArchiveReport {
    return repairRows(this)
  }

  stats(now: number): ArchiveStats {
    return this.#reading(() => {
      const { live, expired, free } = this.statements
      const numbers = [live.get(now), expired.get(now), free.get()].flatMap((row) => row as readonly number[])
      const [entries, liveBytes, expiredBytes, freeBytes] = numbers as [number, number, number, number]
      return { entries, liveBytes, deadBytes: expiredBytes + freeBytes }
    })
  }

  at(place: string): SqlStore<V> {
    const path = databaseAt('copy of a sql archive', place)
    const store = new SqlStore<V>(path, this.#options)
    if (store.statements.next.get(BEFORE_ALL) === undefined) return store
    store.close()
    throw new PilferError(
      'ARCHIVE_NOT_EMPTY',
      `a copy goes into a new or empty table, and the table ${show(this.table)} of ${path} has rows in it`,
    )
  }

  /** Within a transaction the database is closed once that has ended. */
  close(): void {
    if (this.#depth > 0) this.#isClosing = true
    else this.database.close()
  }

  /** Runs changes that are kept together, or not at all. */
  together<T>(work: () => T): T {
    if (this.#depth > 0) return this.#within(work)
    try {
      return this.database.writing(() => this.#counted(work))
    } finally {
      if (this.#isClosing) this.database.close()
    }
  }

  /** Runs a part of a transaction, of which nothing is left when it throws. */
  #within<T>(work: () => T): T {
    const { enter, leave, undo } = this.statements
    enter.run()
    try {
      return this.#counted(work)
    } catch (error) {
      undo.run()
      throw error
    } finally {
      leave.run()
    }
  }

  #counted<T>(work: () => T): T {
    this.#depth++
    try {
      return work()
    } finally {
      this.#depth--
    }
  }

  #reading<T>(work: () => T): T {
    return this.#depth > 0 ? work() : this.database.reading(work)
  }

  /** The record of `key` with this content; a damaged one counts as absent, is set aside and reported. */
  #decode(key: string, content: SqlRow | undefined, again = true): ArchiveRecord<V> | undefined {
    if (content === undefined) return undefined
    try {
      return this.coder.decode(content, key)
    } catch (error) {
      if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED') throw error
      return this.#handle(key, error, again)
    }
  }

  #handle(key: string, error: PilferError, again: boolean): ArchiveRecord<V> | undefined {
    const [id, checksum] = this.statements.find.get(keyColumn(key), -Infinity) ?? []
    if (this.#isStuck(id, checksum)) return undefined
    const fate = setAside(this, key, error)
    if (fate === 'replaced' && again)
      return this.#decode(key, this.statements.read.get(keyColumn(key)), false)
    if (typeof fate === 'object' && 'stays' in fate) this.#stuck.set(id, checksum)
    this.#options.onDamage(new PilferError('RECORD_DAMAGED', `${error.message}; ${whatBecame(fate)}`))
    return undefined
  }

  #isStuck(id: unknown, checksum: unknown): boolean {
    return this.#stuck.size > 0 && this.#stuck.has(id) && this.#stuck.get(id) === checksum
  }

  /** Makes the table in a database that has none. */
  #setUp(database: SqlDatabase): void {
    requireUtf8(database, this.path)
    if (!hasTable(database, this.path, this.table, RECORDS))
      database.writing(() => makeTable(database, this.path, this.table, RECORDS))
  }
}

function whatBecame(fate: Fate): string {
  if (fate === 'replaced') return 'another one is in its place'
  if ('stays' in fate) return `it counts as absent and cannot be moved away: ${fate.stays.message}`
  return `it counts as absent and is now in the table ${show(fate.moved)}`
}
