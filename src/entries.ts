import { PilferError, show } from './errors.js'
import { MISS, type Miss } from './miss.js'
import type { EvictionPolicy, PolicyFactory } from './policy.js'
import type { SavedEntry } from './snapshot.js'

/** An entry that has left the memory although no archive holds it. */
export interface Leaving<K, V> {
  readonly key: K
  readonly value: V
  /** In ms since 1970; `Infinity` for never. */
  readonly expires: number
}

const FIRST_SLOTS = 16
/** By how much the arrays grow when they are full. */
const GROWTH = 1.5
const NO_STAMPS = new Float64Array(0)

/** The policy of a memory without bound: it is told everything and asked nothing. */
const UNBOUNDED: EvictionPolicy = {
  onInsert() {},
  onHit() {},
  onRemove() {},
  victim: () => -1,
  clear() {},
  save: () => null,
  restore(state) {
    if (state !== null)
      throw new PilferError(
        'SNAPSHOT_INVALID',
        `\`order\` of a snapshot without a policy must be null, received ${show(state)}`,
      )
  },
}

/**
 * The entries that a cache holds in memory, at most `maxSize` of them after every operation.
 *
 * Each entry has a *slot*, a small integer. Keys, values and times lie in arrays by slot; a `Map` leads from key to
 * slot; the policy knows slots only. A slot is reused when its entry has left, and its *stamp* then changes, so
 * whoever remembers a slot and its stamp can see whether the entry is still the one it was.
 */
export class Entries<K, V> {
  /** By slot: changes whenever the entry there leaves; empty until {@link keepStamps}. */
  stamps = NO_STAMPS
  /** Whether somebody wants the entries that leave although no archive holds them. */
  handsOver = false
  /** How many entries the policy has chosen to leave. */
  evictions = 0
  /** The name of the policy; `null` where none is asked. */
  readonly policyName: string | null

