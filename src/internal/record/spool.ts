import { closeSync, constants, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { ByteStream } from '../../archive.js'
import { PilferError, show } from '../../errors.js'
import { fsError } from '../fs/fs-error.js'
import { removeFile } from '../fs/if-there.js'
import { checksum, combined } from './checksum.js'
import { beginSum, encodeHead, type RecordMeta } from './record.js'

/** The bytes of a stream in a file, and what is known of them. */
export interface Spooled {
  readonly path: string
  readonly length: number
  /** Their CRC-32. */
  readonly sum: number
}

/**
 * Writes the bytes of `stream` into a new file, from `begin` on. When the stream fails, no file is left.
 *
 * @param mode who may read and write the file
 * @throws PilferError `OPTION_INVALID` when it gives anything but bytes; what the stream throws.
 */
export async function spool(stream: ByteStream, path: string, begin = 0, mode = 0o666): Promise<Spooled> {
  let file: FileHandle | undefined
  try {
    file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode)
    let sum = 0
    let length = 0
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array))
        throw new PilferError(
          'OPTION_INVALID',
          `a stream to be kept gives pieces of bytes, received ${show(piece)}`,
        )
      await writeWhole(file, piece, begin + length)
      // For no bytes at all, zlib may give a fresh sum instead of the one so far.
      if (piece.length > 0) sum = crc32(piece, sum)
      length += piece.length
    }
    return { path, length, sum }
  } catch (error) {
    removeFile(path)
    throw fsError(error, 'write', path)
  } finally {
    await file?.close()
  }
}

/**
 * The head of a record whose value is what has been spooled, behind the codec's `inline` part, and the checksum of that record;
 * of no bytes where nothing has been spooled yet, for the length of the head is always the same.
 */
export function spooledHead(
  meta: RecordMeta,
  inline: Uint8Array,
  { length, sum }: Pick<Spooled, 'length' | 'sum'> = { length: 0, sum: 0 },
): { head: Buffer; sum: number } {
  const head = encodeHead(meta, inline.length, [length])
  return { head, sum: combined(checksum([inline], 0, beginSum(head)), sum, length) }
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; )
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
}

const PIECE = 1024 * 1024

/** Hands over the bytes that have been spooled, piece by piece; a piece is good until the next one. */
export function* spooledBytes({ path, length }: Spooled): Generator<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY)
  try {
    const memory = Buffer.allocUnsafeSlow(Math.min(PIECE, length))
    for (let at = 0; at < length; ) {
      const read = readSync(fd, memory, 0, Math.min(memory.length, length - at), at)
      if (read === 0) throw new PilferError('ARCHIVE_IO', `${path} has become shorter while it was read`)
      yield memory.subarray(0, read)
      at += read
    }
  } finally {
    closeSync(fd)
  }
}
