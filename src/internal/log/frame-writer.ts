import type { Encoded } from '../../codec.js'
import { checksum } from '../record/checksum.js'
import { beginSum, encodeHead, finishHead, type RecordMeta, wholeSum } from '../record/record.js'
import { writeSummed } from '../record/summed-io.js'
import type { FrameStart, Framing } from './framing.js'
import type { OpenFile } from './open-file.js'

/** Frames up to this length are gathered and written in one go, in bytes. */
const SMALL = 64 * 1024
const BATCH = 1024 * 1024

const scratch = Buffer.allocUnsafeSlow(SMALL)

/** Writes frames at the end of a log, one behind the other. The caller holds the lock. */
export class FrameWriter {
  /** Small frames on their way. */
  #batch: Buffer = scratch
  #batched = 0
  /** The last frame that has been added. */
  last: FrameStart | undefined

  /** @param at where the next frame goes */
  constructor(
    readonly file: OpenFile,
    readonly framing: Framing,
    public at: number,
    private size: number,
  ) {}

  /** Writes the frame of a record, or keeps it until {@link flush}; gives its length. */
  add(meta: RecordMeta, { inline, blobs }: Encoded): number {
    const head = encodeHead(
      meta,
      inline.length,
      blobs.map((blob) => blob.length),
    )
    const body = [inline, ...blobs]
    const bodyLength = body.reduce((sum, chunk) => sum + chunk.length, 0)
    const isLarge = bodyLength + head.length > SMALL / 2
    return isLarge
      ? this.#addLarge(meta.key, head, body, bodyLength)
      : this.#addSmall(meta.key, head, body, bodyLength)
  }

  #addSmall(key: string, head: Buffer, body: readonly Uint8Array[], bodyLength: number): number {
    finishHead(head, checksum(body, 0, beginSum(head)))
    const { framing } = this
    const prefix = framing.prefix(this.at, key, head, bodyLength)
    const padding = framing.padding(bodyLength)
    const length = prefix.length + bodyLength + padding
    // What cannot be seen before the one in front of it would be taken for a frame behind damage.
    if (framing.keystoneLast) this.flush()
    if (this.#batched + length + framing.trailer.length > this.#batch.length) this.#makeRoom()
    let to = this.#batched
    to += prefix.copy(this.#batch, to)
    for (const chunk of body) {
      this.#batch.set(chunk, to)
      to += chunk.length
    }
    this.#batch.fill(0, to, to + padding)
    this.#batched += length
    return this.#advance(key, length, head)
  }

  #makeRoom(): void {
    if (this.#batch.length < BATCH) {
      const larger = Buffer.allocUnsafeSlow(BATCH)
      this.#batch.copy(larger, 0, 0, this.#batched)
      this.#batch = larger
    } else this.flush()
  }

  #addLarge(key: string, head: Buffer, body: readonly Uint8Array[], bodyLength: number): number {
    return this.addBody(key, head, bodyLength, (position) =>
      writeSummed(this.file.fd, body, position, beginSum(head)),
    )
  }

  /**
   * Writes a frame whose body `writeBody` writes from the given place on; it gives the checksum of the whole record.
   * Gives the length of the frame. What makes the frame visible comes last.
   */
  addBody(key: string, head: Buffer, bodyLength: number, writeBody: (position: number) => number): number {
    this.flush()
    const { file, framing, at } = this
    const { keystone, trailer } = framing
    const unfinished = framing.prefix(at, key, head, bodyLength)
    const prefixLength = unfinished.length
    // Should this process be killed, the next one has to know the bytes behind the end for what they are.
    if (framing.keystoneLast) file.write(unfinished.subarray(keystone), at + keystone)
    finishHead(head, writeBody(at + prefixLength))
    const prefix = framing.prefix(at, key, head, bodyLength)
    const length = prefixLength + bodyLength + framing.padding(bodyLength)
    file.write(Buffer.alloc(framing.padding(bodyLength) + trailer.length), at + prefixLength + bodyLength)
    file.write(prefix.subarray(keystone), at + keystone)
    file.write(prefix.subarray(0, keystone), at)
    this.#cut(at + length + trailer.length)
    return this.#advance(key, length, head)
  }

  #advance(key: string, length: number, head: Buffer): number {
    this.last = { at: this.at, key, sum: wholeSum(head) }
    this.at += length
    return length
  }

  /** Writes what has been kept. */
  flush(): void {
    if (this.#batched === 0) return
    const { keystone, keystoneLast, trailer } = this.framing
    const from = this.at - this.#batched
    this.#batch.set(trailer, this.#batched)
    const bytes = this.#batch.subarray(0, this.#batched + trailer.length)
    this.#batched = 0
    if (keystoneLast) {
      this.file.write(bytes.subarray(keystone), from + keystone)
      this.file.write(bytes.subarray(0, keystone), from)
    } else this.file.write(bytes, from)
    this.#cut(this.at + trailer.length)
  }

  /** Takes away what is behind the end; a writer that was killed may have left it. */
  #cut(end: number): void {
    if (this.size > end) this.file.truncate(end)
    this.size = end
  }
}
