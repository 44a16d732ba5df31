import { PilferError, show } from '../errors.js'
import { bool, type Check } from '../internal/check-options.js'
import type { KeymapOptions } from '../keymap.js'
import type { Spell } from './canonical.js'
import { tooLarge } from './explain.js'
import { Reader } from './read.js'
import { primitiveText } from './text.js'
import { MAX_TEXT } from './walk.js'

/** What the options that all keymaps take may be. */
export const KEYMAP_CHECKS: Readonly<Record<keyof KeymapOptions, Check>> = {
  typed: bool,
  flat: bool,
  sentinel: {
    expected: 'a string, a number, true, false or null',
    ok: (v) => v === null || ['string', 'number', 'boolean'].includes(typeof v),
  },
}

/** By which rules the keys of a keymap with such options are to be read; `more` where it does something else to them. */
export function dialect({ typed = true, flat = true, sentinel }: KeymapOptions, ...more: string[]): string {
  const words = [
    typed ? '' : 'untyped',
    flat ? '' : 'grouped',
    sentinel === undefined ? '' : `sentinel=${primitiveText(sentinel, true)}`,
    ...more,
  ]
  return words.filter((word) => word !== '').join(',')
}

/** How the texts of the arguments become the text of the call, and back. */
export interface Layout {
  write(args: readonly unknown[]): string
  read(text: string): unknown[]
}

/**
 * The layout that the options ask for: `1,'a',{'k':2}` flat; `1,'a'|'S'|'k':2` flat with the sentinel `'S'`; and
 * `[1,'a'],{'k':2}` in two groups. An argument in last place counts as named ones when its text is that of a plain
 * object. No two calls share a text, since the text of an argument closes each bracket that it opens.
 *
 * @param spell the text of an argument
 * @param spellLast the text of the argument in last place where the two groups are told apart
 */
export function layout(options: KeymapOptions, spell: Spell, spellLast: Spell = spell): Layout {
  const { flat = true, sentinel } = options
  if (!flat && sentinel !== undefined)
    throw new PilferError(
      'OPTION_CONFLICT',
      `\`sentinel\` marks a place in a flat key, so \`sentinel: ${show(sentinel)}\` cannot go with \`flat: false\``,
    )
  if (!flat) return checked(grouped(spell, spellLast))
  return checked(
    sentinel === undefined ? plain(spell) : marked(`|${primitiveText(sentinel, true)}|`, spell, spellLast),
  )
}

function plain(spell: Spell): Layout {
  return {
    write: (args) => join(args, args.length, spell),
    read(text) {
      const reader = new Reader(text)
      const args = positional(reader, '|')
      reader.expectEnd()
      return args
    },
  }
}

function marked(mark: string, spell: Spell, spellLast: Spell): Layout {
  return {
    write(args) {
      if (args.length === 0) return ''
      const last = args.length - 1
      const head = join(args, last, spell)
      const tail = spellLast(args[last], last)
      if (isNamed(tail)) return `${head}${mark}${tail.slice(1, -1)}`
      return last === 0 ? tail : `${head},${tail}`
    },
    read(text) {
      const reader = new Reader(text)
      const args = positional(reader, mark)
      if (reader.takes(mark)) return [...args, wholeValue(`{${reader.rest}}`)]
      reader.expectEnd()
      return args
    },
  }
}

function grouped(spell: Spell, spellLast: Spell): Layout {
  return {
    write(args) {
      if (args.length === 0) return '[]'
      const last = args.length - 1
      const head = join(args, last, spell)
      const tail = spellLast(args[last], last)
      if (isNamed(tail)) return `[${head}],${tail}`
      return last === 0 ? `[${tail}]` : `[${head},${tail}]`
    },
    read(text) {
      const reader = new Reader(text)
      reader.expect('[')
      const args = positional(reader, ']')
      reader.expect(']')
      if (reader.takes(',')) args.push(reader.value())
      reader.expectEnd()
      return args
    },
  }
}

/** The texts of the first `count` arguments. */
function join(args: readonly unknown[], count: number, spell: Spell): string {
  let text = ''
  for (let i = 0; i < count; i++) text += i === 0 ? spell(args[0], 0) : `,${spell(args[i], i)}`
  return text
}

const isNamed = (text: string): boolean => text.startsWith('{')

function positional(reader: Reader, stop: string): unknown[] {
  const args: unknown[] = []
  if (reader.isAtEnd || reader.sees(stop)) return args
  do args.push(reader.value())
  while (reader.takes(','))
  return args
}

function wholeValue(text: string): unknown {
  const reader = new Reader(text)
  const value = reader.value()
  reader.expectEnd()
  return value
}

/** Keeps texts within bounds, and takes back only what writing gives. */
function checked({ write, read }: Layout): Layout {
  const boundedWrite = (args: readonly unknown[]): string => {
    if (!Array.isArray(args))
      throw new PilferError('KEY_UNSUPPORTED', `a keymap takes a list of arguments, received ${show(args)}`)
    return bounded(() => write(args))
  }
  return {
    write: boundedWrite,
    read(text) {
      try {
        const args = read(text)
        if (boundedWrite(args) === text) return args
      } catch (error) {
        if (error instanceof PilferError && error.code === 'KEY_NOT_DECODABLE') throw error
        throw notDecodable(text, error)
      }
      throw notDecodable(text)
    },
  }
}

/** `key`, unless it is larger than a key may be. */
function inBounds(key: string): string {
  if (key.length > MAX_TEXT)
    throw new PilferError('KEY_TOO_LARGE', `the key has ${key.length} characters, more than ${MAX_TEXT}`)
  return key
}

/** The key that `make` gives, unless it is larger than a key may be. */
export function bounded(make: () => string): string {
  try {
    return inBounds(make())
  } catch (error) {
    throw tooLarge(error) ?? error
  }
}

/** The error for a key that this kind of keymap never made. */
export function notDecodable(key: string, cause?: unknown): PilferError {
  const message = `${show(key)} is no key that this keymap made`
  return new PilferError('KEY_NOT_DECODABLE', message, cause === undefined ? undefined : { cause })
}
