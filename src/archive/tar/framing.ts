import { PilferError } from '../../errors.js'
import type { Found, Frame, Framing, NoFrame } from '../../internal/log/framing.js'
import type { Window } from '../../internal/log/window.js'
import { damaged, parseHead, type RecordHead } from '../../internal/record/record.js'
import { BLOCK, decodeHeader, encodeHeader, inBlocks, isZeroBlock } from './header.js'
import { type Member, readMember } from './member.js'
import type { MemberNames } from './member-names.js'
import { encodePax } from './pax.js'
import { encodeStamp, OWNER, stateAt } from './stamp.js'

const NOTHING = Buffer.alloc(0)
const DEAD = Buffer.from('dead')
const LIVE = Buffer.from('live')
const AT_DIGITS = 16
const LARGEST_OCTAL = 8 ** 11 - 1

/** What stands for a deletion; where a tool takes it for an entry, it is a folder that harms nobody. */
const DELETION = '.pilfer/'

/** How much of a frame is looked at to find where its state stands. */
const WORDS_BEGIN = 64

/**
 * Records as the entries of a tar. Before each stand words in pax form: its full name, and the record's head as a comment.
 * Entries that something else has added have no such comment; they are entries all the same.
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
    if (block.length === 0 || decodeHeader(block) !== undefined || isZeroBlock(block)) return 0
    if (this.nextFrame(window, BLOCK) !== -1) return 0
    const why =
      block[0] === 0x1f && block[1] === 0x8b
        ? 'it is compressed with gzip; importTar reads such'
        : 'it does not begin as one does'
    throw new PilferError('ARCHIVE_PATH', `${path} is no tar: ${why}`)
  }

  frameAt(window: Window, at: number): Frame | NoFrame {
    const block = window.view(at, BLOCK)
    if (block.length === 0) return 'end'
    if (isZeroBlock(block)) return block.length < BLOCK ? 'cut' : 'end'
    const member = readMember(window, at)
    return typeof member === 'string' ? member : this.#frameOf(member)
  }

  nextFrame(window: Window, from: number): number {
    for (let at = inBlocks(from); at + BLOCK <= window.size; at += BLOCK) {
      const block = window.view(at, BLOCK)
      // The first letters of `ustar`, to be quick where there is anything else.
      if (block[257] !== 0x75 || block[258] !== 0x73) continue
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
    const state = stateAt(window.view(at + BLOCK, WORDS_BEGIN))
    return state === -1 ? undefined : { at: at + BLOCK + state, bytes: DEAD }
  }

  find(window: Window, frame: Frame, where: string): Found {
    const member = readMember(window, frame.at)
    if (typeof member === 'string') throw damaged(where, 'there is no entry of a tar')
    const { bodyAt, size: bodyLength, stamp } = member
    if (stamp !== undefined) return { head: stamp.head, bodyAt, bodyLength }
    const found = this.#frameOf(member)
    if (found.type !== 'entry' || found.key !== frame.key)
      throw damaged(where, 'another entry is in its place')
    return { head: this.#headOf(member), bodyAt, bodyLength }
  }

  moved(window: Window, frame: Frame, to: number): Buffer {
    const begin = window.view(frame.at + BLOCK, WORDS_BEGIN)
    const state = stateAt(begin)
    if (state === -1) return NOTHING
    const bytes = Buffer.from(window.view(frame.at, BLOCK + state + LIVE.length + 1 + AT_DIGITS))
    if (frame.type === 'entry') LIVE.copy(bytes, BLOCK + state)
    bytes.write(to.toString(16).padStart(AT_DIGITS, '0'), BLOCK + state + LIVE.length + 1)
    return bytes
  }

  #frameOf(member: Member): Frame {
    const { at, length, stamp } = member
    const frame = { at, length, key: '', expires: Infinity, superseded: false } as const
    if (stamp === undefined) {
      // Ours without a comment that can be read is not as it was written.
      if (member.owner === OWNER) return { ...frame, type: 'damaged' }
      if (!member.isFile) return { ...frame, type: 'other' }
      return { ...frame, type: 'entry', key: this.names.keyOf(member.name) }
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

  /** The head that stands for an entry without a record. */
  #headOf({ name, size, mtime }: Member): RecordHead {
    return {
      key: this.names.keyOf(name),
      codec: this.names.codecOf(name),
      created: mtime * 1000,
      expires: Infinity,
      tags: [],
      deleted: false,
      headLength: 0,
      inlineLength: size,
      blobLengths: [],
      length: size,
    }
  }
}

/** The head, of which the checksum may not have been filled in yet. */
const parseHeadOf = (head: Buffer): RecordHead => parseHead(head, 'a record')

/** Whether a name fits in a header as it is. */
const isShort = (name: string): boolean => name.length <= 100
