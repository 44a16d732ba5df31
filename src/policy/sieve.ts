import type { EvictionPolicy, PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { grown, startLength } from './parts/grown.js'
import { SavedState, savedOrder } from './parts/saved.js'
import { NONE, SlotList } from './parts/slot-list.js'

/**
 * SIEVE: a hand goes over the entries from the oldest to the newest and evicts the first that has not been used since
 * it last came by. Unlike in second chance, what is spared keeps its place, and newcomers come in where the hand is
 * not, so they are soon seen through.
 *
 * After Y. Zhang, J. Yang, Y. Yue, Y. Vigfusson and K. V. Rashmi, "SIEVE is simpler than LRU: an efficient turn-key
 * eviction algorithm for web caches", NSDI 2024.
 *
 * @example
 * ```ts
 * import { Cache, sieve } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 3, policy: sieve() })
 * cache.set('a', 1).set('b', 2).set('c', 3)
 * cache.get('a')
 * cache.set('d', 4)
 * cache.set('e', 5)
 * console.log([...cache.keys()]) // [ 'a', 'd', 'e' ]
 * ```
 */
export function sieve(): PolicyFactory {
  return { name: 'sieve', create: (capacity) => new Sieve(checkedCapacity('sieve', capacity)) }
}

class Sieve implements EvictionPolicy {
  readonly #capacity: number
  /** The newest entry first. */
  readonly #order: SlotList
  /** By slot: 1 where the entry was used since the hand came by. */
  #isUsed: Uint8Array
  /** The slot that is looked at next, or `NONE` for the last. */
  #hand = NONE

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#order = new SlotList(capacity)
    this.#isUsed = new Uint8Array(startLength(capacity))
  }

  onInsert(slot: number): void {
    if (slot >= this.#isUsed.length) this.#isUsed = grown(this.#isUsed, slot, this.#capacity)
    this.#isUsed[slot] = 0
    this.#order.addFirst(slot)
  }

  onHit(slot: number): void {
    this.#isUsed[slot] = 1
  }

  onRemove(slot: number): void {
    if (slot === this.#hand) this.#hand = this.#order.before(slot)
    this.#order.remove(slot)
  }

  victim(): number {
    const order = this.#order
    const isUsed = this.#isUsed
    let slot = this.#hand === NONE ? order.last : this.#hand
    while (isUsed[slot] === 1) {
      isUsed[slot] = 0
      slot = order.before(slot)
      if (slot === NONE) slot = order.last
    }
    this.#hand = slot
    return slot
  }

  clear(): void {
    this.#order.clear()
    this.#hand = NONE
  }

  save(): SavedSieve {
    const order = [...this.#order]
    return { order, used: order.map((slot) => this.#isUsed[slot]), hand: this.#hand }
  }

  restore(state: unknown, held: readonly number[]): void {
    const saved = new SavedState('sieve', state)
    const order = savedOrder(saved.get('order'), held)
    const used = saved.integers('used', order.length, 0, 1)
    const hand = saved.get('hand')
    if (hand !== NONE && !order.includes(hand as number))
      throw saved.invalid('hand', `one of the slots, or ${NONE}`, hand)
    for (const [i, slot] of order.entries()) {
      if (slot >= this.#isUsed.length) this.#isUsed = grown(this.#isUsed, slot, this.#capacity)
      this.#order.addBefore(slot, NONE)
      this.#isUsed[slot] = used[i]
    }
    this.#hand = hand as number
  }
}

/** The state of the policy: its slots, the newest first. */
interface SavedSieve {
  readonly order: readonly number[]
  /** By place in `order`: 1 where the entry was used since the hand came by. */
  readonly used: readonly number[]
  readonly hand: number
}
