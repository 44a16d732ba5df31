import { crc32 } from 'node:zlib'
import type { Encoded } from '../../codec.js'
import { PilferError } from '../../errors.js'
import { ownBytes } from '../own-bytes.js'
import { isWellFormed } from '../well-formed.js'
import { checksum } from './checksum.js'
import { readLength, readText, writeLength, writeText } from './fields.js'

/** The newest record format that this version reads, and the one that it writes. */
export const RECORD_VERSION = 1

/** The four bytes that every record begins with, in any format. */
export const MAGIC = Buffer.from([0x89, 0x50, 0x4c, 0x46])
const MAGIC_NUMBER = MAGIC.readUInt32LE()

/** How long the fixed part of a head is, and to what the body is aligned. */
export const HEADER_LENGTH = 64

/** The flag for a key in UTF-16, little-endian, since it has lone surrogates that UTF-8 cannot hold. */
const WIDE_KEY = 1

/** The flag for a record that says that its key has been deleted; it has no body. */
const DELETED = 2

const ALL_FLAGS = WIDE_KEY | DELETED

/** Where each field of the header lies; `docs/formats.md` has the table. */
const AT = {
  recordSum: 4,
  headSum: 8,
  version: 12,
  flags: 14,
  headLength: 16,
  keyLength: 20,
  codecLength: 24,
  tagsLength: 28,
  created: 32,
  expires: 40,
  inlineLength: 48,
  blobCount: 56,
} as const

const NO_TAGS: readonly string[] = Object.freeze([])
const NO_BLOBS: readonly number[] = Object.freeze([])

/** What a record says about its value. */
export interface RecordMeta {
  readonly key: string
  /** The name of the codec that made the body. */
  readonly codec: string
  readonly created: number
  readonly expires: number
  readonly tags: readonly string[]
  /** It stands for a deletion; `false` when it is not given. */
  readonly deleted?: boolean
}

/** The head of a record: all but the value. */
export interface RecordHead extends Required<RecordMeta> {
  /** Where the body begins. */
  readonly headLength: number
  readonly inlineLength: number
  readonly blobLengths: readonly number[]
  /** The length of the whole record. */
  readonly length: number
}

/** Words that a head may well hold; where it does, they need not be decoded. */
export type Likely = Pick<RecordMeta, 'key' | 'codec'>

/**
 * A record whose checksums hold. `inline` may be a view on the bytes it was read from; each blob has its own memory.
 */
export interface ParsedRecord {
  readonly head: RecordHead
  readonly encoded: Encoded
}

/** The record as pieces to be written one after the other; the value's own bytes are not copied. */
export function encodeRecord(meta: RecordMeta, { inline, blobs }: Encoded): Uint8Array[] {
  const head = encodeHead(
    meta,
    inline.length,
    blobs.map((blob) => blob.length),
  )
  const chunks = [head, inline, ...blobs]
  head.writeUInt32LE(checksum(chunks, AT.headSum), AT.recordSum)
  return chunks
}

/** The checksum of a record so far, from its head on; the body's bytes continue it. */
export const beginSum = (head: Uint8Array): number => crc32(head.subarray(AT.headSum))

/** Puts the checksum of the whole record into its head. */
export function finishHead(head: Buffer, sum: number): void {
  head.writeUInt32LE(sum, AT.recordSum)
}

/** The head of a record, to which only the checksum of the whole is missing. */
export function encodeHead(meta: RecordMeta, inlineLength: number, blobLengths: readonly number[]): Buffer {
  const parts = partsOf(meta, blobLengths.length)
  const head = Buffer.allocUnsafe(parts.headLength)
  writeHead(head, meta, parts, inlineLength, blobLengths)
  head.writeUInt32LE(crc32(head.subarray(AT.version)), AT.headSum)
  return head
}

/**
 * How long a record is that has this meta and this body, and the checksum of all of it that says what is kept: from the
 * version on. Its head is made in memory that is used again and again, since only these two numbers are of interest.
 */
export function sumOfRecord(
  meta: RecordMeta,
  inlineLength: number,
  blobLengths: readonly number[],
  body: readonly Uint8Array[],
): { length: number; sum: number } {
  const parts = partsOf(meta, blobLengths.length)
  const { head, fromVersion } = scratchHead(parts.headLength)
  writeHead(head, meta, parts, inlineLength, blobLengths)
  let length = parts.headLength + inlineLength
  for (const blobLength of blobLengths) length += blobLength
  return { length, sum: checksum([fromVersion, ...body]) }
}

interface HeadParts {
  /** The key has to be in UTF-16. */
  readonly wide: boolean
  readonly keyLength: number
  readonly codecLength: number
  readonly tags: string
  readonly tagsLength: number
  readonly headLength: number
}

