import { isAscii } from 'node:buffer'
import { createHash } from 'node:crypto'

/** How many bytes of a key are kept as they are; LMDB takes 1978 at most. */
export const LONGEST = 1_920

/** What stands before a key that has no bytes, or begins with this one. */
const ESCAPE = 0

/**
 * The bytes that LMDB keeps for `key`. Their order is that of the keys: each UTF-16 code unit is written as UTF-8
 * writes a character of its number, surrogates one by one. Of a key with more than {@link LONGEST} bytes so many are
 * kept, and a digest of the whole, so keys that agree on those have no order among themselves. Two keys never have
 * the same bytes. `docs/formats.md` describes it.
 */
export function storedKey(key: string): Uint8Array {
  const { length } = key
  if (length === 0 || length > LONGEST || key.charCodeAt(0) === ESCAPE) return written(key)
  const bytes = Buffer.allocUnsafe(length)
  for (let i = 0; i < length; i++) {
    const unit = key.charCodeAt(i)
    if (unit > 0x7f) return written(key)
    bytes[i] = unit
  }
  return bytes
}

function written(key: string): Uint8Array {
  const isEscaped = key === '' || key.charCodeAt(0) === ESCAPE
  const bytes: number[] = isEscaped ? [ESCAPE] : []
  for (let i = 0; i < key.length && bytes.length <= LONGEST; i++) {
    const unit = key.charCodeAt(i)
    if (unit < 0x80) bytes.push(unit)
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), trail(unit))
    else bytes.push(0xe0 | (unit >> 12), trail(unit >> 6), trail(unit))
  }
  if (bytes.length <= LONGEST) return Buffer.from(bytes)
  const digest = createHash('sha256').update(Buffer.from(key, 'utf16le')).digest()
  return Buffer.concat([Buffer.from(bytes.slice(0, LONGEST)), digest])
}

const trail = (bits: number): number => 0x80 | (bits & 0x3f)

/** Whether these are the beginning and the digest of a key that cannot be had back from them. */
export const isCut = (stored: Uint8Array): boolean => stored.length > LONGEST

/** The key whose bytes these are, unless they are {@link isCut | cut}. */
export function keyOf(stored: Uint8Array): string {
  const begin = stored[0] === ESCAPE ? 1 : 0
  if (isAscii(stored))
    return Buffer.from(stored.buffer, stored.byteOffset, stored.length).toString('latin1', begin)
  const units: number[] = []
  for (let i = begin; i < stored.length; ) {
    const lead = stored[i++]!
    if (lead < 0x80) units.push(lead)
    else if (lead < 0xe0) units.push(((lead & 0x1f) << 6) | (stored[i++]! & 0x3f))
    else units.push(((lead & 0x0f) << 12) | ((stored[i++]! & 0x3f) << 6) | (stored[i++]! & 0x3f))
  }
  return String.fromCharCode(...units)
}

/** What the bytes of all keys begin with that have this cut one's beginning. */
export const beginningOf = (stored: Uint8Array): Uint8Array => stored.slice(0, LONGEST)

/** Bytes behind those of every cut key with this beginning, and before those of any other key behind them. */
export function endOf(beginning: Uint8Array): Uint8Array {
  const end = new Uint8Array(LONGEST + 33).fill(0xff)
  end.set(beginning)
  return end
}
