import { readSync } from 'node:fs'
import type { Encoded } from '../../codec.js'
import { withBorrowed } from '../fs/borrowed.js'
import { ownBytes } from '../own-bytes.js'
import { checksum } from '../record/checksum.js'
import {
  beginSum,
  checkLength,
  damaged,
  type Likely,
  type ParsedRecord,
  parseHead,
  type RecordHead,
  soundHead,
  wholeSum,
} from '../record/record.js'
import { readSummed } from '../record/summed-io.js'
import type { Found, Frame, Framing } from './framing.js'
import { Window } from './window.js'

/** How much of a large frame is looked at for its head. */
const HEAD = 4 * 1024

/**
 * What `use` makes of the entry in a frame, whose checksum has been checked. Its `inline` is borrowed for the call.
 *
 * @throws PilferError `RECORD_DAMAGED`, `FORMAT_NEWER`, and what `use` throws.
 */
export function readEntry<T>(
  fd: number,
  framing: Framing,
  frame: Frame,
  where: string,
  likely: Likely | undefined,
  use: (parsed: ParsedRecord, where: string) => T,
): T {
  return withBorrowed((memory) => {
    if (frame.length > memory.length) return use(readLarge(fd, framing, frame, where), where)
    const length = readSync(fd, memory, 0, frame.length, frame.at)
    const window = Window.of(memory.subarray(0, length), frame.at)
    const found = framing.find(window, frame, where)
    const body = window.view(found.bodyAt, found.bodyLength)
    const head = checkedHead(found, body, where, likely)
    return use({ head, encoded: encodedIn(head, body) }, where)
  })
}

function checkedHead({ head, bodyLength }: Found, body: Buffer, where: string, likely?: Likely): RecordHead {
  if (body.length < bodyLength) throw damaged(where, 'it is cut short')
  if (!Buffer.isBuffer(head)) return head
  checkSum(head, checksum([body], 0, beginSum(head)), where)
  const sound = soundHead(head, where, likely)
  checkLength(sound, sound.headLength + bodyLength, where)
  return sound
}

function checkSum(head: Buffer, sum: number, where: string): void {
  if (sum === wholeSum(head)) return
  parseHead(head, where) // Says so if the head itself is damaged, or of a newer format.
  throw damaged(where, 'its checksum does not hold')
}

function encodedIn(head: RecordHead, body: Buffer): Encoded {
  let at = head.inlineLength
  const blobs = head.blobLengths.map((length) => {
    const blob = ownBytes(length)
    at += body.copy(blob, 0, at, at + length)
    return blob
  })
  return { inline: body.subarray(0, head.inlineLength), blobs }
}

function readLarge(fd: number, framing: Framing, frame: Frame, where: string): ParsedRecord {
  const window = new Window(fd, frame.at + frame.length, HEAD)
  const { head, bodyAt, bodyLength } = framing.find(window, frame, where)
  const isRecord = Buffer.isBuffer(head)
  const sound = isRecord ? parseHead(Buffer.from(head), where) : head
  checkLength(sound, sound.headLength + bodyLength, where)
  let at = bodyAt
  let sum = isRecord ? beginSum(head) : 0
  const read = (length: number): Uint8Array => {
    const bytes = ownBytes(length)
    sum = readSummed(fd, bytes, at, sum, where)
    at += length
    return bytes
  }
  const inline = read(sound.inlineLength)
  const blobs = sound.blobLengths.map(read)
  if (isRecord) checkSum(head, sum, where)
  return { head: sound, encoded: { inline, blobs } }
}
