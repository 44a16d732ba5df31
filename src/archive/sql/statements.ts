import type { SqlDatabase, SqlStatement } from './driver.js'
import { CONTENT, quoted } from './table.js'

const content = CONTENT.join(', ')
const key = "typeof(key) = 'text', CAST(key AS BLOB)"
const checksum = 'CAST(checksum AS INTEGER)'
const ALIVE = '(expires IS NULL OR expires > ?)'
/** What a row takes: its texts and bytes, and 8 bytes for each number. */
const BYTES =
  'octet_length(key) + octet_length(codec) + ifnull(octet_length(tags), 0) + ifnull(octet_length(blobs), 0) + ' +
  'octet_length(value) + 32'

/**
 * All that is done with the table of an archive. What is read is cast, so that it is of the right type whatever damage
 * has made of it; texts are read as bytes, since libsql ends the process when they are no UTF-8.
 */
export interface Statements {
  /** The content of a key, with NULL for the archive's own codec. */
  readonly read: SqlStatement
  /** The id and checksum of the row of a key that is alive at a time. */
  readonly find: SqlStatement
  /** Puts a key and its content in the place of what the key had. */
  readonly write: SqlStatement
  readonly remove: SqlStatement
  readonly clear: SqlStatement
  /** Id, checksum and key, the latter in two columns, of the next so many rows behind an id that are alive at a time. */
  readonly keys: SqlStatement
  readonly count: SqlStatement
  readonly prune: SqlStatement
  /** The number and bytes of the rows that are alive at a time, or have expired. */
  readonly live: SqlStatement
  readonly expired: SqlStatement
  /** Content, id and key of the next row behind an id, or of the one with an id. */
  readonly next: SqlStatement
  readonly byId: SqlStatement
  readonly removeById: SqlStatement
  readonly reindex: SqlStatement
  /** What the database has in pages that are free. */
  readonly free: SqlStatement
  /** A part of a transaction begins, is kept, or is undone and then to be kept. */
  readonly enter: SqlStatement
  readonly leave: SqlStatement
  readonly undo: SqlStatement
}

/**
 * The statements for the table `name`.
 *
 * @param codec the name of the archive's own codec
 */
export function statementsOf(database: SqlDatabase, name: string, codec: string): Statements {
  const table = quoted(name)
  const read =
    `CAST(nullif(codec, '${codec.replaceAll("'", "''")}') AS BLOB), CAST(created AS REAL), CAST(expires AS REAL), ` +
    `CAST(tags AS BLOB), CAST(blobs AS BLOB), ${checksum}, CAST(value AS BLOB)`
  const prepare = (sql: string): SqlStatement => database.prepare(sql)
  return {
    read: prepare(`SELECT ${read} FROM ${table} WHERE key = ?`),
    find: prepare(`SELECT id, ${checksum} FROM ${table} WHERE key = ? AND ${ALIVE}`),
    write: prepare(
      `INSERT INTO ${table} (key, ${content}) VALUES (?${', ?'.repeat(CONTENT.length)}) ` +
        `ON CONFLICT (key) DO UPDATE SET ${CONTENT.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    ),
    remove: prepare(`DELETE FROM ${table} WHERE key = ?`),
    clear: prepare(`DELETE FROM ${table}`),
    keys: prepare(
      `SELECT id, ${checksum}, ${key} FROM ${table} WHERE id > ? AND ${ALIVE} ORDER BY id LIMIT ?`,
    ),
    count: prepare(`SELECT count(*) AS entries FROM ${table} WHERE ${ALIVE}`),
    prune: prepare(`DELETE FROM ${table} WHERE expires <= ?`),
    live: prepare(`SELECT count(*) AS entries, total(${BYTES}) AS bytes FROM ${table} WHERE ${ALIVE}`),
    expired: prepare(`SELECT total(${BYTES}) AS bytes FROM ${table} WHERE expires <= ?`),
    next: prepare(`SELECT ${read}, id, ${key} FROM ${table} WHERE id > ? ORDER BY id LIMIT 1`),
    byId: prepare(`SELECT ${read}, id, ${key} FROM ${table} WHERE id = ?`),
    removeById: prepare(`DELETE FROM ${table} WHERE id = ?`),
    reindex: prepare(`REINDEX ${table}`),
    free: prepare('SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size'),
    enter: prepare('SAVEPOINT pilfer'),
    leave: prepare('RELEASE pilfer'),
    undo: prepare('ROLLBACK TO pilfer'),
  }
}

/** Copies the row with an id into the table of what is damaged, with a reason; that table is there. */
export function setAsideStatement(database: SqlDatabase, name: string, damaged: string): SqlStatement {
  return database.prepare(
    `INSERT INTO ${quoted(damaged)} (key, ${content}, reason) SELECT key, ${content}, ? FROM ${quoted(name)} WHERE id = ?`,
  )
}
