import { PilferError, show } from './errors.js'
import type { CacheInfo } from './stats.js'

/** One entry of a {@link Snapshot}. */
export interface SavedEntry<K = unknown, V = unknown> {
  /** The number by which `order` calls the entry. */
  readonly slot: number
  readonly key: K
  readonly value: V
  /** In ms since 1970; `Infinity` for never. */
  readonly expires: number
}

/** The counters of a memoized function. */
export type Counters = Omit<CacheInfo, 'size' | 'maxSize'>

/**
 * What a memory holds, and all that its policy knows of it, as plain data: `structuredClone` and `v8Codec` keep it if
 * they keep the keys and values. These are the very ones of the memory, not copies.
 */
export interface Snapshot<K = unknown, V = unknown> {
  readonly format: 'pilfer-snapshot'
  readonly version: 1
  /** What the function is called in keys, with its version; absent where it was taken of a cache. */
  readonly name?: string
  /** The policy's name; `null` where nothing is ever evicted. */
  readonly policy: string | null
  readonly maxSize: number
  /** Oldest insertion first. */
  readonly entries: readonly SavedEntry<K, V>[]
  /** The policy's own account of the slots. */
  readonly order: unknown
  /** Of a function, if they were asked for. */
  readonly stats?: Counters
}

/** What can be saved as a {@link Snapshot}. */
export interface Restorable<K, V> {
  /**
   * What is in memory, and in which order it would leave, as plain data. Expired entries are left out when it is restored.
   *
   * @throws PilferError `NAME_REQUIRED` for a function whose name does not tell it from others, `OPTION_CONFLICT` for one
   * whose keys mean nothing in another process.
   *
   * @example
   * ```ts
   * import { Cache, lru } from 'pilfer'
   *
   * const cache = new Cache<string, number>({ maxSize: 2, policy: lru() })
   * cache.set('a', 1).set('b', 2)
   * cache.get('a')
   *
   * const next = new Cache<string, number>({ maxSize: 2, policy: lru() })
   * next.restore(cache.snapshot())
   * next.set('c', 3)
   * console.log([...next.keys()]) // [ 'a', 'c' ]
   * ```
   */
  snapshot(): Snapshot<K, V>
  /**
   * Replaces what is in memory by what was there when the snapshot was taken. The archive counts as holding none of it:
   * what is restored counts as newest, and when it is written, on eviction, `dump`, `sync` or `close`, it replaces what the
   * archive has. Where this throws, nothing has changed.
   *
   * @throws PilferError `SNAPSHOT_INVALID` for what is no snapshot, `SNAPSHOT_MISMATCH` for one of another policy or
   * `maxSize`, `KEY_NOT_STRING` for one with such a key over an archive; and what `snapshot` throws.
   */
  restore(snapshot: Snapshot): void
}

const COUNTERS: readonly (keyof Counters)[] = ['hits', 'misses', 'loads', 'evictions', 'bypasses']

/**
 * Whether it is a snapshot; its entries and their order are judged where they are restored.
 *
 * @throws PilferError `SNAPSHOT_INVALID` when it is none.
 */
export function checkSnapshot(snapshot: unknown): asserts snapshot is Snapshot {
  const { format, version, entries, stats } = fieldsOf('a snapshot', snapshot)
  if (format !== 'pilfer-snapshot') throw invalid("`format` of a snapshot must be 'pilfer-snapshot'", format)
  if (version !== 1) throw invalid('`version` of a snapshot must be 1, the only one known here', version)
  if (!Array.isArray(entries)) throw invalid('`entries` of a snapshot must be an array', entries)
  if (stats === undefined) return
  const counters = fieldsOf('`stats` of a snapshot', stats)
  for (const name of COUNTERS)
    if (!Number.isSafeInteger(counters[name]) || (counters[name] as number) < 0)
      throw invalid(`\`stats.${name}\` of a snapshot must be a non-negative integer`, counters[name])
}

/**
 * The entries of a snapshot, which have slots below `limit`.
 *
 * @throws PilferError `SNAPSHOT_INVALID` when one is no entry, or when two share a slot or a key.
 */
export function savedEntries({ entries }: Snapshot, limit: number): SavedEntry<any, any>[] {
  const slots = new Set<unknown>()
  const keys = new Set<unknown>()
  // `from` visits holes too.
  return Array.from(entries, (entry, i) => {
    const at = `entries[${i}]`
    const { slot, key, value, expires } = fieldsOf(`\`${at}\` of a snapshot`, entry)
    if (!isSlot(slot, limit) || slots.has(slot))
      throw invalid(`\`${at}.slot\` of a snapshot must be an integer below ${limit} of its own`, slot)
    if (keys.has(key)) throw invalid(`\`${at}.key\` of a snapshot must be a key of its own`, key)
    if (typeof expires !== 'number' || Number.isNaN(expires))
      throw invalid(`\`${at}.expires\` of a snapshot must be a time in ms`, expires)
    slots.add(slot)
    keys.add(key)
    return { slot, key, value, expires }
  })
}

/**
 * Throws unless a snapshot belongs where it is to be restored.
 *
 * @throws PilferError `SNAPSHOT_MISMATCH`, naming both values.
 */
export function requireSame(what: 'name' | 'policy' | 'maxSize', snapshot: Snapshot, here: unknown): void {
  if (snapshot[what] !== here)
    throw new PilferError(
      'SNAPSHOT_MISMATCH',
      `the snapshot has the ${what} ${show(snapshot[what])}, and it is to be restored where the ${what} is ${show(here)}`,
    )
}

const isSlot = (value: unknown, limit: number): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < limit

function fieldsOf(what: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw invalid(`${what} must be an object`, value)
  return value as Record<string, unknown>
}

const invalid = (expected: string, received: unknown): PilferError =>
  new PilferError('SNAPSHOT_INVALID', `${expected}, received ${show(received)}`)
