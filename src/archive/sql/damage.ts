import type { ArchiveReport } from '../../archive.js'
import { PilferError } from '../../errors.js'
import { damaged } from '../../internal/record/record.js'
import type { SqlDatabase, SqlRow } from './driver.js'
import { keyColumn, keyIn } from './key.js'
import type { RowCoder } from './row.js'
import { type Statements, setAsideStatement } from './statements.js'
import { CONTENT, DAMAGED, hasTable, makeTable, quoted } from './table.js'

/** An id that is lower than all that SQLite gives. */
export const BEFORE_ALL = 0

/** The id of the row behind `last`; throws where going on would never end. */
export function requireOrder(path: string, last: number, id: number): number {
  if (id > last) return id
  throw new PilferError('ARCHIVE_DAMAGED', `${path} is damaged: its rows are not in their order`)
}

/** What is needed to look after the rows of a table. */
export interface Rows {
  readonly path: string
  readonly table: string
  readonly database: SqlDatabase
  readonly statements: Statements
  readonly coder: RowCoder<unknown>
  /** Runs changes that belong together. */
  together<T>(work: () => T): T
}

/** Where a damaged row is now; or a sound one is in its place; or why it could not be moved. */
export type Fate = { readonly moved: string } | 'replaced' | { readonly stays: PilferError }

/** Where a row of `next` and `byId` has them. */
const idOf = (row: SqlRow): number => row[CONTENT.length] as number
const keyOf = (row: SqlRow): string | undefined => keyIn(row[CONTENT.length + 1], row[CONTENT.length + 2])

const asideOf = (table: string): string => `${table} damaged`

/** Moves the damaged row of `key` into a table of its own, unless another one is in its place by now. */
export function setAside(rows: Rows, key: string, error: PilferError): Fate {
  try {
    return rows.together(() => {
      const id = rows.statements.find.get(keyColumn(key), -Infinity)?.[0] as number | undefined
      const row = id === undefined ? undefined : rows.statements.byId.get(id)
      return row !== undefined && isDamaged(rows, row, key) ? { moved: move(rows, id!, error) } : 'replaced'
    })
  } catch (reason) {
    if (reason instanceof PilferError) return { stays: reason }
    throw reason
  }
}

/** Removes what was set aside. */
export function removeSetAside({ database, path, table }: Rows): void {
  const aside = asideOf(table)
  if (isOurs(database, path, aside)) database.prepare(`DROP TABLE ${quoted(aside)}`).run()
}

/** Reads every row and says what is wrong; changes nothing. */
export function verifyRows(rows: Rows): ArchiveReport {
  const { sound, found } = inspect(rows)
  return { records: sound, faults: found.map(({ error }) => error), leftovers: 0 }
}

/** Sets aside the rows that are damaged, and makes the index anew where it does not lead to its rows. */
export function repairRows(rows: Rows): ArchiveReport {
  const { sound, found } = inspect(rows)
  const isLost = found.some(({ fault }) => fault === 'lost')
  const broken = found.filter(({ fault }) => fault === 'damaged')
  if (isLost || broken.length > 0)
    rows.together(() => {
      // A row of which the key has changed cannot be removed either while the index has it under another one.
      rows.statements.reindex.run()
      for (const { id, error } of broken) {
        const row = rows.statements.byId.get(id)
        if (row !== undefined && isDamaged(rows, row, keyOf(row))) move(rows, id, error)
      }
    })
  return { records: sound, faults: found.map(({ error }) => error), leftovers: 0 }
}

/** What is wrong with a row: its content, or its codec cannot read it, or its key does not lead to it. */
interface Finding {
  readonly id: number
  readonly fault: 'damaged' | 'unreadable' | 'lost'
  readonly error: PilferError
}

function inspect(rows: Rows): { sound: number; found: Finding[] } {
  const found: Finding[] = []
  let sound = 0
  let id = BEFORE_ALL
  try {
    for (let row: SqlRow | undefined; (row = rows.statements.next.get(id)) !== undefined; ) {
      id = requireOrder(rows.path, id, idOf(row))
      const finding = look(rows, row)
      if (finding === undefined) sound++
      else found.push(finding)
    }
  } catch (error) {
    if (!(error instanceof PilferError) || error.code !== 'ARCHIVE_DAMAGED') throw error
    found.push({ id, fault: 'unreadable', error }) // The file is such that there is no way to the rows behind.
  }
  return { sound, found }
}

function look(rows: Rows, row: SqlRow): Finding | undefined {
  const id = idOf(row)
  const key = keyOf(row)
  const error = faultIn(rows, row, key)
  if (error !== undefined)
    return { id, fault: error.code === 'CODEC_DECODE' ? 'unreadable' : 'damaged', error }
  if (rows.statements.find.get(keyColumn(key!), -Infinity)?.[0] === id) return undefined
  return { id, fault: 'lost', error: damaged(rows.coder.where(key!), 'the index does not lead to it') }
}

const isDamaged = (rows: Rows, row: SqlRow, key: string | undefined): boolean =>
  faultIn(rows, row, key)?.code === 'RECORD_DAMAGED'

/** What is wrong with the row of `key`; a codec of another kind is nothing wrong. */
function faultIn(
  { coder, path, table }: Rows,
  row: SqlRow,
  key: string | undefined,
): PilferError | undefined {
  if (key === undefined) return damaged(`row ${idOf(row)} of ${table} in ${path}`, 'its key is no key')
  try {
    coder.decode(row, key)
    return undefined
  } catch (error) {
    if (!(error instanceof PilferError)) throw error
    if (error.code === 'CODEC_MISMATCH') return undefined
    if (error.code === 'RECORD_DAMAGED' || error.code === 'CODEC_DECODE') return error
    throw error
  }
}

/** Says where the row is then. */
function move({ database, path, table, statements }: Rows, id: number, error: PilferError): string {
  const aside = asideOf(table)
  makeTable(database, path, aside, DAMAGED)
  setAsideStatement(database, table, aside).run(error.message, id)
  statements.removeById.run(id)
  return aside
}

function isOurs(database: SqlDatabase, path: string, aside: string): boolean {
  try {
    return hasTable(database, path, aside, DAMAGED)
  } catch (error) {
    if (error instanceof PilferError && (error.code === 'ARCHIVE_PATH' || error.code === 'FORMAT_NEWER'))
      return false
    throw error
  }
}