function partsOf({ key, codec, tags: list }: RecordMeta, blobCount: number): HeadParts {
  const wide = !isWellFormed(key)
  const tags = list.length === 0 ? '' : JSON.stringify(list)
  const keyLength = wide ? key.length * 2 : Buffer.byteLength(key)
  const codecLength = Buffer.byteLength(codec)
  const tagsLength = Buffer.byteLength(tags)
  const headLength = align(HEADER_LENGTH + keyLength + codecLength + tagsLength + blobCount * 8)
  return { wide, keyLength, codecLength, tags, tagsLength, headLength }
}

/** Writes a head but for its checksum. */
function writeHead(
  head: Buffer,
  { key, codec, created, expires, deleted }: RecordMeta,
  { wide, keyLength, codecLength, tags, tagsLength, headLength }: HeadParts,
  inlineLength: number,
  blobLengths: readonly number[],
): void {
  head.fill(0)
  head.writeUInt32LE(MAGIC_NUMBER)
  head.writeUInt16LE(RECORD_VERSION, AT.version)
  head.writeUInt16LE((wide ? WIDE_KEY : 0) | (deleted ? DELETED : 0), AT.flags)
  head.writeUInt32LE(headLength, AT.headLength)
  head.writeUInt32LE(keyLength, AT.keyLength)
  head.writeUInt32LE(codecLength, AT.codecLength)
  head.writeUInt32LE(tagsLength, AT.tagsLength)
  head.writeDoubleLE(created, AT.created)
  head.writeDoubleLE(expires, AT.expires)
  writeLength(head, inlineLength, AT.inlineLength)
  head.writeUInt32LE(blobLengths.length, AT.blobCount)

  let at = HEADER_LENGTH
  at = wide ? at + head.write(key, at, 'utf16le') : writeText(head, key, keyLength, at)
  at = writeText(head, codec, codecLength, at)
  at = writeText(head, tags, tagsLength, at)
  for (const length of blobLengths) at = writeLength(head, length, at)
}

/** A head that is only made for its checksum. */
interface ScratchHead {
  readonly head: Buffer
  readonly fromVersion: Buffer
}

/** For each length that heads usually have, the memory to make them in. */
const scratchHeads = new Map<number, ScratchHead>()
const MOST_SCRATCH_HEADS = 16

function scratchHead(length: number): ScratchHead {
  let scratch = scratchHeads.get(length)
  if (scratch === undefined) {
    const head = Buffer.allocUnsafe(length)
    scratch = { head, fromVersion: head.subarray(AT.version) }
    if (length <= HEADER_LENGTH * MOST_SCRATCH_HEADS) scratchHeads.set(length, scratch)
  }
  return scratch
}

/**
 * How long the head is that `bytes` begin with, as far as can be said before its checksum is known to hold.
 *
 * @param where what holds the record, for the message
 * @throws PilferError `RECORD_DAMAGED` when `bytes` do not begin with a record's header.
 */
export function headLength(bytes: Buffer, where: string): number {
  if (bytes.length < HEADER_LENGTH) throw damaged(where, `it ends after ${bytes.length} bytes`)
  if (bytes.readUInt32LE() !== MAGIC_NUMBER) throw damaged(where, 'it does not begin as a record does')
  const length = bytes.readUInt32LE(AT.headLength)
  if (length < HEADER_LENGTH) throw damaged(where, 'its head contradicts itself')
  return length
}

/** Whether `bytes` are the beginning of a record, or too few to say. */
export function beginsWithMagic(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, MAGIC.length)
  return bytes.compare(MAGIC, 0, length, 0, length) === 0
}

/**
 * The head that `bytes` begin with.
 *
 * @throws PilferError `FORMAT_NEWER` for a sound head of a later format, `RECORD_DAMAGED` for anything else that is
 * no sound head.
 */
export function parseHead(bytes: Buffer, where: string, likely?: Likely): RecordHead {
  const length = headLength(bytes, where)
  if (length > bytes.length) throw damaged(where, 'its head is cut short')
  if (crc32(bytes.subarray(AT.version, length)) !== bytes.readUInt32LE(AT.headSum))
    throw damaged(where, "its head's checksum does not hold")
  return readHead(bytes, where, likely)
}

/** The head that `bytes` are, where the checksum of the whole record is known to hold. */
export function soundHead(bytes: Buffer, where: string, likely?: Likely): RecordHead {
  if (headLength(bytes, where) !== bytes.length) throw damaged(where, 'its head contradicts itself')
  return readHead(bytes, where, likely)
}

