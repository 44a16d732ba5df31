import { crc32 } from 'node:zlib'
import { ownBytes } from '../../internal/own-bytes.js'

/** Bytes of given lengths, and their checksum. */
export interface Body {
  readonly parts: readonly Uint8Array[]
  readonly sum: number
}

/**
 * Cuts what comes in pieces into parts of these lengths, each with memory of its own.
 *
 * @param begin the checksum that theirs goes on from
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  lengths: readonly number[],
  begin: number,
): Promise<Body> {
  const parts = lengths.map(ownBytes)
  let sum = begin
  let part = 0
  let at = 0
  for await (const chunk of chunks) {
    if (chunk.length > 0) sum = crc32(chunk, sum)
    for (let from = 0; from < chunk.length; ) {
      while (at === parts[part]!.length) {
        part++
        at = 0
      }
      const piece = chunk.subarray(from, from + parts[part]!.length - at)
      parts[part]!.set(piece, at)
      at += piece.length
      from += piece.length
    }
  }
  return { parts, sum }
}
