import { blockText } from './block.js'
import { utf16Bytes } from './bytes.js'
import { Refusal } from './walk.js'

const QUOTE = 39
const BACKSLASH = 92
const FIRST_SURROGATE = 0xd800
const LOOP_UP_TO = 8
/** The longest string in which characters are escaped; the engine cannot replace any number of them. */
export const LONGEST_ESCAPED = 2 ** 16

const HEX_FROM = 2n ** 1_024n

/** The short strings quoted last, by a cheap hash of each: most of them come again. */
const RECENT = 256
const LONGEST_RECENT = 32
const recent: string[] = Array(RECENT).fill('')
const recentQuoted: string[] = Array(RECENT).fill("''")

/**
 * A string in single quotes, `'it\'s'`. The bytes of its UTF-16 code units, `~$ANg`, where it has half of a surrogate
 * pair, which no file or digest could keep, or is very long and would need escapes.
 */
export function quote(s: string): string {
  const { length } = s
  if (length === 0 || length > LONGEST_RECENT) return quoteAnew(s)
  const slot = (s.charCodeAt(0) * 7 + s.charCodeAt(length - 1) * 31 + length) % RECENT
  if (recent[slot] === s) return recentQuoted[slot]!
  // Both are kept when nothing can fail any more, not even for want of stack.
  const quoted = quoteAnew(s)
  recent[slot] = s
  recentQuoted[slot] = quoted
  return quoted
}

function quoteAnew(s: string): string {
  if (isPlain(s)) return `'${s}'`
  return s.length <= LONGEST_ESCAPED && isWellFormed(s)
    ? `'${s.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : `~${blockText(utf16Bytes(s))}`
}

/** Whether `s` can stand between quotes as it is; `false` may be wrong, which costs time only. */
function isPlain(s: string): boolean {
  if (s.length > LOOP_UP_TO) return !s.includes("'") && !s.includes('\\') && isWellFormed(s)
  for (let i = 0; i < s.length; i++) {
    const code = s.charCodeAt(i)
    if (code === QUOTE || code === BACKSLASH || code >= FIRST_SURROGATE) return false
  }
  return true
}

const isWellFormed = (s: string): boolean => (s as unknown as { isWellFormed(): boolean }).isWellFormed()

/** The text of anything but an object. */
export function primitiveText(value: unknown, typed: boolean): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      return Object.is(value, -0) && typed ? '-0' : `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return typed ? bigIntText(value) : untypedBigInt(value)
    case 'symbol':
      return symbolText(value)
    case 'function':
      throw new Refusal('it is a function', value)
    default:
      return `${value}`
  }
}

/** The text of a symbol of the registry. */
export function symbolText(symbol: symbol): string {
  const key = Symbol.keyFor(symbol)
  if (key === undefined)
    throw new Refusal(`${String(symbol)} is no symbol of the registry (Symbol.for)`, symbol)
  return `@${quote(key)}`
}

/** A bigint in decimal digits, `12n`; a very long one in hexadecimal, since to print it otherwise takes for ever. */
function bigIntText(value: bigint): string {
  if (value < HEX_FROM && value > -HEX_FROM) return `${value}n`
  return `${value.toString(16).replace(/^-?/, '$&0x')}n`
}

/** The text of the number of exactly this value, where there is one. */
function untypedBigInt(value: bigint): string {
  const number = Number(value)
  return Number.isFinite(number) && BigInt(number) === value ? `${number}` : bigIntText(value)
}
