import { checkOptions, func } from '../internal/check-options.js'
import type { EvictionPolicy, PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { fraction } from './parts/chance.js'
import { grown, startLength } from './parts/grown.js'
import { savedOrder } from './parts/saved.js'

/** What {@link rr} takes. */
export interface RrOptions {
  /**
   * Where chance comes from: a function like `Math.random`, giving numbers of at least 0 and less than 1.
   *
   * @default Math.random
   */
  readonly random?: () => number
}

/**
 * Random replacement: evicts any of the entries held, each with the same probability.
 *
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID` for an option it does not take; `OPTION_INVALID` from the
 * first eviction for which `random` gives anything but a number of at least 0 and less than 1.
 *
 * @example
 * ```ts
 * import { Cache, rr } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 2, policy: rr({ random: () => 0.5 }) })
 * cache.set('a', 1).set('b', 2).set('c', 3)
 * console.log([...cache.keys()]) // [ 'a', 'c' ]
 * ```
 */
export function rr(options: RrOptions = {}): PolicyFactory {
  checkOptions('rr', options, { random: func })
  const { random = Math.random } = options
  return { name: 'rr', create: (capacity) => new Rr(checkedCapacity('rr', capacity), random) }
}

class Rr implements EvictionPolicy {
  readonly #capacity: number
  readonly #random: () => number
  /** The slots in use, without gaps. */
  #slots: Int32Array
  /** By slot: where it stands among them. */
  #places: Int32Array
  #held = 0

  constructor(capacity: number, random: () => number) {
    this.#capacity = capacity
    this.#random = random
    this.#slots = new Int32Array(startLength(capacity))
    this.#places = new Int32Array(startLength(capacity))
  }

  onInsert(slot: number): void {
    if (slot >= this.#places.length) {
      this.#slots = grown(this.#slots, slot, this.#capacity)
      this.#places = grown(this.#places, slot, this.#capacity)
    }
    this.#slots[this.#held] = slot
    this.#places[slot] = this.#held++
  }

  onHit(): void {}

  onRemove(slot: number): void {
    const place = this.#places[slot]
    const last = this.#slots[--this.#held]
    this.#slots[place] = last
    this.#places[last] = place
  }

  victim(): number {
    return this.#slots[Math.floor(fraction('rr', this.#random()) * this.#held)]
  }

  clear(): void {
    this.#held = 0
  }

  /** The slots by place: the same number from the source of chance then leads to the same slot. */
  save(): number[] {
    return [...this.#slots.subarray(0, this.#held)]
  }

  restore(state: unknown, held: readonly number[]): void {
    for (const slot of savedOrder(state, held)) this.onInsert(slot)
  }
}
