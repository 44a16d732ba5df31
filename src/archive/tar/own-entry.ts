import type { Found } from '../../internal/log/framing.js'
import type { Window } from '../../internal/log/window.js'
import { BLOCK, inBlocks, readSize } from './header.js'
import { BEGIN, STATES } from './stamp.js'

/** How many bytes of an entry are looked at; where its words are longer, it is found in the slow way. */
const LOOK = 2 * 1024

/** What the words of an entry that is or was in force begin with, behind their length. */
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
  const header = BLOCK + inBlocks(readSize(bytes) ?? LOOK)
  if (header + BLOCK > bytes.length) return undefined
  const space = bytes.indexOf(0x20, BLOCK)
  const line = BLOCK + Number(bytes.toString('latin1', BLOCK, space))
  const state = space + WORDS.length
  if (!(line <= header) || bytes.toString('latin1', space, state) !== WORDS) return undefined
  const word = bytes.toString('latin1', state, state + STATE_LENGTH)
  if (word !== STATES.live && word !== STATES.dead) return undefined
  const head = Buffer.from(bytes.toString('latin1', state + TO_HEAD, line - 1), 'base64')
  const bodyLength = readSize(bytes.subarray(header))
  const bodyAt = at + header + BLOCK
  if (bodyLength === undefined || bodyAt + inBlocks(bodyLength) !== end) return undefined
  return { head, bodyAt, bodyLength }
}
