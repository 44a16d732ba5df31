import { isWellFormed } from '../../internal/well-formed.js'
import type { SqlValue } from './driver.js'

/**
 * Whether every driver gives a text back as it is: where one of them ends it at a NUL, and one loses a byte order mark
 * in first place.
 */
export const isPlain = (text: string): boolean =>
  !text.includes('\0') && text.charCodeAt(0) !== 0xfeff && isWellFormed(text)

/** The key as its column has it: text, or UTF-16 (little-endian) where text would not come back as it is. */
export const keyColumn = (key: string): SqlValue => (isPlain(key) ? key : Buffer.from(key, 'utf16le'))

/** The key that a column holds, or `undefined` for what {@link keyColumn} does not write. */
export function keyIn(column: SqlValue | undefined): string | undefined {
  if (typeof column === 'string') return isPlain(column) ? column : undefined
  if (!(column instanceof Uint8Array) || column.length % 2 === 1) return undefined
  const key = Buffer.from(column).toString('utf16le')
  return isPlain(key) ? undefined : key
}
