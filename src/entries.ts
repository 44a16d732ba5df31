import { MISS, type Miss } from './miss.js'
import type { EvictionPolicy, PolicyFactory } from './policy.js'

/** An entry that has left the memory although no archive holds it. */
export interface Leaving<K, V> {
  readonly key: K
  readonly value: V
  /** In ms since 1970; `Infinity` for never. */
  readonly expires: number
}

const FIRST_SLOTS = 16

/** The policy of a memory without bound: it is told everything and asked nothing. */
const UNBOUNDED: EvictionPolicy = {
  onInsert() {},
  onHit() {},
  onRemove() {},
  victim: () => -1,
  clear() {},
}

/**
 * The entries that a cache holds in memory, at most `maxSize` of them after every operation.
 *
 * Each entry has a *slot*, a small integer. Keys, values and times lie in arrays by slot; a `Map` leads from key to
 * slot; the policy knows slots only. A slot is reused when its entry has left, and its *stamp* then changes, so
 * whoever remembers a slot and its stamp can see whether the entry is still the one it was.
 */
export class Entries<K, V> {
  /** By slot: changes whenever the entry there leaves. */
  stamps = new Float64Array(FIRST_SLOTS)
  /** How many entries the policy has chosen to leave. */
  evictions = 0

  readonly #slots = new Map<K, number>()
  readonly #keys: (K | undefined)[] = []
  readonly #values: (V | undefined)[] = []
  readonly #free: number[] = []
  readonly #policy: EvictionPolicy
  /** By slot, in ms since 1970; there from the first entry on that can expire. */
  #expires: Float64Array | undefined
  /** By slot: 1 where an archive holds the entry as it is here; there from the first such entry on. */
  #saved: Uint8Array | undefined

  constructor(
    readonly maxSize: number,
    policy: PolicyFactory | undefined,
    readonly clock: () => number,
    readonly onLeave: (entry: Leaving<K, V>) => void,
  ) {
    const bounded = policy !== undefined && maxSize > 0 && maxSize < Infinity
    this.#policy = bounded ? policy.create(maxSize) : UNBOUNDED
  }

  get size(): number {
    return this.#slots.size
  }

  get isFull(): boolean {
    return this.#slots.size >= this.maxSize
  }

  /** The value of `key`; counts as a use of it. */
  get(key: K): V | Miss {
    const slot = this.#slots.get(key)
    return slot === undefined ? MISS : this.touch(slot)
  }

  /** The value in a slot that holds one; counts as a use of it. */
  touch(slot: number): V | Miss {
    if (this.#expires !== undefined && this.#expires[slot]! <= this.clock()) {
      this.#vacate(slot)
      return MISS
    }
    this.#policy.onHit(slot)
    return this.#values[slot] as V
  }