/** The checksum of the whole record, as its head has it. */
export const wholeSum = (head: Buffer): number => head.readUInt32LE(AT.recordSum)

/** The same of what may be no head at all; 0 where it is too short for one. */
export const sumIn = (head: Buffer): number => (head.length < HEADER_LENGTH ? 0 : wholeSum(head))

/**
 * The record that `bytes` are, from the first to the last.
 *
 * @throws PilferError `FORMAT_NEWER` or `RECORD_DAMAGED`, as {@link parseHead}.
 */
export function parseRecord(bytes: Buffer, where: string, likely?: Likely): ParsedRecord {
  if (headLength(bytes, where) > bytes.length || !isWhole([bytes])) {
    checkLength(parseHead(bytes, where), bytes.length, where)
    throw damaged(where, 'its checksum does not hold')
  }
  const head = readHead(bytes, where, likely)
  checkLength(head, bytes.length, where)
  let at = head.headLength + head.inlineLength
  const inline = bytes.subarray(head.headLength, at)
  const blobs: Uint8Array[] = []
  for (const length of head.blobLengths) {
    const blob = ownBytes(length)
    at += bytes.copy(blob, 0, at, at + length)
    blobs.push(blob)
  }
  return { head, encoded: { inline, blobs } }
}

/** The head, whose checksum is known to hold. */
function readHead(bytes: Buffer, where: string, likely?: Likely): RecordHead {
  const version = bytes.readUInt16LE(AT.version)
  if (version > RECORD_VERSION) throw newer(where, version)
  const flags = bytes.readUInt16LE(AT.flags)
  const headLength = bytes.readUInt32LE(AT.headLength)
  const codecAt = HEADER_LENGTH + bytes.readUInt32LE(AT.keyLength)
  const tagsAt = codecAt + bytes.readUInt32LE(AT.codecLength)
  const blobsAt = tagsAt + bytes.readUInt32LE(AT.tagsLength)
  const blobCount = bytes.readUInt32LE(AT.blobCount)
  if (align(blobsAt + blobCount * 8) !== headLength || flags > ALL_FLAGS || version === 0)
    throw damaged(where, 'its head contradicts itself')

  const inlineLength = readLength(bytes, AT.inlineLength)
  const blobLengths = blobCount === 0 ? NO_BLOBS : readBlobLengths(bytes, blobsAt, blobCount)
  let length = headLength + inlineLength
  for (const blobLength of blobLengths) length += blobLength
  return {
    key:
      (flags & WIDE_KEY) !== 0
        ? bytes.toString('utf16le', HEADER_LENGTH, codecAt)
        : readText(bytes, HEADER_LENGTH, codecAt, likely?.key),
    codec: readText(bytes, codecAt, tagsAt, likely?.codec),
    created: bytes.readDoubleLE(AT.created),
    expires: bytes.readDoubleLE(AT.expires),
    tags: tagsAt === blobsAt ? NO_TAGS : readTags(bytes.toString('utf8', tagsAt, blobsAt), where),
    deleted: (flags & DELETED) !== 0,
    headLength,
    inlineLength,
    blobLengths,
    length,
  }
}

function readBlobLengths(bytes: Buffer, begin: number, count: number): number[] {
  const lengths: number[] = []
  for (let at = begin; lengths.length < count; at += 8) lengths.push(readLength(bytes, at))
  return lengths
}

function readTags(json: string, where: string): readonly string[] {
  let tags: unknown
  try {
    tags = JSON.parse(json)
  } catch {
    throw damaged(where, 'its tags are no JSON')
  }
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags
  throw damaged(where, 'its tags are no list of texts')
}

/** Throws `RECORD_DAMAGED` unless a record with this head is `length` bytes long. */
export function checkLength(head: RecordHead, length: number, where: string): void {
  if (head.length !== length) throw damaged(where, `it has ${length} bytes instead of ${head.length}`)
}

/** Whether the checksum holds for the record that `chunks` are, one after the other; the first holds the header. */
export const isWhole = (chunks: readonly [Buffer, ...Uint8Array[]]): boolean =>
  checksum(chunks, AT.headSum) === chunks[0].readUInt32LE(AT.recordSum)

/** The error for a record that is not what was once written. */
export function damaged(where: string, why: string): PilferError {
  return new PilferError('RECORD_DAMAGED', `${where} is damaged: ${why}`)
}

function newer(where: string, version: number): PilferError {
  return new PilferError(
    'FORMAT_NEWER',
    `${where} is a record of format ${version}, written by a newer pilfer; this one reads format ${RECORD_VERSION}`,
  )
}

const align = (length: number): number => Math.ceil(length / HEADER_LENGTH) * HEADER_LENGTH
