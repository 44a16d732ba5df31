import type { ArchiveRecord, ArchiveReport, ArchiveStats, ArchiveStore, RangeOptions } from '../../archive.js'
import type { Codec } from '../../codec.js'
import { PilferError, show } from '../../errors.js'
import { withBorrowed } from '../../internal/fs/borrowed.js'
import { fsError } from '../../internal/fs/fs-error.js'
import type { LockKind } from '../../internal/lock/lock.js'
import { checkKey, RecordCoder } from '../../internal/record/coder.js'
import type { ParsedRecord } from '../../internal/record/record.js'
import { rootAt } from '../dir/root.js'
import { Damage } from './damage.js'
import { Environment } from './environment.js'
import { storedKey } from './keys.js'
import { listKeys } from './listing.js'
import { isLarge } from './pieces.js'
import { SetAside } from './set-aside.js'
import { Table } from './table.js'
import { expired, prune } from './upkeep.js'
import { notEmpty, requireVacant } from './vacant.js'

/** What an {@link LmdbStore} needs to know. */
export interface LmdbStoreOptions<V> {
  /** Which of the archives in the environment it is. */
  readonly name: string
  readonly codec: Codec<V>
  /** Wait for the disk. */
  readonly sync: boolean
  readonly onDamage: (error: PilferError) => void
  /**
   * How those who open, close and commit are kept apart.
   *
   * @default what this process has
   */
  readonly lockKind?: LockKind | undefined
}

/** Records in an LMDB environment; `docs/formats.md` has the layout. */
export class LmdbStore<V> implements ArchiveStore<V> {
  readonly kind = 'lmdb'
  readonly supports = {
    async: false,
    retains: true,
    identity: false,
    enumerate: true,
    persistent: true,
    concurrentWriters: true,
    ordered: true,
    transactions: true,
    ttl: true,
    blobs: false,
    lock: 'engine',
  } as const
  readonly #options: LmdbStoreOptions<V>
  readonly #coder: RecordCoder<V>
  readonly #table: Table
  readonly #aside: SetAside
  readonly #damage: Damage
  /** The keys of damaged records that could not be moved: they are reported once and passed over from then on. */
  readonly #stuck = new Set<string>()

  /** @param root an absolute path; the folder is created when missing */
  constructor(root: string, options: LmdbStoreOptions<V>) {
    const { name, codec, sync, lockKind } = options
    const env = Environment.at(root, sync, lockKind)
    this.#options = options
    this.#coder = new RecordCoder(codec)
    try {
      this.#table = new Table(env, name, sync)
    } catch (error) {
      env.release()
      throw error
    }
    this.#aside = new SetAside(env.path, name)
    this.#damage = new Damage(this.#table, this.#aside, env.path)
  }

  read(key: string): ArchiveRecord<V> | undefined {
    const where = this.#damage.nameOf(key)
    const found = this.#find(key, where)
    return found && this.#decode(found, key, where)
  }

  readMany(keys: readonly string[]): (ArchiveRecord<V> | undefined)[] {
    const names = keys.map((key) => this.#damage.nameOf(key))
    const found = this.#table.snapshot(() => keys.map((key, i) => ownInline(this.#find(key, names[i]!))))
    return found.map((record, i) => record && this.#decode(record, keys[i]!, names[i]!))
  }

  has(key: string, now: number): boolean {
    const stored = storedKey(key)
    return this.#table.snapshot(() => {
      const note = this.#table.note(stored)
      return (note === undefined || note.expires > now) && this.#table.has(stored)
    })
  }

  write(key: string, record: ArchiveRecord<V>): void {
    this.#table.put(key, this.#coder.encode(key, record), record.expires)
    this.#stuck.delete(key)
  }

  writeMany(entries: readonly (readonly [string, ArchiveRecord<V>])[]): void {
    const encoded = entries.map(([key, record]) => this.#coder.encode(key, record))
    this.#table.write(() => {
      for (const [i, [key, { expires }]] of entries.entries()) this.#table.put(key, encoded[i]!, expires)
    })
    for (const [key] of entries) this.#stuck.delete(key)
  }

  delete(key: string): boolean {
    return this.#table.remove(storedKey(key))
  }

  clear(): void {
    this.#table.clear()
    this.#aside.clear()
  }

  keys(now: number): Iterable<string> {
    return listKeys(this.#table, {}, now)
  }

  range(options: RangeOptions, now: number): Iterable<string> {
    return listKeys(this.#table, options, now)
  }

  size(now: number): number {
    return this.#table.count() - expired(this.#table, now).entries
  }

  transact<T>(work: () => T): T {
    return this.#table.transact(work)
  }

  prune(now: number): number {
    return prune(this.#table, now)
  }

  verify(): ArchiveReport {
    return this.#damage.verify()
  }

  repair(): ArchiveReport {
    return this.#damage.repair()
  }

  stats(now: number): ArchiveStats {
    const dead = expired(this.#table, now)
    return {
      entries: this.#table.count() - dead.entries,
      liveBytes: this.#table.bytes() - dead.bytes,
      deadBytes: dead.bytes,
    }
  }

  at(place: string): LmdbStore<V> {
    const root = rootAt('copy of an lmdb archive', place)
    try {
      requireVacant(root)
    } catch (error) {
      throw fsError(error, 'read', root)
    }
    const store = new LmdbStore(root, this.#options)
    if (store.#table.count() === 0) return store
    store.close()
    throw notEmpty(root, `an archive ${show(this.#options.name)} with entries`)
  }

  close(): void {
    this.#table.close()
  }

  /** The record of a key; a damaged one counts as absent, is set aside and reported. */
  #find(key: string, where: string, again = true): ParsedRecord | undefined {
    const stored = storedKey(key)
    try {
      const found = this.#table.find(stored, where, this.#coder.likely(key))
      if (found !== undefined) checkKey(found.head, key, where)
      return found
    } catch (error) {
      if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED') throw error
      if (this.#stuck.has(key)) return undefined
      const settled = this.#damage.settle(stored)
      if (settled === undefined) return again ? this.#find(key, where, false) : undefined
      if (!settled.isMoved) this.#stuck.add(key)
      this.#options.onDamage(settled.error)
      return undefined
    }
  }

  /** The codec may read this archive too, so it is given no memory of LMDB. */
  #decode(found: ParsedRecord, key: string, where: string): ArchiveRecord<V> {
    const { head, encoded } = found
    if (isLarge(head)) return this.#coder.decode(found, key, where)
    return withBorrowed((memory) => {
      const inline = copied(encoded.inline, memory)
      return this.#coder.decode({ head, encoded: { inline, blobs: encoded.blobs } }, key, where)
    })
  }
}

function ownInline(found: ParsedRecord | undefined): ParsedRecord | undefined {
  if (found === undefined || isLarge(found.head)) return found
  const { head, encoded } = found
  return { head, encoded: { inline: new Uint8Array(encoded.inline), blobs: encoded.blobs } }
}

function copied(bytes: Uint8Array, memory: Buffer): Uint8Array {
  const target = bytes.length <= memory.length ? memory : Buffer.allocUnsafeSlow(bytes.length)
  target.set(bytes)
  return target.subarray(0, bytes.length)
}
