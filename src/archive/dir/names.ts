import { createHash } from 'node:crypto'
import { isWellFormed } from '../../internal/well-formed.js'

/** What the name of every record file ends with. */
export const SUFFIX = '.pilfer'

const LONGEST = 200

/** Names that every file system takes as they are, in either case. */
const PLAIN = /^[-_,()=' @+~a-z0-9][-_.,()=' @+~a-z0-9]*$/

/** Names that belong to devices on Windows, whatever follows the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]) *(?:\.|$)/

/**
 * The name of the file for `key`: the key itself where every file system can hold it, an escaped form where that
 * is short enough, and a digest otherwise. Two keys never get one name, not even where case does not count, and no
 * name leads out of the folder. `docs/formats.md` describes it.
 */
export function fileName(key: string, suffix: string = SUFFIX): string {
  return nameOf(key, LONGEST - suffix.length) + suffix
}

/**
 * The key whose name {@link fileName} gives, as far as a name can tell; a name that it would not give stands for itself.
 */
export function keyNamed(name: string, suffix: string): string {
  const bare = name.slice(0, name.length - suffix.length)
  const key = unescaped(bare)
  return key !== undefined && fileName(key, suffix) === name ? key : bare
}

function nameOf(key: string, longest: number): string {
  if (key === '' || key.length > longest || !isWellFormed(key)) return digested(key)
  const name = PLAIN.test(key) ? key : escaped(key)
  return name.length > longest || DEVICE.test(name) ? digested(key) : name
}

/** `^a` for `A`, `%2f` for `/` and for every other byte of UTF-8 that is not plain, and for a dot in first place. */
function escaped(key: string): string {
  let name = ''
  for (const byte of Buffer.from(key)) {
    const char = String.fromCharCode(byte)
    if (char >= 'A' && char <= 'Z') name += `^${char.toLowerCase()}`
    else if (PLAIN.test(char) || (char === '.' && name !== '')) name += char
    else name += `%${byte.toString(16).padStart(2, '0')}`
  }
  return name
}

function unescaped(name: string): string | undefined {
  try {
    return decodeURIComponent(name.replace(/\^(.)/g, (_, letter: string) => letter.toUpperCase()))
  } catch {
    return undefined // A `%` that escapes nothing.
  }
}

/** `#` and a digest of the key's UTF-16 code units, which unlike UTF-8 can hold every string. */
const digested = (key: string): string =>
  `#${createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex')}`
