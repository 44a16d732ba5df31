import { ownBytes } from '../../internal/own-bytes.js'
import {
  checkLength,
  damaged,
  HEADER_LENGTH,
  headLength,
  isWhole,
  type ParsedRecord,
  parseHead,
  type RecordHead,
} from '../../internal/record/record.js'

/**
 * How many bytes of a record LMDB keeps in one value: with its own header, a round number of pages. A value that is
 * replaced leaves room for others of its length, and one of any length is written and read through little memory.
 */
export const PIECE = 2 ** 20 - 64

/** Memory that pieces are gathered in, one at a time. */
let memory: Buffer | undefined

export const sizeOf = (chunks: readonly Uint8Array[]): number => {
  let size = 0
  for (const { length } of chunks) size += length
  return size
}

/** How many pieces a record of `size` bytes has. */
export const piecesIn = (size: number): number => Math.max(1, Math.ceil(size / PIECE))

/** Whether a record is in more than one piece, or fills one. */
export const isLarge = ({ length }: Pick<RecordHead, 'length'>): boolean => length >= PIECE

/** Hands out what `chunks` are, one after the other, in pieces that are good until `use` returns. */
export function inPieces(chunks: readonly Uint8Array[], use: (piece: Uint8Array, n: number) => void): void {
  memory ??= Buffer.allocUnsafeSlow(PIECE)
  let n = 0
  let filled = 0
  for (const chunk of chunks)
    for (let at = 0; at < chunk.length; ) {
      if (filled === PIECE) {
        use(memory, n++)
        filled = 0
      }
      const length = Math.min(PIECE - filled, chunk.length - at)
      memory.set(length === chunk.length ? chunk : chunk.subarray(at, at + length), filled)
      filled += length
      at += length
    }
  use(memory.subarray(0, filled), n)
}

/**
 * The record of `size` bytes whose pieces `get` gives, each good until the next is asked for.
 *
 * @throws PilferError `RECORD_DAMAGED` or `FORMAT_NEWER`, as `parseRecord`.
 */
export function parsePieces(
  get: (n: number) => Uint8Array | undefined,
  size: number,
  where: string,
): ParsedRecord {
  const read = reader((n) => {
    const piece = get(n)
    const length = Math.min(PIECE, size - n * PIECE)
    if (piece?.length !== length)
      throw damaged(where, `its piece ${n + 1} has ${piece?.length ?? 0} bytes instead of ${length}`)
    return piece
  })
  const begin = read(Buffer.alloc(HEADER_LENGTH))
  const length = headLength(begin, where)
  if (length > size) throw damaged(where, 'its head is cut short')
  const bytes = Buffer.concat([begin, read(Buffer.alloc(length - HEADER_LENGTH))])
  const head = parseHead(bytes, where)
  checkLength(head, size, where)
  const inline = read(ownBytes(head.inlineLength))
  const blobs = head.blobLengths.map((blobLength) => read(ownBytes(blobLength)))
  if (!isWhole([bytes, inline, ...blobs])) throw damaged(where, 'its checksum does not hold')
  return { head, encoded: { inline, blobs } }
}

/** Fills one buffer after the other from the pieces that `next` gives. */
function reader(next: (n: number) => Uint8Array): <T extends Uint8Array>(target: T) => T {
  let piece = new Uint8Array() as Uint8Array
  let at = 0
  let n = 0
  return (target) => {
    for (let filled = 0; filled < target.length; ) {
      if (at === piece.length) {
        piece = next(n++)
        at = 0
      }
      const length = Math.min(piece.length - at, target.length - filled)
      target.set(piece.subarray(at, at + length), filled)
      at += length
      filled += length
    }
    return target
  }
}