  readonly #slots = new Map<K, number>()
  #keys: (K | undefined)[] = new Array(FIRST_SLOTS)
  #values: (V | undefined)[] = new Array(FIRST_SLOTS)
  /** The first slot that has never held an entry. */
  #next = 0
  /** Those below that are empty. */
  readonly #free: number[] = []
  readonly #newPolicy: () => EvictionPolicy
  #policy: EvictionPolicy
  /** For how many slots the arrays have room. */
  #room = FIRST_SLOTS
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
    this.policyName = bounded ? policy.name : null
    this.#newPolicy = bounded ? () => policy.create(maxSize) : () => UNBOUNDED
    this.#policy = this.#newPolicy()
  }

  get size(): number {
    return this.#slots.size
  }

  get isFull(): boolean {
    return this.#slots.size >= this.maxSize
  }

  /** The value of `key`, which counts as a use of it, or `absent`. */
  get<D>(key: K, absent: D): V | D {
    const slot = this.#slots.get(key)
    return slot === undefined || !this.use(slot) ? absent : (this.#values[slot] as V)
  }

  /** Whether the entry in a slot that holds one has not just expired; counts as a use of it. */
  use(slot: number): boolean {
    if (this.#expires !== undefined && this.#expires[slot]! <= this.clock()) {
      this.#vacate(slot)
      return false
    }
    this.#policy.onHit(slot)
    return true
  }

  /** The value in a slot that holds one. */
  valueAt(slot: number): V {
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
   * archive, it is handed to `onLeave` should it be evicted while `handsOver` is set.
   */
  set(key: K, value: V, expires = Infinity, saved = false): void {
    let slot = this.#slots.get(key)
    if (slot !== undefined) {
      this.#policy.onHit(slot)
    } else {
      if (this.maxSize === 0) {
        if (!saved && this.handsOver) this.onLeave({ key, value, expires })
        return
      }
      slot = this.#slots.size < this.maxSize ? this.#insert(key) : this.#replace(key)
      this.#slots.set(key, slot)
      this.#keys[slot] = key
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
    for (const slot of this.#slots.values()) this.#restamp(slot)
    this.#slots.clear()
    this.#keys.fill(undefined, 0, this.#next)
    this.#values.fill(undefined, 0, this.#next)
    this.#next = 0
    this.#free.length = 0
    this.#policy.clear()
  }

  /** Gives every slot a stamp from now on. */
  keepStamps(): void {
    if (this.stamps === NO_STAMPS) this.stamps = new Float64Array(this.#room)
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

  /** Slots of entries to be restored are below this number. */
  slotLimit(count: number): number {
    return this.policyName === null ? Math.min(this.maxSize, count) : this.maxSize
  }

  /** All entries, those too that have expired but still take room, and the state of the policy, which is about slots. */
  save(): { entries: SavedEntry<K, V>[]; order: unknown } {
    // Where no policy knows the slots, they are numbered without gaps.
    const entries = Array.from(this.#slots, ([key, slot], i) => ({
      slot: this.policyName === null ? i : slot,
      key,
      value: this.#values[slot] as V,
      expires: this.#expiry(slot),
    }))
    return { entries, order: this.#stateful(this.#policy).save() }
  }

  /**
   * Holds the given entries in the place of all others, but for those that have expired; no archive counts as holding
   * them. Keys and slots are different ones, within the limits.
   *
   * @throws PilferError `SNAPSHOT_INVALID` when `order` is no state of the policy about these entries. Then nothing has
   * changed.
   */
  restore(entries: readonly SavedEntry<K, V>[], order: unknown): void {
    const slots = entries.map(({ slot }) => slot)
    const policy = this.#newPolicy()
    this.#stateful(policy).restore(order, slots)
    this.clear()
    this.markAllUnsaved()
    this.#policy = policy
    this.#makeSlots(slots.reduce((top, slot) => Math.max(top, slot + 1), 0))
    for (const { slot, key, value, expires } of entries) {
      this.#slots.set(key, slot)
      this.#keys[slot] = key
      this.#values[slot] = value
      if (expires !== Infinity || this.#expires !== undefined) this.#expireSlot(slot, expires)
    }
    const taken = new Set(slots)
    for (let slot = this.#next - 1; slot >= 0; slot--) if (!taken.has(slot)) this.#free.push(slot)
    for (const slot of slots) if (!this.#isAlive(slot)) this.#vacate(slot)
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

  /** A free slot, or a new one, for `key`. */
  #insert(key: K): number {
    const isNew = this.#free.length === 0
    const slot = isNew ? this.#next : this.#free.at(-1)!
    if (slot === this.#room) this.#grow(slot + 1)
    // First, as it may have no memory for its arrays: then nothing is held under the key.
    this.#policy.onInsert(slot, key)
    if (isNew) this.#next++
    else this.#free.pop()
    return slot
  }

  /** The slot of the policy's victim, which leaves, for `newcomer`. */
  #replace(newcomer: K): number {
    const policy = this.#policy
    const slot = policy.victim(newcomer)
    const key = this.#keys[slot] as K
    if (this.handsOver) this.#handOver(slot)
    if (policy.onReplace === undefined) {
      policy.onRemove(slot)
      policy.onInsert(slot, newcomer)
    } else policy.onReplace(slot, newcomer)
    this.#slots.delete(key)
    this.#restamp(slot)
    this.evictions++
    return slot
  }

  #handOver(slot: number): void {
    if (this.#isSaved(slot) || !this.#isAlive(slot)) return
    this.onLeave({ key: this.#keys[slot] as K, value: this.#values[slot] as V, expires: this.#expiry(slot) })
  }

  /** Empties a slot and keeps it for the next entry. */
  #vacate(slot: number): void {
    this.#policy.onRemove(slot)
    this.#slots.delete(this.#keys[slot] as K)
    this.#keys[slot] = undefined
    this.#values[slot] = undefined
    this.#restamp(slot)
    this.#free.push(slot)
  }

  #restamp(slot: number): void {
    if (this.stamps !== NO_STAMPS) this.stamps[slot]!++
  }

  #isSaved(slot: number): boolean {
    return this.#saved !== undefined && this.#saved[slot] === 1
  }

  #markSlot(slot: number, saved: boolean): void {
    this.#saved ??= new Uint8Array(this.#room)
    this.#saved[slot] = saved ? 1 : 0
  }

  #expireSlot(slot: number, expires: number): void {
    this.#expires ??= new Float64Array(this.#room).fill(Infinity)
    this.#expires[slot] = expires
  }

  #expiry(slot: number): number {
    return this.#expires === undefined ? Infinity : this.#expires[slot]!
  }

  #isAlive(slot: number): boolean {
    return this.#expires === undefined || this.#expires[slot]! > this.clock()
  }

  /** The policy, if its state can be saved. */
  #stateful(policy: EvictionPolicy): Required<EvictionPolicy> {
    if (policy.save !== undefined && policy.restore !== undefined) return policy as Required<EvictionPolicy>
    throw new PilferError(
      'SNAPSHOT_UNSUPPORTED',
      `the policy ${this.policyName} has no \`save\` and \`restore\`, which a snapshot needs`,
    )
  }

  /** Makes `count` empty slots in a memory that has none. */
  #makeSlots(count: number): void {
    if (count > this.#room) this.#grow(count)
    this.#next = count
  }

  /** Makes room for at least `count` slots, and for no more than there may be. */
  #grow(count: number): void {
    const room = Math.max(count, Math.min(this.maxSize, Math.ceil(this.#room * GROWTH)))
    this.#room = room
    this.#keys = resizedList(this.#keys, room)
    this.#values = resizedList(this.#values, room)
    if (this.stamps !== NO_STAMPS) this.stamps = resized(this.stamps, new Float64Array(room))
    if (this.#saved !== undefined) this.#saved = resized(this.#saved, new Uint8Array(room))
    if (this.#expires !== undefined)
      this.#expires = resized(this.#expires, new Float64Array(room).fill(Infinity))
  }
}

/** A list does not grow by itself, which would leave up to a third of it empty. */
function resizedList<T>(from: readonly T[], length: number): T[] {
  const to = new Array<T>(length)
  for (let i = 0; i < from.length; i++) to[i] = from[i]!
  return to
}

function resized<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
