import type { PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { OrderPolicy } from './parts/order-policy.js'

/**
 * Evicts the entry that came in first. Reading an entry or writing it again does not change its place.
 *
 * @example
 * ```ts
 * import { Cache, fifo } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 2, policy: fifo() })
 * cache.set('a', 1).set('b', 2)
 * cache.get('a')
 * cache.set('c', 3)
 * console.log([...cache.keys()]) // [ 'b', 'c' ]
 * ```
 */
export function fifo(): PolicyFactory {
  return { name: 'fifo', create: (capacity) => new Fifo(checkedCapacity('fifo', capacity)) }
}

class Fifo extends OrderPolicy {
  onHit(): void {}

  victim(): number {
    return this.last
  }
}