  /** The value of `key`, without counting as a use. */
  peek(key: K): V | Miss {
    const slot = this.slotOf(key)
    return slot === -1 ? MISS : (this.#values[slot] as V)
  }

  /** The slot of `key`, or -1; without counting as a use. */
  slotOf(key: K): number {
    const slot = this.#slots.get(key)
    return slot === undefined || !this.#isAlive(slot) ? -1 : slot
  }

  /**
   * Holds `value` under `key`, evicting another entry where there is no room. Unless it is marked as `saved`, in an
   * archive, it is handed to `onLeave` should it be evicted.
   */
  set(key: K, value: V, expires = Infinity, saved = false): void {
    let slot = this.#slots.get(key)
    if (slot !== undefined) {
      this.#policy.onHit(slot)
    } else {
      if (this.maxSize === 0) {
        if (!saved) this.onLeave({ key, value, expires })
        return
      }
      slot = this.#room(key)
      this.#slots.set(key, slot)
      this.#keys[slot] = key
      this.#policy.onInsert(slot, key)
    }
    this.#values[slot] = value
    if (saved || this.#saved !== undefined) this.#markSlot(slot, saved)
    if (expires !== Infinity || this.#expires !== undefined) this.#expireSlot(slot, expires)
  }

  delete(key: K): boolean {
    const slot = this.#slots.get(key)
    if (slot === undefined) return false
    const wasAlive = this.#isAlive(slot)
    this.#vacate(slot)
    return wasAlive
  }

  clear(): void {
    for (const slot of this.#slots.values()) this.stamps[slot]!++
    this.#slots.clear()
    this.#keys.length = 0
    this.#values.length = 0
    this.#free.length = 0
    this.#policy.clear()
  }

  /** The entries that have not expired, oldest insertion first; without counting as a use. */
  *entries(): Generator<Leaving<K, V>> {
    for (const [key, slot] of this.#slots)
      if (this.#isAlive(slot)) yield { key, value: this.#values[slot] as V, expires: this.#expiry(slot) }
  }

  /** What {@link entries} gives, of one key. */
  entry(key: K): Leaving<K, V> | undefined {
    const slot = this.slotOf(key)
    if (slot === -1) return undefined
    return { key, value: this.#values[slot] as V, expires: this.#expiry(slot) }
  }

  isUnsaved(key: K): boolean {
    const slot = this.slotOf(key)
    return slot !== -1 && !this.#isSaved(slot)
  }

  /** An archive now holds the entry of `key`, unless its value has changed meanwhile. */
  markSaved(key: K, value: V): void {
    const slot = this.slotOf(key)
    if (slot !== -1 && Object.is(this.#values[slot], value)) this.#markSlot(slot, true)
  }

  /** No archive holds anything of what is here. */
  markAllUnsaved(): void {
    this.#saved = undefined
  }

  /** An empty slot: a free one, a new one, or that of the policy's victim. */
  #room(key: K): number {
    if (this.#slots.size >= this.maxSize) return this.#evict(key)
    const slot = this.#free.pop() ?? this.#keys.length
    if (slot === this.stamps.length) this.#grow()
    return slot
  }

  #evict(newcomer: K): number {
    const slot = this.#policy.victim(newcomer)
    const key = this.#keys[slot] as K
    if (!this.#isSaved(slot) && this.#isAlive(slot))
      this.onLeave({ key, value: this.#values[slot] as V, expires: this.#expiry(slot) })
    this.#policy.onRemove(slot)
    this.#slots.delete(key)
    this.stamps[slot]!++
    this.evictions++
    return slot
  }

  /** Empties a slot and keeps it for the next entry. */
  #vacate(slot: number): void {
    this.#policy.onRemove(slot)
    this.#slots.delete(this.#keys[slot] as K)
    this.#keys[slot] = undefined
    this.#values[slot] = undefined
    this.stamps[slot]!++
    this.#free.push(slot)
  }

  #isSaved(slot: number): boolean {
    return this.#saved !== undefined && this.#saved[slot] === 1
  }

  #markSlot(slot: number, saved: boolean): void {
    this.#saved ??= new Uint8Array(this.stamps.length)
    this.#saved[slot] = saved ? 1 : 0
  }

  #expireSlot(slot: number, expires: number): void {
    this.#expires ??= new Float64Array(this.stamps.length).fill(Infinity)
    this.#expires[slot] = expires
  }

  #expiry(slot: number): number {
    return this.#expires === undefined ? Infinity : this.#expires[slot]!
  }

  #isAlive(slot: number): boolean {
    return this.#expires === undefined || this.#expires[slot]! > this.clock()
  }

  #grow(): void {
    const length = this.stamps.length * 2
    this.stamps = resized(this.stamps, new Float64Array(length))
    if (this.#saved !== undefined) this.#saved = resized(this.#saved, new Uint8Array(length))
    if (this.#expires !== undefined)
      this.#expires = resized(this.#expires, new Float64Array(length).fill(Infinity))
  }
}

function resized<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
