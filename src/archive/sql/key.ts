import { isUtf8 } from 'node:buffer'
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

/** The key that a column holds, by its bytes, or `undefined` for what {@link keyColumn} does not write. */
export function keyIn(isText: SqlValue | undefined, bytes: SqlValue | undefined): string | undefined {
  if (!(bytes instanceof Uint8Array)) return undefined
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (isText === 0 ? buffer.length % 2 === 1 : !isUtf8(buffer)) return undefined
  const key = buffer.toString(isText === 0 ? 'utf16le' : 'utf8')
  return isPlain(key) === (isText !== 0) ? key : undefined
}
