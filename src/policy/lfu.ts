import type { EvictionPolicy, PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { grown, startLength } from './parts/grown.js'
import { SavedState, savedOrder } from './parts/saved.js'
import { NONE, SlotList } from './parts/slot-list.js'

/**
 * Evicts the least frequently used entry; among several of them, the least recently used.
 *
 * An entry's count begins at its insertion, every read or write after that adds one, and it is forgotten when the
 * entry leaves.
 *
 * Constant time by frequency groups, after K. Shah, A. Mitra and D. Matani, "An O(1) algorithm for implementing the
 * LFU cache eviction scheme" (2010).
 *
 * @example
 * ```ts
 * import { Cache, lfu } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 2, policy: lfu() })
 * cache.set('a', 1).set('b', 2)
 * cache.get('a')
 * cache.get('a')
 * cache.get('b')
 * cache.set('c', 3)
 * console.log([...cache.keys()]) // [ 'a', 'c' ]
 * ```
 */
export function lfu(): PolicyFactory {
  return { name: 'lfu', create: (capacity) => new Lfu(checkedCapacity('lfu', capacity)) }
}

/**
 * One list holds all slots, the most often used first and those of equal count by recency. A group is the stretch of
 * it with one count. Groups need no links among themselves: the slot before a group's head belongs to the next group
 * up. None is empty, so there are never more groups than slots.
 */
class Lfu implements EvictionPolicy {
  readonly #capacity: number
  readonly #order: SlotList
  /** By slot: its group. */
  #groupOf: Int32Array
  /** By group: its count, a double because a busy entry's count outgrows 32 bits. */
  #counts: Float64Array
  /** By group: its first slot; of a closed group, the group closed before it. */
  #heads: Int32Array
  #opened = 0
  #lastClosed = NONE

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#order = new SlotList(capacity)
    this.#groupOf = new Int32Array(startLength(capacity))
    this.#counts = new Float64Array(startLength(capacity))
    this.#heads = new Int32Array(startLength(capacity))
  }

  onInsert(slot: number): void {
    if (slot >= this.#groupOf.length) this.#grow(slot)
    const last = this.#order.last
    if (last !== NONE && this.#countOf(last) === 1) {
      const group = this.#groupOf[last]
      this.#order.addBefore(slot, this.#heads[group])
      this.#lead(group, slot)
    } else {
      this.#order.addBefore(slot, NONE)
      this.#open(1, slot)
    }
  }

  onHit(slot: number): void {
    const group = this.#groupOf[slot]
    const head = this.#heads[group]
    const count = this.#counts[group] + 1
    const above = this.#order.before(head)
    if (above !== NONE && this.#countOf(above) === count) {
      const next = this.#groupOf[above]
      this.#quit(slot)
      this.#order.moveBefore(slot, this.#heads[next])
      this.#lead(next, slot)
    } else if (slot === head && !this.#isIn(group, this.#order.after(slot))) {
      // Alone in its group, the slot takes it along.
      this.#counts[group] = count
    } else {
      this.#quit(slot)
      if (slot !== head) this.#order.moveBefore(slot, head)
      this.#open(count, slot)
    }
  }

  onRemove(slot: number): void {
    this.#quit(slot)
    this.#order.remove(slot)
  }

  victim(): number {
    return this.#order.last
  }

  clear(): void {
    this.#order.clear()
    this.#opened = 0
    this.#lastClosed = NONE
  }

  save(): SavedUse {
    const order = [...this.#order]
    return { order, counts: order.map((slot) => this.#countOf(slot)) }
  }

  restore(state: unknown, held: readonly number[]): void {
    const { order, counts } = savedUse(state, held)
    for (const [i, slot] of order.entries()) {
      if (slot >= this.#groupOf.length) this.#grow(slot)
      this.#order.addBefore(slot, NONE)
      if (i > 0 && counts[i] === counts[i - 1]) this.#groupOf[slot] = this.#groupOf[order[i - 1]]
      else this.#open(counts[i], slot)
    }
  }

  #countOf(slot: number): number {
    return this.#counts[this.#groupOf[slot]]
  }

  #isIn(group: number, slot: number): boolean {
    return slot !== NONE && this.#groupOf[slot] === group
  }

  /** Makes a group of `slot` alone, which stands where the group belongs. */
  #open(count: number, slot: number): void {
    let group = this.#lastClosed
    if (group === NONE) group = this.#opened++
    else this.#lastClosed = this.#heads[group]
    this.#counts[group] = count
    this.#lead(group, slot)
  }

  /** Makes `slot` the head of `group`. */
  #lead(group: number, slot: number): void {
    this.#groupOf[slot] = group
    this.#heads[group] = slot
  }

  /** Takes `slot` out of its group, before it leaves its place in the order. */
  #quit(slot: number): void {
    const group = this.#groupOf[slot]
    if (this.#heads[group] !== slot) return
    const next = this.#order.after(slot)
    if (this.#isIn(group, next)) {
      this.#heads[group] = next
    } else {
      this.#heads[group] = this.#lastClosed
      this.#lastClosed = group
    }
  }

  #grow(slot: number): void {
    this.#groupOf = grown(this.#groupOf, slot, this.#capacity)
    this.#counts = grown(this.#counts, slot, this.#capacity)
    this.#heads = grown(this.#heads, slot, this.#capacity)
  }
}

/** The state of the policy: its slots, the most often used first and those of equal count by recency. */
interface SavedUse {
  readonly order: readonly number[]
  /** By place in `order`. */
  readonly counts: readonly number[]
}

function savedUse(state: unknown, held: readonly number[]): SavedUse {
  const saved = new SavedState('lfu', state)
  const order = savedOrder(saved.get('order'), held)
  const counts = saved.integers('counts', order.length, 1, Infinity)
  for (let i = 1; i < counts.length; i++)
    if (counts[i] > counts[i - 1]) throw saved.invalid('counts', 'integers, the largest first', counts[i])
  return { order, counts }
}
