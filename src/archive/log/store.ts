import type { ArchiveRecord, ArchiveReport, ArchiveStats, ArchiveStore, ByteStream } from '../../archive.js'
import type { Codec } from '../../codec.js'
import { fileAt, requireNoFile } from '../../internal/fs/file-path.js'
import { removeFile } from '../../internal/fs/if-there.js'
import { Log, type LogOptions } from '../../internal/log/log.js'
import { temporaryName } from '../../internal/log/open-file.js'
import { streamBody, streamEntry } from '../../internal/record/body-stream.js'
import { checkKey, RecordCoder } from '../../internal/record/coder.js'
import type { ParsedRecord } from '../../internal/record/record.js'
import { spool, spooledBytes, spooledHead } from '../../internal/record/spool.js'
import { recordSupports } from '../../internal/record/supports.js'

/** What a {@link LogStore} needs to know. */
export interface LogStoreOptions<V> extends LogOptions {
  readonly codec: Codec<V>
}

/** Throws `RECORD_DAMAGED` for a record of another key. */
const check = ({ head }: ParsedRecord, where: string, key: string): void => checkKey(head, key, where)

/** Records in one file to which every change is appended; how they lie in it is up to the framing. */
export class LogStore<V> implements ArchiveStore<V> {
  readonly kind: string
  readonly supports
  readonly #options: LogStoreOptions<V>
  readonly #coder: RecordCoder<V>
  readonly #log: Log

  /** @param path the absolute path of the file, which is created when missing */
  constructor(path: string, options: LogStoreOptions<V>) {
    this.kind = options.kind
    this.#options = options
    this.#coder = new RecordCoder(options.codec)
    this.#log = new Log(path, options)
    this.supports = recordSupports(options.codec, this.#log.lock.kind)
  }

  read(key: string): ArchiveRecord<V> | undefined {
    return this.#log.read(key, this.#coder.likely(key), (parsed, where) =>
      this.#coder.decode(parsed, key, where),
    )
  }

  has(key: string, now: number): boolean {
    const frame = this.#log.index().get(key)
    return frame !== undefined && frame.expires > now
  }

  write(key: string, record: ArchiveRecord<V>): void {
    this.writeMany([[key, record]])
  }

  writeMany(entries: readonly (readonly [string, ArchiveRecord<V>])[]): void {
    this.#log.writer.append(
      entries.map(([key, record]) => ({
        meta: this.#coder.meta(key, record),
        encoded: this.#options.codec.encode(record.value),
      })),
    )
  }

  delete(key: string): boolean {
    return this.#log.writer.delete(key)
  }

  clear(): void {
    this.#log.writer.clear()
  }

  *keys(now: number): Iterable<string> {
    for (const { key, expires } of this.#log.index().frames()) if (expires > now) yield key
  }

  size(now: number): number {
    let size = 0
    for (const { expires } of this.#log.index().frames()) if (expires > now) size++
    return size
  }

  prune(now: number): number {
    return this.#log.writer.prune(now)
  }

  verify(): ArchiveReport {
    const { records, faults, hasTail } = this.#log.inspect(check)
    return { records, faults, leftovers: hasTail ? 1 : 0 }
  }

  repair(): ArchiveReport {
    const { records, faults, broken, hasTail } = this.#log.inspect(check)
    if (faults.length > 0 || hasTail) this.#log.setAside(broken, check)
    return { records, faults, leftovers: hasTail ? 1 : 0 }
  }

  stats(now: number): ArchiveStats {
    const { live, dead } = this.#log.bytes()
    let entries = 0
    let expired = 0
    for (const { expires, length } of this.#log.index().frames())
      if (expires > now) entries++
      else expired += length
    return { entries, liveBytes: live - expired, deadBytes: dead + expired }
  }

  async writeStream(key: string, stream: ByteStream, record: Omit<ArchiveRecord, 'value'>): Promise<void> {
    const { inline } = this.#options.codec.stream!
    const spooled = await spool(stream, temporaryName(this.#log.path), 0, 0o600)
    try {
      const meta = this.#coder.meta(key, record)
      const { head, sum } = spooledHead(meta, inline, spooled)
      this.#log.writer.appendBody(meta, head, inline.length + spooled.length, (file, position) => {
        file.write(inline, position)
        let at = position + inline.length
        for (const piece of spooledBytes(spooled)) {
          file.write(piece, at)
          at += piece.length
        }
        return sum
      })
    } finally {
      removeFile(spooled.path)
    }
  }

  readStream(key: string, now: number): AsyncIterable<Uint8Array> | undefined {
    const place = this.has(key, now) ? this.#log.locate(key) : undefined
    if (place === undefined) return undefined
    const { fd, where, found } = place
    const { head, bodyAt } = found
    return Buffer.isBuffer(head)
      ? streamBody({ fd, where, head, bodyAt }, this.#coder)
      : streamEntry({ fd, where, bodyAt }, head, this.#coder)
  }

  at(place: string): LogStore<V> {
    const path = fileAt(`copy of a ${this.kind} archive`, place)
    requireNoFile(path)
    return new LogStore(path, this.#options)
  }

  close(): void {
    this.#log.close()
  }
}
