import { readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { writeAt } from '../fs/bulk-io.js'
import { pieces } from '../pieces.js'
import { damaged } from './record.js'

/**
 * How many bytes go to or come from a file before their checksum goes on: so many as are still in the processor's cache
 * then, and enough for few calls to the system.
 */
export const PIECE = 2 * 1024 * 1024

/** Writes `chunks` one after the other, from `position` on; gives the checksum that goes on from `begin`. */
export function writeSummed(
  fd: number,
  chunks: readonly Uint8Array[],
  position: number,
  begin: number,
): number {
  let sum = begin
  let at = position
  for (const chunk of chunks)
    for (const piece of pieces(chunk, PIECE)) {
      sum = crc32(piece, sum)
      writeAt(fd, piece, at)
      at += piece.length
    }
  return sum
}

/**
 * Fills `target` from `position` on; gives the checksum that goes on from `begin`.
 *
 * @throws PilferError `RECORD_DAMAGED` when the file ends too soon.
 */
export function readSummed(
  fd: number,
  target: Uint8Array,
  position: number,
  begin: number,
  where: string,
): number {
  let sum = begin
  for (let at = 0; at < target.length; ) {
    const read = readSync(fd, target, at, Math.min(PIECE, target.length - at), position + at)
    if (read === 0) throw damaged(where, 'it is cut short')
    sum = crc32(target.subarray(at, at + read), sum)
    at += read
  }
  return sum
}

/** The checksum of `length` bytes from `position` on, which goes on from `begin`; they pass through `memory`. */
export function stretchSum(
  fd: number,
  position: number,
  length: number,
  begin: number,
  memory: Uint8Array,
  where: string,
): number {
  let sum = begin
  for (let at = 0; at < length; ) {
    const piece = memory.subarray(0, length - at)
    sum = readSummed(fd, piece, position + at, sum, where)
    at += piece.length
  }
  return sum
}
