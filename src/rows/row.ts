import { PilferError, show } from '../errors.js'

/** An entry as plain data: what `toRows` gives and `fromRows` takes. Times are in ms since 1970. */
export interface Row<V = unknown> {
  readonly key: string
  /** The arguments of the call that the key stands for, where it holds them. */
  readonly args?: readonly unknown[]
  readonly value: V
  /** When the entry was set, where that is known. */
  readonly created?: number
  /** From when on it counts as absent; not there for an entry that never does. */
  readonly expires?: number
  /** Not there for an entry without tags. */
  readonly tags?: readonly string[]
  /** The bytes of the stored record, where the archive says. */
  readonly size?: number
}

const isTime = (value: unknown): boolean => typeof value === 'number' && !Number.isNaN(value)
const isText = (value: unknown): boolean => typeof value === 'string'

/** What each member of a row may be; those behind the first two may be missing. */
const MEMBERS: Readonly<Record<keyof Row, readonly [expected: string, ok: (value: any) => boolean]>> = {
  key: ['a string', isText],
  value: ['there', () => true],
  args: ['an array', Array.isArray],
  created: ['a finite number of ms', Number.isFinite],
  expires: ['a number of ms', isTime],
  tags: ['an array of strings', (value) => Array.isArray(value) && value.every(isText)],
  size: ['a number of bytes', isTime],
}

/** The members of a row, in the order of the columns of a table. */
export const ROW_MEMBERS = ['key', 'args', 'value', 'created', 'expires', 'tags', 'size'] as const

/** The rows that `what` was given; throws `OPTION_INVALID` for what is no list of anything. */
export function listOfRows<T>(what: string, rows: Iterable<T>): Iterable<T> {
  if (typeof rows !== 'object' || rows === null || !(Symbol.iterator in rows))
    throw new PilferError('OPTION_INVALID', `${what} takes a list of rows, received ${show(rows)}`)
  return rows
}

/**
 * Throws `ROW_INVALID` unless `row` is one.
 *
 * @param where what to call it in the message
 */
export function requireRow(row: unknown, where: string): asserts row is Row {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new PilferError('ROW_INVALID', `${where} must be an object, received ${show(row)}`)
  for (const [name, [expected, ok]] of Object.entries(MEMBERS)) {
    const value = (row as Record<string, unknown>)[name]
    const isNeeded = name === 'key' || name === 'value'
    if (isNeeded ? !(name in row && ok(value)) : value !== undefined && !ok(value))
      throw new PilferError(
        'ROW_INVALID',
        `\`${name}\` of ${where} must be ${expected}, received ${show(value)}`,
      )
  }
}
