import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { withBorrowed } from '../fs/borrowed.js'
import { fill } from '../fs/bulk-io.js'
import { type FileIdentity, identityOf } from '../fs/file-identity.js'
import { errno, fsError } from '../fs/fs-error.js'
import { ownBytes } from '../own-bytes.js'
import { checksum } from './checksum.js'
import {
  beginSum,
  beginsWithMagic,
  checkLength,
  damaged,
  HEADER_LENGTH,
  headLength,
  type Likely,
  MAGIC,
  type ParsedRecord,
  parseHead,
  parseRecord,
  type RecordHead,
  wholeSum,
} from './record.js'
import { readSummed, stretchSum } from './summed-io.js'

const HEAD_GUESS = 4 * 1024

/** Reads from an open file, with memory to borrow until it returns. */
export type Reading<T> = (fd: number, path: string, memory: Buffer) => T

/**
 * What `reading` makes of the file at `path`, `undefined` where there is none, or what `whenDamaged` makes of a
 * damaged one, called when the file is closed.
 *
 * @param keepOpen leave the file open when `reading` returns something, which then has to see to its being closed
 */
export function readFrom<T>(
  path: string,
  reading: Reading<T>,
  whenDamaged: (error: PilferError, identity: FileIdentity) => T,
  keepOpen = false,
): T | undefined {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY)
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined
    throw fsError(error, 'read', path)
  }
  let keeps = false
  let damage: PilferError
  let identity: FileIdentity
  try {
    const made = withBorrowed((memory) => reading(fd, path, memory))
    keeps = keepOpen && made !== undefined
    return made
  } catch (error) {
    if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED') throw fsError(error, 'read', path)
    damage = error
    identity = identityOf(fd)
  } finally {
    if (!keeps) closeSync(fd)
  }
  return whenDamaged(damage, identity)
}

/** The whole record; its `inline` may lie in the borrowed memory. */
export function readRecord(fd: number, path: string, memory: Buffer, likely: Likely): ParsedRecord {
  const length = readSync(fd, memory, 0, memory.length, null)
  if (length === memory.length) return readLargeRecord(fd, path, memory)
  try {
    return parseRecord(memory.subarray(0, length), path, likely)
  } catch (error) {
    // A read may stop before the end of the file; only then is there another way to look at it.
    if (fstatSync(fd).size === length) throw error
  }
  return readLargeRecord(fd, path, memory.subarray(0, fill(fd, memory, 0)))
}

/** @param begin what the file begins with, as far as it has been read */
function readLargeRecord(fd: number, path: string, begin: Buffer): ParsedRecord {
  const bytes = wholeHead(fd, path, begin)
  const head = parseHead(bytes, path)
  checkLength(head, fstatSync(fd).size, path)
  let at = head.headLength
  let sum = beginSum(bytes.subarray(0, at))
  const read = (length: number): Uint8Array => {
    const part = ownBytes(length)
    const known = begin.subarray(at, at + length)
    part.set(known)
    sum = checksum([known], 0, sum)
    sum = readSummed(fd, part.subarray(known.length), at + known.length, sum, path)
    at += length
    return part
  }
  const inline = read(head.inlineLength)
  const blobs = head.blobLengths.map(read)
  checkSum(bytes, sum, path)
  return { head, encoded: { inline, blobs } }
}

/** The head alone, which tells what it says without a look at the body. */
export const readHead: Reading<RecordHead> = (fd, path, memory) =>
  parseHead(wholeHead(fd, path, beginning(fd, memory)), path)

/** The head of a file that may be no record at all. */
export const readHeadIfAny: Reading<RecordHead | undefined> = (fd, path, memory) => {
  const begin = beginning(fd, memory)
  return beginsWithMagic(begin) ? parseHead(wholeHead(fd, path, begin), path) : undefined
}

/** The head as bytes, whose checksum holds, of a record that is as long as it should be. */
export const readHeadBytes: Reading<Buffer> = (fd, path, memory) => {
  const bytes = wholeHead(fd, path, beginning(fd, memory))
  const head = parseHead(bytes, path)
  checkLength(head, fstatSync(fd).size, path)
  return Buffer.from(bytes.subarray(0, head.headLength))
}

/** The head of a record that is read to its end, and kept nowhere; `undefined` for a file that is no record at all. */
export const readThrough: Reading<RecordHead | undefined> = (fd, path, memory) => {
  const begin = beginning(fd, memory)
  if (!beginsWithMagic(begin)) return undefined
  const bytes = wholeHead(fd, path, begin)
  const head = parseHead(bytes, path)
  checkLength(head, fstatSync(fd).size, path)
  const { headLength, length } = head
  const whole = Buffer.from(bytes.subarray(0, headLength))
  checkSum(whole, stretchSum(fd, headLength, length - headLength, beginSum(whole), memory, path), path)
  return head
}

/** Whether it is a record, sound or damaged: it begins with as much of the magic bytes as there is. */
export const isRecord: Reading<boolean> = (fd, _, memory) =>
  beginsWithMagic(memory.subarray(0, fill(fd, memory.subarray(0, MAGIC.length), 0)))

function checkSum(head: Buffer, sum: number, path: string): void {
  if (sum !== wholeSum(head)) throw damaged(path, 'its checksum does not hold')
}

function beginning(fd: number, memory: Buffer): Buffer {
  const guess = memory.subarray(0, HEAD_GUESS)
  const length = readSync(fd, guess)
  return guess.subarray(0, length < HEADER_LENGTH ? fill(fd, guess, 0) : length)
}

function wholeHead(fd: number, path: string, begin: Buffer): Buffer {
  const length = headLength(begin, path)
  if (length <= begin.length) return begin
  if (length > fstatSync(fd).size) throw damaged(path, 'its head is cut short')
  const bytes = Buffer.allocUnsafeSlow(length)
  return bytes.subarray(0, fill(fd, bytes, 0))
}
