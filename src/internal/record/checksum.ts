import { crc32 } from 'node:zlib'
import { GIB, pieces } from '../pieces.js'

/** The CRC-32 of `chunks`, one after the other, without the first `skip` bytes of the first one, going on from `sum`. */
export function checksum(chunks: readonly Uint8Array[], skip = 0, begin = 0): number {
  let sum = begin
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

const POLYNOMIAL = 0xedb88320
const ONE = 0x80000000

/**
 * The CRC-32 of two stretches of bytes one after the other, from that of each and the length of the second: a CRC is a
 * polynomial modulo another one, and appending bytes multiplies it by a power of x.
 */
export const combined = (first: number, second: number, secondLength: number): number =>
  (product(powerOfX(8 * secondLength), first) ^ second) >>> 0

/** x to the power of `n`, by squaring; polynomials have their lowest power in the highest bit. */
function powerOfX(n: number): number {
  let power = ONE
  let square = ONE >>> 1
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = product(square, power)
    square = product(square, square)
  }
  return power
}

function product(a: number, b: number): number {
  let sum = 0
  let shifted = b
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) sum ^= shifted
    shifted = (shifted & 1) === 1 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1
  }
  return sum >>> 0
}
