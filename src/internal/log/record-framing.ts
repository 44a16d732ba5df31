import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { PilferError, show } from '../../errors.js'
import { readLength, writeLength } from '../record/fields.js'
import { damaged, headLength, type Likely, parseHead, type RecordHead, sumIn } from '../record/record.js'
import type { Damage } from './damage.js'
import type { Found, Frame, Framing, NoFrame } from './framing.js'
import type { Window } from './window.js'

/** The newest format of the file that this version reads, and the one that it writes. */
const VERSION = 1

/** What a file begins with; the last bytes show when it has passed through something that changes line ends. */
const FILE_MAGIC = Buffer.from([0x89, 0x50, 0x4c, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const FILE_HEADER = 64
const FILE_AT = { version: 8, id: 12, sum: 16 } as const

/** What a frame begins with. */
const MAGIC = Buffer.from([0x89, 0x50, 0x4c, 0x4e])
const MAGIC_NUMBER = MAGIC.readUInt32LE()
const HEADER = 32
const AT = { sum: 4, at: 8, length: 16, id: 24, state: 28 } as const

/**
 * What stands in the byte `state`, which no checksum covers, once a later frame has taken the place of this one; until then 0.
 * It takes more than a flipped bit to make the one of the other.
 */
const SUPERSEDED = 255
const MARK = Uint8Array.of(SUPERSEDED)

/** How long most heads are at most, in bytes. */
const HEAD_GUESS = 256

const HERE = 'a record'
const NOTHING = Buffer.alloc(HEADER)

/**
 * Records one after the other, each behind a header that says where it stands and in which file. So nothing that
 * merely lies inside a value, such as a copy of this very file, is ever taken for an entry.
 */
export class RecordFraming implements Framing {
  readonly keystone = HEADER
  readonly keystoneLast = false
  readonly trailer = new Uint8Array(0)
  /** The random number of the file. */
  #id = 0
  /** The codec of the last record, which is that of the next one as a rule. */
  #likely: Likely = { key: '', codec: '' }

  header(): Buffer {
    const header = Buffer.alloc(FILE_HEADER)
    FILE_MAGIC.copy(header)
    header.writeUInt32LE(VERSION, FILE_AT.version)
    this.#id = randomBytes(4).readUInt32LE()
    header.writeUInt32LE(this.#id, FILE_AT.id)
    header.writeUInt32LE(crc32(header.subarray(0, FILE_AT.sum)), FILE_AT.sum)
    return header
  }

  open(window: Window, path: string, report: (damage: Damage) => void): number {
    if (window.size === 0) return FILE_HEADER
    const header = window.view(0, FILE_HEADER)
    const sound =
      header.length === FILE_HEADER &&
      FILE_MAGIC.compare(header, 0, FILE_MAGIC.length) === 0 &&
      header.readUInt32LE(FILE_AT.sum) === crc32(header.subarray(0, FILE_AT.sum))
    if (sound) {
      checkVersion(header.readUInt32LE(FILE_AT.version), path)
      this.#id = header.readUInt32LE(FILE_AT.id)
      return FILE_HEADER
    }
    const begin = header.toString('latin1', 0, FILE_MAGIC.length)
    const id = idOfFrames(window)
    if (id === undefined)
      throw new PilferError('ARCHIVE_PATH', `${path} is no file archive: it begins with ${show(begin)}`)
    report({ at: 0, length: FILE_HEADER })
    this.#id = id
    return FILE_HEADER
  }

  frameAt(window: Window, at: number): Frame | NoFrame {
    const bytes = window.view(at, HEADER + HEAD_GUESS)
    if (bytes.length < HEADER) return this.#noFrame(bytes)
    if (!this.#standsHere(bytes, at)) return isZero(bytes.subarray(0, HEADER)) ? 'cut' : 'damaged'
    const length = HEADER + readLength(bytes, AT.length)
    const state = bytes[AT.state]!
    const superseded = state === SUPERSEDED
    const isSound = state === 0 || superseded
    const isWhole = at + length <= window.size
    try {
      const head = headIn(window, at + HEADER, bytes.subarray(HEADER), this.#likely)
      if (head.codec !== this.#likely.codec) this.#likely = { key: '', codec: head.codec }
      // A sound head of this length vouches for the header.
      if (HEADER + head.length === length && isSound) {
        if (!isWhole) return 'cut'
        return {
          at,
          length,
          key: head.key,
          expires: head.expires,
          type: head.deleted ? 'deletion' : 'entry',
          superseded,
        }
      }
    } catch (error) {
      if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED') throw error
    }
    if (!hasSum(window.view(at, HEADER))) return 'damaged'
    return isWhole ? { at, length, key: '', expires: Infinity, type: 'damaged', superseded } : 'cut'
  }

  sumAt(window: Window, at: number): number {
    return sumIn(window.view(at + HEADER, HEAD_GUESS))
  }

  nextFrame(window: Window, from: number): number {
    for (const at of placesOfMagic(window, from)) if (this.#isWholeFrame(window, at)) return at
    return -1
  }

  prefix(at: number, _: string, head: Buffer, bodyLength: number): Buffer {
    const prefix = Buffer.allocUnsafe(HEADER + head.length)
    this.#writeHeader(prefix, at, head.length + bodyLength)
    head.copy(prefix, HEADER)
    return prefix
  }

  padding(): number {
    return 0
  }

  mark(_: Window, frame: Frame): { at: number; bytes: Uint8Array } {
    return { at: frame.at + AT.state, bytes: MARK }
  }

  find(window: Window, frame: Frame, where: string): Found {
    if (!this.#standsHere(window.view(frame.at, HEADER), frame.at))
      throw damaged(where, 'what stands there is no record')
    const at = frame.at + HEADER
    const length = headLength(window.view(at, 64), where)
    if (HEADER + length > frame.length) throw damaged(where, 'its head contradicts itself')
    return { head: window.view(at, length), bodyAt: at + length, bodyLength: frame.length - HEADER - length }
  }

  moved(_: Window, frame: Frame, to: number, framing: RecordFraming): Buffer {
    const header = Buffer.allocUnsafe(HEADER)
    framing.#writeHeader(header, to, frame.length - HEADER)
    return header
  }

  #writeHeader(header: Buffer, at: number, length: number): void {
    header.writeUInt32LE(MAGIC_NUMBER)
    writeLength(header, at, AT.at)
    writeLength(header, length, AT.length)
    header.writeUInt32LE(this.#id, AT.id)
    header.writeUInt32LE(0, AT.state)
    header.writeUInt32LE(crc32(header.subarray(AT.at, AT.state)), AT.sum)
  }

  /** Whether `bytes` are the beginning of a frame of this file that belongs at `at`. */
  #standsHere(bytes: Buffer, at: number): boolean {
    return (
      bytes.length >= HEADER &&
      bytes.readUInt32LE() === MAGIC_NUMBER &&
      bytes.readUInt32LE(AT.id) === this.#id &&
      readLength(bytes, AT.at) === at
    )
  }

  #isWholeFrame(window: Window, at: number): boolean {
    const header = window.view(at, HEADER)
    return (
      this.#standsHere(header, at) &&
      hasSum(header) &&
      at + HEADER + readLength(header, AT.length) <= window.size
    )
  }

  #noFrame(bytes: Buffer): NoFrame {
    if (bytes.length === 0) return 'end'
    return isZero(bytes) || bytes[0] === MAGIC[0] ? 'cut' : 'damaged'
  }
}

function checkVersion(version: number, path: string): void {
  if (version > VERSION)
    throw new PilferError(
      'FORMAT_NEWER',
      `${path} is a file archive of format ${version}, written by a newer pilfer; this one reads format ${VERSION}`,
    )
}

/** The number of the file, as its first frame that stands where it says has it. */
function idOfFrames(window: Window): number | undefined {
  for (const at of placesOfMagic(window, FILE_HEADER)) {
    const header = window.view(at, HEADER)
    if (header.length === HEADER && readLength(header, AT.at) === at && hasSum(header))
      return header.readUInt32LE(AT.id)
  }
  return undefined
}

/** Where a frame may begin, from `from` on. */
function* placesOfMagic(window: Window, from: number): Generator<number> {
  for (let at = from; at + HEADER <= window.size; ) {
    const bytes = window.view(at, window.length)
    const found = bytes.indexOf(MAGIC)
    if (found === -1) at += Math.max(1, bytes.length - MAGIC.length + 1)
    else {
      yield at + found
      at += found + 1
    }
  }
}

const hasSum = (header: Buffer): boolean =>
  header.readUInt32LE(AT.sum) === crc32(header.subarray(AT.at, AT.state))

/** The head of the record at `at`, which begins with `bytes`; its checksum has been checked. */
function headIn(window: Window, at: number, bytes: Buffer, likely: Likely): RecordHead {
  const length = headLength(bytes, HERE)
  return parseHead(length > bytes.length ? window.view(at, length) : bytes, HERE, likely)
}

const isZero = (bytes: Buffer): boolean => NOTHING.compare(bytes, 0, bytes.length, 0, bytes.length) === 0
