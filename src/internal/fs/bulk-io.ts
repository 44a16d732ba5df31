import { readSync, writeSync, writevSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { GIB, pieces } from '../pieces.js'

/** How many pieces one call may gather; POSIX systems allow 1024. */
const MOST_PIECES = 1024

/** Writes `chunks` one after the other to `fd`, at most `limit` bytes per call, until all are written. */
export function writeAll(fd: number, chunks: readonly Uint8Array[], limit: number = GIB): void {
  let batch: Uint8Array[] = []
  let size = 0
  for (const chunk of chunks)
    for (const piece of pieces(chunk, limit)) {
      if (size + piece.length > limit || batch.length === MOST_PIECES) {
        writeBatch(fd, batch)
        batch = []
        size = 0
      }
      batch.push(piece)
      size += piece.length
    }
  if (size > 0) writeBatch(fd, batch)
}

function writeBatch(fd: number, batch: readonly Uint8Array[]): void {
  for (let rest = batch; rest.length > 0; ) {
    const written = writevSync(fd, rest)
    if (written === 0) throw stuck()
    rest = after(rest, written)
  }
}

function after(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  const rest: Uint8Array[] = []
  let skip = written
  for (const chunk of chunks) {
    if (skip < chunk.length) rest.push(chunk.subarray(skip))
    skip = Math.max(0, skip - chunk.length)
  }
  return rest
}

/** Writes `bytes` to `fd`, beginning at `position` in the file, at most `limit` bytes per call. */
export function writeAt(fd: number, bytes: Uint8Array, position: number, limit: number = GIB): void {
  for (let at = 0; at < bytes.length; ) {
    const written = writeSync(fd, bytes, at, Math.min(limit, bytes.length - at), position + at)
    if (written === 0) throw stuck()
    at += written
  }
}

const stuck = (): PilferError =>
  new PilferError('ARCHIVE_IO', 'the system took no byte of what was to be written')

/**
 * Fills `target` from `fd`, beginning at `position` in the file, at most `limit` bytes per call; says how many bytes
 * there were.
 */
export function fill(fd: number, target: Uint8Array, position: number, limit: number = GIB): number {
  let at = 0
  while (at < target.length) {
    const read = readSync(fd, target, at, Math.min(limit, target.length - at), position + at)
    if (read === 0) break
    at += read
  }
  return at
}
