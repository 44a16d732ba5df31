import { decodeText } from './text.js'

/** Everything in a tar lies in blocks of this length, in bytes. */
export const BLOCK = 512

/** What one block of a tar says about what follows it. */
export interface TarHeader {
  readonly name: string
  /** How many bytes follow. */
  readonly size: number
  /** In seconds since 1970. */
  readonly mtime: number
  /** What follows: `'0'` a file, `'x'` words about the next one, and so on. */
  readonly type: string
  /** Who it says it belongs to, by name and by number. */
  readonly owner: string
  readonly uid: number
}

/** What a header is made of; the number of the owner is 0. */
export type NewHeader = Omit<TarHeader, 'uid'>

/** Where each field lies; numbers are octal text. */
const AT = {
  name: 0,
  mode: 100,
  uid: 108,
  gid: 116,
  size: 124,
  mtime: 136,
  sum: 148,
  type: 156,
  magic: 257,
  owner: 265,
  group: 297,
  prefix: 345,
} as const

const NAME = 100
const SUM_LENGTH = 8
const OWNER = 32
const PREFIX = 155

const USTAR = 'ustar\x0000'
const LARGEST_OCTAL = 8 ** 11 - 1
const BASE_256 = 0x80

/** How many bytes `length` bytes take in whole blocks. */
export const inBlocks = (length: number): number => Math.ceil(length / BLOCK) * BLOCK

/** A block that says what follows it. A name that is too long is cut, so it has to be given in words before. */
export function encodeHeader({ name, size, mtime, type, owner }: NewHeader): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.write(name, AT.name, NAME, 'latin1')
  block.write(type === '5' ? '0000755\0' : '0000644\0', AT.mode)
  block.write('0000000\0', AT.uid)
  block.write('0000000\0', AT.gid)
  writeSize(block, size)
  block.write(`${octal(Math.min(Math.max(0, Math.floor(mtime)), LARGEST_OCTAL), 11)}\0`, AT.mtime)
  block.write(type, AT.type)
  block.write(USTAR, AT.magic, 'latin1')
  block.write(owner, AT.owner, OWNER - 1, 'latin1')
  block.write(owner, AT.group, OWNER - 1, 'latin1')
  block.write(`${octal(sumOf(block), 6)}\0 `, AT.sum)
  return block
}

/** What a block says, or `undefined` when it is no header. */
export function decodeHeader(block: Buffer): TarHeader | undefined {
  if (block.length < BLOCK || readOctal(block, AT.sum, SUM_LENGTH) !== sumOf(block)) return undefined
  const size = readSize(block)
  const mtime = readOctal(block, AT.mtime, 12)
  if (size === undefined) return undefined
  const magic = block.toString('latin1', AT.magic, AT.magic + 5)
  // What GNU tar keeps at the place of the prefix is something else.
  const isPosix = magic === 'ustar' && block[AT.magic + 5] === 0
  const prefix = isPosix ? text(block, AT.prefix, PREFIX) : ''
  const name = text(block, AT.name, NAME)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size,
    mtime: mtime ?? 0,
    type: String.fromCharCode(block[AT.type]! || 0x30),
    owner: text(block, AT.owner, OWNER),
    uid: readOctal(block, AT.uid, 8) ?? -1,
  }
}

/** Whether there are only zeros, which is how a tar ends. */
export const isZeroBlock = (block: Buffer): boolean =>
  ZEROS.compare(block, 0, block.length, 0, block.length) === 0

const ZEROS = Buffer.alloc(BLOCK)

function writeSize(block: Buffer, size: number): void {
  if (size <= LARGEST_OCTAL) {
    block.write(`${octal(size, 11)}\0`, AT.size)
    return
  }
  block[AT.size] = BASE_256
  block.writeUIntBE(size, AT.size + 6, 6)
}

/** How many bytes follow a header, or `undefined` for what is no number. */
export function readSize(block: Buffer): number | undefined {
  if ((block[AT.size]! & BASE_256) === 0) return readOctal(block, AT.size, 12)
  const high = block.readUIntBE(AT.size, 6) - BASE_256 * 2 ** 40
  return high === 0 ? block.readUIntBE(AT.size + 6, 6) : undefined
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

/** A number; some write none where there is nothing to say, such as for the size of a folder. */
function readOctal(block: Buffer, at: number, length: number): number | undefined {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(block.toString('latin1', at, at + length))?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits || '0', 8)
}

function text(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at)
  return decodeText(block.subarray(at, end === -1 || end > at + length ? at + length : end))
}

/** The sum of all bytes, with spaces where the sum itself stands. */
function sumOf(block: Buffer): number {
  let sum = SUM_LENGTH * 0x20
  for (let i = 0; i < AT.sum; i++) sum += block[i]!
  for (let i = AT.sum + SUM_LENGTH; i < BLOCK; i++) sum += block[i]!
  return sum
}
