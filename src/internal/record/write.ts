import type { Encoded } from '../../codec.js'
import { writeAll, writeAt } from '../fs/bulk-io.js'
import { checksum } from './checksum.js'
import { beginSum, encodeHead, finishHead, type RecordMeta } from './record.js'
import { PIECE, writeSummed } from './summed-io.js'

/** Writes a record to a new file, which nobody reads before it is whole. */
export function writeRecord(fd: number, meta: RecordMeta, { inline, blobs }: Encoded): void {
  const blobLengths = blobs.map((blob) => blob.length)
  const head = encodeHead(meta, inline.length, blobLengths)
  const body = [inline, ...blobs]
  const length = blobLengths.reduce((sum, blob) => sum + blob, head.length + inline.length)
  if (length <= PIECE) {
    finishHead(head, checksum(body, 0, beginSum(head)))
    writeAll(fd, [head, ...body])
  } else {
    finishHead(head, writeSummed(fd, body, head.length, beginSum(head)))
    writeAt(fd, head, 0)
  }
}
