import { PilferError, show } from '../../errors.js'
import type { Check } from '../../internal/check-options.js'
import { isWellFormed } from '../../internal/well-formed.js'
import type { SqlDatabase } from './driver.js'

/** The columns that hold the record of a key, in their order. */
export const CONTENT = ['codec', 'created', 'expires', 'tags', 'blobs', 'checksum', 'value'] as const

/** A kind of table that is ours, known by a mark in the statement that made it, which SQLite keeps. */
interface TableKind {
  readonly mark: string
  /** The newest version that is read, and the one that is made. */
  readonly version: number
  readonly columns: string
}

/** The table of an archive; `docs/formats.md` describes it. What may be large comes last. */
export const RECORDS: TableKind = {
  mark: 'pilfer-sql',
  version: 1,
  columns:
    'id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, codec TEXT NOT NULL, created REAL NOT NULL, expires REAL, ' +
    'tags TEXT, blobs TEXT, checksum INTEGER NOT NULL, value BLOB NOT NULL',
}

/** The table of the rows that were set aside, and why. */
export const DAMAGED: TableKind = {
  mark: 'pilfer-sql-damaged',
  version: 1,
  columns: `key, ${CONTENT.join(', ')}, reason TEXT`,
}

/** What an archive's table may be called. */
export const tableCheck: Check = {
  expected: 'a name in well-formed Unicode, without NUL, that does not begin with sqlite_',
  ok: (name) =>
    typeof name === 'string' &&
    name !== '' &&
    !name.includes('\0') &&
    isWellFormed(name) &&
    !/^sqlite_/i.test(name),
}

/** A name as SQL has it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Whether the database at `path` has this table.
 *
 * @throws PilferError `ARCHIVE_PATH` when something else has the name, `FORMAT_NEWER`.
 */
export function hasTable(database: SqlDatabase, path: string, name: string, kind: TableKind): boolean {
  const found = database
    .prepare(
      "SELECT type, CAST(sql AS BLOB) FROM sqlite_master WHERE name = ? COLLATE NOCASE AND type <> 'trigger'",
    )
    .get(name)
  if (found === undefined) return false
  const [type, sql] = found
  const version = sql instanceof Uint8Array ? versionIn(Buffer.from(sql).toString(), kind.mark) : undefined
  if (version === undefined)
    throw new PilferError(
      'ARCHIVE_PATH',
      `${path} has a ${type} ${show(name)} that pilfer has not made; give the archive another \`table\``,
    )
  if (version > kind.version)
    throw new PilferError(
      'FORMAT_NEWER',
      `the table ${show(name)} in ${path} has format ${version}, written by a newer pilfer; this one reads format ` +
        `${kind.version}`,
    )
  return true
}

/**
 * Throws for a database at `path` whose texts are in UTF-16, which is decided when it is made.
 *
 * @throws PilferError `ARCHIVE_PATH`
 */
export function requireUtf8(database: SqlDatabase, path: string): void {
  const [encoding] = database.prepare('PRAGMA encoding').get()!
  if (encoding !== 'UTF-8')
    throw new PilferError('ARCHIVE_PATH', `${path} has its texts in ${encoding}, and an archive needs UTF-8`)
}

/** Makes the table unless it is there; to be called within `writing`. */
export function makeTable(database: SqlDatabase, path: string, name: string, kind: TableKind): void {
  if (hasTable(database, path, name, kind)) return
  const { mark, version, columns } = kind
  database.prepare(`CREATE TABLE ${quoted(name)} (/* ${mark} ${version} */ ${columns})`).run()
}

/** The version in the statement that made a table of this kind. */
function versionIn(sql: string, mark: string): number | undefined {
  const made = /^CREATE TABLE "(?:[^"]|"")*" ?\(\/\* ([a-z-]+) (\d+) \*\//.exec(sql)
  return made?.[1] === mark ? Number(made[2]) : undefined
}
