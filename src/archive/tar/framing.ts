import { PilferError } from '../../errors.js'
import type { Found, Frame, Framing, NoFrame } from '../../internal/log/framing.js'
import type { Window } from '../../internal/log/window.js'
import { damaged, parseHead, type RecordHead, sumIn } from '../../internal/record/record.js'
import { BLOCK, decodeHeader, encodeHeader, inBlocks, isZeroBlock } from './header.js'
import { type Member, MOST_WORDS, readMember } from './member.js'
import type { MemberNames } from './member-names.js'
import { findOwn } from './own-entry.js'
import { encodePax } from './pax.js'
import { beginsWithStamp, encodeStamp, isOwned, OWNER, stateAt } from './stamp.js'

const NOTHING = Buffer.alloc(0)
const DEAD = Buffer.from('dead')
const LIVE = Buffer.from('live')
const AT_DIGITS = 16
const GZIP = [0x1f, 0x8b]
const LARGEST_OCTAL = 8 ** 11 - 1

/** What stands for a deletion; where a tool takes it for an entry, it is a folder that harms nobody. */
const DELETION = '.pilfer/'

/**
 * Records as the entries of a tar. Before each stand words in pax form: its full name, and the record's head as a
 * comment. Entries that something else has added have no such comment; they are entries all the same.
 */
export class TarFraming implements Framing {
  readonly keystone = BLOCK
  readonly keystoneLast = true
  readonly trailer = new Uint8Array(2 * BLOCK)

  constructor(readonly names: MemberNames) {}

  header(): Buffer {
    return NOTHING
  }

  open(window: Window, path: string): number {
    const block = window.view(0, BLOCK)
    const isGzip = block[0] === GZIP[0] && block[1] === GZIP[1]
    if (isZeroBlock(block) ? behindEnd(window, BLOCK) === 'end' : decodeHeader(block) !== undefined) return 0
    if (isGzip)
      throw new PilferError(
        'ARCHIVE_PATH',
        `${path} is no tar: it is compressed with gzip; importTar reads such`,
      )
    // It is one of ours whose first entry is damaged, or none.
    if (this.nextFrame(window, BLOCK) !== -1) return 0
    throw new PilferError('ARCHIVE_PATH', `${path} is no tar: it does not begin as one does`)
  }

  frameAt(window: Window, at: number): Frame | NoFrame {
    const block = window.view(at, BLOCK)
    if (block.length === 0) return 'end'
    if (isZeroBlock(block)) return block.length < BLOCK ? 'cut' : behindEnd(window, at + BLOCK)
    const member = readMember(window, at)
    return typeof member === 'string' ? member : this.#frameOf(member)
  }

  sumAt(window: Window, at: number): number {
    const member = readMember(window, at)
    return typeof member === 'object' && member.stamp !== undefined ? sumIn(member.stamp.head) : 0
  }

  nextFrame(window: Window, from: number): number {
    for (let at = inBlocks(from); at + BLOCK <= window.size; at += BLOCK) {
      const block = window.view(at, BLOCK)
      // The first letters of `ustar`, to be quick where there is anything else.
      if (block[257] !== 0x75 || block[258] !== 0x73) continue
      const header = decodeHeader(block)
      if (header === undefined || !isOwned(header)) continue
      const member = readMember(window, at)
      if (typeof member === 'object' && member.stamp?.at === at) return at
    }
    return -1
  }

  prefix(at: number, key: string, head: Buffer, bodyLength: number): Buffer {
    const { deleted, created } = parseHeadOf(head)
    const name = deleted ? DELETION : this.names.nameOf(key)
    const words = encodePax([
      ['comment', encodeStamp({ state: deleted ? 'gone' : 'live', at, head })],
      ...(isShort(name) ? [] : [['path', name] as const]),
      ...(bodyLength > LARGEST_OCTAL ? [['size', String(bodyLength)] as const] : []),
    ])
    if (words.length > MOST_WORDS)
      throw new PilferError(
        'KEY_TOO_LARGE',
        `a key of ${key.length} characters is too large for a tar archive, which keeps keys of up to 48 MiB`,
      )
    const common = { mtime: created / 1000, owner: OWNER }
    return Buffer.concat([
      encodeHeader({ ...common, name: OWNER, size: words.length, type: 'x' }),
      words,
      Buffer.alloc(inBlocks(words.length) - words.length),
      encodeHeader({ ...common, name, size: bodyLength, type: deleted ? '5' : '0' }),
    ])
  }

