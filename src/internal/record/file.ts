import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { fill } from '../fs/bulk-io.js'
import { type FileIdentity, identityOf } from '../fs/file-identity.js'
import { errno, fsError } from '../fs/fs-error.js'
import { ownBytes } from '../own-bytes.js'
import {
  beginsWithMagic,
  checkLength,
  damaged,
  HEADER_LENGTH,
  headLength,
  isWhole,
  type Likely,
  MAGIC,
  type ParsedRecord,
  parseHead,
  parseRecord,
  type RecordHead,
} from './record.js'

const SCRATCH_LENGTH = 64 * 1024
const HEAD_GUESS = 4 * 1024

/** Memory that reads share, one at a time; a read that begins within another takes memory of its own. */
let scratch: Buffer | undefined

/** Reads from an open file, with memory to borrow until it returns. */
export type Reading<T> = (fd: number, path: string, memory: Buffer) => T

/**
 * What `reading` makes of the file at `path`, `undefined` where there is none, or what `whenDamaged` makes of a
 * damaged one, called when the file is closed.
 */
export function readFrom<T>(
  path: string,
  reading: Reading<T>,
  whenDamaged: (error: PilferError, identity: FileIdentity) => T,
): T | undefined {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY)
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined
    throw fsError(error, 'read', path)
  }
  const memory = scratch ?? Buffer.allocUnsafeSlow(SCRATCH_LENGTH)
  scratch = undefined
  let damage: PilferError
  let identity: FileIdentity
  try {
    return reading(fd, path, memory)
  } catch (error) {
    if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED') throw fsError(error, 'read', path)
    damage = error
    identity = identityOf(fd)
  } finally {
    scratch = memory
    closeSync(fd)
  }
  return whenDamaged(damage, identity)
}

/** The whole record; its `inline` may lie in the borrowed memory. */
export function readRecord(fd: number, path: string, memory: Buffer, likely: Likely): ParsedRecord {
  const length = readSync(fd, memory, 0, memory.length, null)
  if (length < memory.length)
    try {
      return parseRecord(memory.subarray(0, length), path, likely)
    } catch (error) {
      // A read may stop before the end of the file; only then is there another way to look at it.
      if (fstatSync(fd).size === length) throw error
    }
  return readLargeRecord(fd, path, memory)
}

/** The head alone, which tells what it says without a look at the body. */
export const readHead: Reading<RecordHead> = (fd, path, memory) =>
  parseHead(wholeHead(fd, path, beginning(fd, memory)), path)

/** The head of a file that may be no record at all. */
export const readHeadIfAny: Reading<RecordHead | undefined> = (fd, path, memory) => {
  const begin = beginning(fd, memory)
  return beginsWithMagic(begin) ? parseHead(wholeHead(fd, path, begin), path) : undefined
}

/** Whether it is a record, sound or damaged: it begins with as much of the magic bytes as there is. */
export const isRecord: Reading<boolean> = (fd, _, memory) =>
  beginsWithMagic(memory.subarray(0, fill(fd, memory.subarray(0, MAGIC.length), 0)))

function beginning(fd: number, memory: Buffer): Buffer {
  const guess = memory.subarray(0, HEAD_GUESS)
  const length = readSync(fd, guess)
  return guess.subarray(0, length < HEADER_LENGTH ? fill(fd, guess, 0) : length)
}

function readLargeRecord(fd: number, path: string, memory: Buffer): ParsedRecord {
  const begin = wholeHead(fd, path, memory.subarray(0, fill(fd, memory, 0)))
  const head = parseHead(begin, path)
  checkLength(head, fstatSync(fd).size, path)
  let at = head.headLength
  const read = (length: number): Uint8Array => {
    const bytes = ownBytes(length)
    at += fill(fd, bytes, at)
    return bytes
  }
  const inline = read(head.inlineLength)
  const blobs = head.blobLengths.map(read)
  if (!isWhole([begin.subarray(0, head.headLength), inline, ...blobs]))
    throw damaged(path, 'its checksum does not hold')
  return { head, encoded: { inline, blobs } }
}

function wholeHead(fd: number, path: string, begin: Buffer): Buffer {
  const length = headLength(begin, path)
  if (length <= begin.length) return begin
  if (length > fstatSync(fd).size) throw damaged(path, 'its head is cut short')
  const bytes = Buffer.allocUnsafeSlow(length)
  return bytes.subarray(0, fill(fd, bytes, 0))
}
