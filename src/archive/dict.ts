import type { Archive, ArchiveRecord, ArchiveStore } from '../archive.js'
import { createArchive } from '../internal/archive-front.js'
import { type Check, checkOptions, func } from '../internal/check-options.js'

/** What {@link dictArchive} takes. */
export interface DictArchiveOptions<V> {
  /**
   * What it holds from the beginning.
   *
   * @default []
   */
  readonly entries?: Iterable<readonly [string, V]>
  /**
   * The time in ms since 1970, by which entries expire.
   *
   * @default Date.now
   */
  readonly clock?: () => number
}

const entries: Check = {
  expected: 'iterable, with a [key, value] pair for each entry',
  ok: (value) => typeof value === 'object' && value !== null && Symbol.iterator in value,
}

/**
 * An archive in the memory of this process, which lets functions share their results. Like a `Map`, it keeps the
 * very values that were set, so any value goes in.
 *
 * @throws PilferError `OPTION_UNKNOWN`, `OPTION_INVALID`, or `KEY_NOT_STRING` for an entry.
 * @example
 * ```ts
 * import { dictArchive } from 'pilfer'
 *
 * const archive = dictArchive({ entries: [['x', 1]] })
 * archive.get('x') // 1
 * ```
 */
export function dictArchive<V = unknown>(options: DictArchiveOptions<V> = {}): Archive<V> {
  checkOptions('dictArchive', options, { entries, clock: func })
  const { clock } = options
  const archive = createArchive<V>(new DictStore<V>(), clock && { clock })
  return options.entries === undefined ? archive : archive.setMany(options.entries)
}

class DictStore<V> implements ArchiveStore<V> {
  readonly kind = 'dict'
  readonly supports = {
    async: false,
    retains: true,
    identity: true,
    enumerate: true,
    persistent: false,
    concurrentWriters: false,
    ordered: false,
    transactions: false,
    ttl: true,
    blobs: false,
    lock: 'none',
  } as const
  readonly #records = new Map<string, ArchiveRecord<V>>()

  read(key: string): ArchiveRecord<V> | undefined {
    return this.#records.get(key)
  }

  write(key: string, record: ArchiveRecord<V>): void {
    this.#records.set(key, record)
  }

  delete(key: string): boolean {
    return this.#records.delete(key)
  }

  clear(): void {
    this.#records.clear()
  }

  /** Lets go of the expired records that it comes by. */
  *keys(now: number): Iterable<string> {
    for (const [key, { expires }] of this.#records)
      if (expires > now) yield key
      else this.#records.delete(key)
  }
}