  padding(bodyLength: number): number {
    return inBlocks(bodyLength) - bodyLength
  }

  mark(window: Window, { at }: Frame): { at: number; bytes: Uint8Array } | undefined {
    const state = stateIn(window, at)
    return state === -1 ? undefined : { at: at + state, bytes: DEAD }
  }

  find(window: Window, frame: Frame, where: string): Found {
    const own = findOwn(window, frame.at, frame.at + frame.length)
    if (own !== undefined) return own
    const member = readMember(window, frame.at)
    if (typeof member === 'string') throw damaged(where, 'there is no entry of a tar')
    const { bodyAt, size: bodyLength, stamp } = member
    if (stamp?.state === 'gone') throw damaged(where, 'a deletion is in its place')
    if (stamp !== undefined) return { head: stamp.head, bodyAt, bodyLength }
    const found = this.#frameOf(member)
    if (found.type !== 'entry' || found.key !== frame.key)
      throw damaged(where, 'another entry is in its place')
    return { head: this.names.headOf(member), bodyAt, bodyLength }
  }

  moved(window: Window, frame: Frame, to: number): Buffer {
    const state = stateIn(window, frame.at)
    if (state === -1) return NOTHING
    const offsetAt = state + LIVE.length + 1
    const bytes = Buffer.from(window.view(frame.at, offsetAt + AT_DIGITS))
    if (frame.type === 'entry') LIVE.copy(bytes, state)
    bytes.write(to.toString(16).padStart(AT_DIGITS, '0'), offsetAt)
    return bytes
  }

  #frameOf(member: Member): Frame {
    const { at, length, stamp } = member
    const frame = { at, length, key: '', expires: Infinity, superseded: false } as const
    if (stamp === undefined) {
      // Ours without a comment that can be read is not as it was written.
      if (member.isOwned) return { ...frame, type: 'damaged' }
      if (!member.isFile) return { ...frame, type: 'other' }
      return { ...frame, type: 'entry', key: this.names.keyOf(member.name), isForeign: true }
    }
    try {
      const { key, expires, deleted } = parseHead(stamp.head, 'an entry')
      const type = deleted ? 'deletion' : 'entry'
      return { ...frame, key, expires, type, superseded: stamp.state === 'dead' }
    } catch (error) {
      if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED') throw error
      return { ...frame, type: 'damaged' }
    }
  }
}

/** Where the state of the entry at `at` stands, counted from there; -1 when it has none. */
function stateIn(window: Window, at: number): number {
  const header = decodeHeader(window.view(at, BLOCK))
  if (header?.type !== 'x') return -1
  const state = stateAt(window.view(at + BLOCK, header.size))
  return state === -1 ? -1 : BLOCK + state
}

/**
 * What is behind a block of zeros: `'end'`, also where a writer was killed before the first block of an entry;
 * `'damaged'` where there is anything else, which is not to be lost.
 */
function behindEnd(window: Window, from: number): 'end' | 'damaged' {
  for (let at = from; at < window.size; at += BLOCK) {
    const block = window.view(at, BLOCK)
    if (!isZeroBlock(block)) return at === from && beginsWithStamp(block) ? 'end' : 'damaged'
  }
  return 'end'
}

/** The head, of which the checksum may not have been filled in yet. */
const parseHeadOf = (head: Buffer): RecordHead => parseHead(head, 'a record')

/** Whether a name fits in a header as it is. */
const isShort = (name: string): boolean => name.length <= 100
