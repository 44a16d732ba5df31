import { decodeText } from './text.js'

/** Words about the next entry of a tar, as POSIX.1-2001 (pax) has them: `length keyword=value` and a line feed each. */
export type PaxWords = readonly (readonly [keyword: string, value: string])[]

/** Where the value of a word stands. */
export interface PaxWord {
  readonly keyword: string
  readonly begin: number
  readonly end: number
}

export function encodePax(words: PaxWords): Buffer {
  return Buffer.from(words.map(([keyword, value]) => line(keyword, value)).join(''))
}

/** The words, or `undefined` for what is not of that form. */
export function decodePax(bytes: Buffer): Map<string, string> | undefined {
  const words = findPax(bytes)
  return (
    words &&
    new Map(words.map(({ keyword, begin, end }) => [keyword, decodeText(bytes.subarray(begin, end))]))
  )
}

/** Where the words stand, in their order, or `undefined` for what is not of that form. */
export function findPax(bytes: Buffer): PaxWord[] | undefined {
  const words: PaxWord[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const digits = space === -1 ? '' : bytes.toString('latin1', at, space)
    const end = at + Number(digits)
    if (!/^[1-9][0-9]{0,15}$/.test(digits) || end > bytes.length || bytes[end - 1] !== 0x0a) return undefined
    const equals = bytes.indexOf(0x3d, space)
    if (equals === -1 || equals >= end) return undefined
    words.push({ keyword: bytes.toString('utf8', space + 1, equals), begin: equals + 1, end: end - 1 })
    at = end
  }
  return words
}

/** A line that begins with its own length, whose digits count too. */
function line(keyword: string, value: string): string {
  const rest = ` ${keyword}=${value}\n`
  const length = Buffer.byteLength(rest)
  let total = length + String(length).length
  if (String(total).length > String(length).length) total = length + String(total).length
  return `${total}${rest}`
}
