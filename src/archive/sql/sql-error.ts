import { type ErrorCode, PilferError } from '../../errors.js'
import { fsError } from '../../internal/fs/fs-error.js'

/** What SQLite's primary result codes mean here: by name, by number, and by the message that stands alone in sql.js. */
const MEANINGS: readonly (readonly [name: string, number: number, message: string, code: ErrorCode])[] = [
  ['BUSY', 5, 'database is locked', 'ARCHIVE_LOCKED'],
  ['LOCKED', 6, 'database table is locked', 'ARCHIVE_LOCKED'],
  ['READONLY', 8, 'attempt to write a readonly database', 'ARCHIVE_READ_ONLY'],
  ['CORRUPT', 11, 'database disk image is malformed', 'ARCHIVE_DAMAGED'],
  ['FULL', 13, 'database or disk is full', 'ARCHIVE_FULL'],
  ['TOOBIG', 18, 'too big', 'VALUE_TOO_LARGE'],
  ['NOTADB', 26, 'file is not a database', 'ARCHIVE_PATH'],
]

/** `error` with one of pilfer's codes: it comes from SQLite, whatever the driver, or from the system. */
export function sqlError(error: unknown, doing: 'read' | 'write', path: string): unknown {
  if (error instanceof PilferError) return error
  const known = fsError(error, doing, path)
  if (known !== error) return known
  const message = error instanceof Error ? error.message : String(error)
  return new PilferError(codeFor(error, message), `cannot ${doing} ${path}: ${message}`, { cause: error })
}

/** better-sqlite3 and libsql give the name, `node:sqlite` the number, sql.js the message only. */
function codeFor(error: unknown, message: string): ErrorCode {
  const { code, errcode } = Object(error) as { code?: unknown; errcode?: unknown }
  const name = typeof code === 'string' ? /^SQLITE_([A-Z]+)/.exec(code)?.[1] : undefined
  const number = typeof errcode === 'number' ? errcode & 0xff : undefined
  const meaning = MEANINGS.find(
    (known) => known[0] === name || known[1] === number || message.endsWith(known[2]),
  )
  return meaning?.[3] ?? 'ARCHIVE_IO'
}
