import type { Found } from '../../internal/log/framing.js'
import type { Window } from '../../internal/log/window.js'
import { BLOCK, inBlocks, SIZE_AT } from './header.js'
import { BEGIN, STATES } from './stamp.js'

/** How many bytes of an entry are looked at; where its words are longer, it is found in the slow way. */
const LOOK = 2 * 1024

/** What the words of an entry in force, or one that was, begin with behind their length. */
const WORDS = ` comment=${BEGIN}`
const STATE_LENGTH = STATES.live.length
/** The state, a space, the place in 16 digits, and a space. */
const TO_HEAD = STATE_LENGTH + 18

/**
 * The entry from `at` to `end`, if it lies as this archive writes them: at once, without all that tools need. Whether it is
 * sound is for the checksum of its record to say. `undefined` where it has to be looked at more closely.
 */
export function findOwn(window: Window, at: number, end: number): Found | undefined {
  const bytes = window.view(at, LOOK)
  const space = bytes.indexOf(0x20, BLOCK)
  const line = BLOCK + decimal(bytes, BLOCK, space)
  const state = space + WORDS.length
  // For any other, and where there are no digits, nothing agrees.
  if (!(line <= bytes.length) || bytes.toString('latin1', space, state) !== WORDS) return undefined
  const word = bytes.toString('latin1', state, state + STATE_LENGTH)
  if (word !== STATES.live && word !== STATES.dead) return undefined
  const head = Buffer.from(bytes.toString('latin1', state + TO_HEAD, line - 1), 'base64')
  const header = BLOCK + inBlocks(octal(bytes, SIZE_AT))
  const bodyLength = octal(bytes, header + SIZE_AT)
  const bodyAt = at + header + BLOCK
  return bodyAt + inBlocks(bodyLength) === end ? { head, bodyAt, bodyLength } : undefined
}

/** The number that digits from `from` to `to` are; `NaN` for anything else. */
function decimal(bytes: Buffer, from: number, to: number): number {
  let value = to > from ? 0 : Number.NaN
  for (let i = from; i < to; i++) value = value * 10 + digit(bytes[i], 10)
  return value
}

/** The number that eleven octal digits from `at` on are; `NaN` for anything else. */
function octal(bytes: Buffer, at: number): number {
  let value = 0
  for (let i = at; i < at + 11; i++) value = value * 8 + digit(bytes[i], 8)
  return value
}

const digit = (byte: number | undefined, base: number): number =>
  byte !== undefined && byte >= 0x30 && byte < 0x30 + base ? byte - 0x30 : Number.NaN
