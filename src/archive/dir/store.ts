import type { ArchiveRecord, ArchiveReport, ArchiveStats, ArchiveStore, ByteStream } from '../../archive.js'
import type { Codec } from '../../codec.js'
import { attempt } from '../../internal/fs/attempt.js'
import { streamBody } from '../../internal/record/body-stream.js'
import { checkKey, RecordCoder } from '../../internal/record/coder.js'
import { readHead, readHeadBytes, readRecord } from '../../internal/record/file.js'
import { finishHead, parseHead } from '../../internal/record/record.js'
import { spool, spooledHead } from '../../internal/record/spool.js'
import { recordSupports } from '../../internal/record/supports.js'
import { writeRecord } from '../../internal/record/write.js'
import { Folder, type FolderOptions, TEMP } from './folder.js'
import { rootAt } from './root.js'
import { prune, repair, stats, verify } from './upkeep.js'
import { requireVacant } from './vacant.js'

/** What a {@link DirStore} needs to know. */
export interface DirStoreOptions<V> extends FolderOptions {
  readonly codec: Codec<V>
}

/** Records in a folder, one file per key. */
export class DirStore<V> implements ArchiveStore<V> {
  readonly kind = 'dir'
  readonly supports
  readonly #folder: Folder
  readonly #options: DirStoreOptions<V>
  readonly #coder: RecordCoder<V>

  /** @param root an absolute path; the folder is created when missing */
  constructor(root: string, options: DirStoreOptions<V>) {
    this.supports = recordSupports(options.codec, 'none')
    this.#folder = new Folder(root, options)
    this.#options = options
    this.#coder = new RecordCoder(options.codec)
  }

  read(key: string): ArchiveRecord<V> | undefined {
    return this.#folder.look(this.#folder.pathOf(key), (fd, path, memory) => {
      return this.#coder.decode(readRecord(fd, path, memory, this.#coder.likely(key)), key, path)
    })
  }

  has(key: string, now: number): boolean {
    const head = this.#folder.look(this.#folder.pathOf(key), (fd, path, memory) => {
      const found = readHead(fd, path, memory)
      checkKey(found, key, path)
      return found
    })
    return head !== undefined && head.expires > now
  }

  write(key: string, record: ArchiveRecord<V>): void {
    const meta = this.#coder.meta(key, record)
    const encoded = this.#options.codec.encode(record.value)
    this.#folder.replace(this.#folder.pathOf(key), (fd) => writeRecord(fd, meta, encoded))
  }

  delete(key: string): boolean {
    return this.#folder.remove(this.#folder.pathOf(key))
  }

  clear(): void {
    this.#folder.clear()
  }

  *keys(now: number): Iterable<string> {
    for (const { head } of this.#folder.list()) if (head.expires > now) yield head.key
  }

  prune(now: number): number {
    return prune(this.#folder, now)
  }

  verify(): ArchiveReport {
    return verify(this.#folder)
  }

  repair(): ArchiveReport {
    return repair(this.#folder)
  }

  stats(now: number): ArchiveStats {
    return stats(this.#folder, now)
  }

  async writeStream(key: string, stream: ByteStream, record: Omit<ArchiveRecord, 'value'>): Promise<void> {
    const { inline } = this.#options.codec.stream!
    const meta = this.#coder.meta(key, record)
    const room = spooledHead(meta, inline).head.length + inline.length
    const spooled = await spool(stream, this.#folder.temporary(), room)
    const { head, sum } = spooledHead(meta, inline, spooled)
    finishHead(head, sum)
    this.#folder.complete(spooled.path, this.#folder.pathOf(key), [head, inline])
  }

  readStream(key: string, now: number): AsyncIterable<Uint8Array> | undefined {
    const place = this.#folder.look(
      this.#folder.pathOf(key),
      (fd, where, memory) => {
        const head = readHeadBytes(fd, where, memory)
        const parsed = parseHead(head, where)
        checkKey(parsed, key, where)
        return parsed.expires > now ? { fd, where, head, bodyAt: head.length } : undefined
      },
      true,
    )
    return place && streamBody(place, this.#coder)
  }

  at(place: string): DirStore<V> {
    const root = rootAt('copy of a dir archive', place)
    attempt('read', root, () => requireVacant(root, TEMP))
    return new DirStore(root, this.#options)
  }
}
