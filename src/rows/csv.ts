import { PilferError } from '../errors.js'
import { exactJson } from '../internal/exact-json.js'
import { isWellFormed } from '../internal/well-formed.js'
import { readable } from './readable.js'
import { listOfRows, ROW_MEMBERS, type Row, requireRow } from './row.js'

/**
 * Rows as CSV (RFC 4180), with a line of names first. Strings are as they are, anything else is JSON; what a row does
 * not have is empty, an empty string is `""`, and an ignored argument is the word `NULL`.
 *
 * @throws PilferError `VALUE_UNSUPPORTED`, naming row and column, for what JSON would not give back equal and for text
 * with half of a surrogate pair; `VALUE_TOO_DEEP` for arguments that nest too deep to be looked through; `ROW_INVALID`
 * for what is no row, and `OPTION_INVALID` for what is no list.
 *
 * @example
 * ```ts
 * import { toCsv } from 'pilfer/rows'
 *
 * const csv = toCsv([{ key: 'f(1)', args: [1], value: 'one, or "1"' }])
 * console.log(csv.split('\r\n')[1]) // f(1),[1],"one, or ""1""",,,,
 * ```
 */
export function toCsv(rows: Iterable<Row>): string {
  const lines = [ROW_MEMBERS.join(',')]
  for (const row of listOfRows('toCsv', rows)) {
    const number = lines.length
    requireRow(row, `row ${number}`)
    lines.push(ROW_MEMBERS.map((name) => cell(row, name, number)).join(','))
  }
  return lines.map((line) => `${line}\r\n`).join('')
}

function cell(row: Row, name: keyof Row, number: number): string {
  const value = readable(row, name, `row ${number}`)
  if (value === undefined && name !== 'value') return ''
  const text = typeof value === 'string' ? value : exactJson(value)
  if (text === undefined || !isWellFormed(text))
    throw new PilferError(
      'VALUE_UNSUPPORTED',
      `\`${name}\` of row ${number} is nothing that text would give back equal`,
    )
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
