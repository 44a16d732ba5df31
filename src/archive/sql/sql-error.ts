import { type ErrorCode, PilferError } from '../../errors.js'
import { fsError } from '../../internal/fs/fs-error.js'

/**
 * What SQLite's primary result codes mean here: by name, by number, and by words of the message, which is all that sql.js
 * gives. A constraint can only fail where the file is damaged.
 */
const MEANINGS: readonly (readonly [name: string, number: number, words: string, code: ErrorCode])[] = [
  ['BUSY', 5, 'database is locked', 'ARCHIVE_LOCKED'],
  ['LOCKED', 6, 'table is locked', 'ARCHIVE_LOCKED'],
  ['READONLY', 8, 'readonly database', 'ARCHIVE_READ_ONLY'],
  ['CORRUPT', 11, 'malformed', 'ARCHIVE_DAMAGED'],
  ['FULL', 13, 'database or disk is full', 'ARCHIVE_FULL'],
  ['TOOBIG', 18, 'too big', 'VALUE_TOO_LARGE'],
  ['CONSTRAINT', 19, 'constraint failed', 'ARCHIVE_DAMAGED'],
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
  const meaning = MEANINGS.find(([itsName, itsNumber, words]) => {
    if (name !== undefined) return itsName === name
    return number === undefined ? message.includes(words) : itsNumber === number
  })
  return meaning?.[3] ?? 'ARCHIVE_IO'
}
