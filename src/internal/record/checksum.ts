import { crc32 } from 'node:zlib'
import { GIB, pieces } from '../pieces.js'

/** The CRC-32 of `chunks`, one after the other, without the first `skip` bytes of the first one. */
export function checksum(chunks: readonly Uint8Array[], skip = 0): number {
  let sum = 0
  let from = skip
  for (const chunk of chunks) {
    const rest = from === 0 ? chunk : chunk.subarray(from)
    from = 0
    if (rest.length > GIB) for (const piece of pieces(rest)) sum = crc32(piece, sum)
    // For no bytes at all, zlib may give a fresh sum instead of the one so far.
    else if (rest.length > 0) sum = crc32(rest, sum)
  }
  return sum
}
