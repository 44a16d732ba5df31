import type { PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { OrderPolicy } from './parts/order-policy.js'

/**
 * Evicts the least recently used entry: the one whose last read or write lies furthest back.
 *
 * @example
 * ```ts
 * import { Cache, lru } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 2, policy: lru() })
 * cache.set('a', 1).set('b', 2)
 * cache.get('a')
 * cache.set('c', 3)
 * console.log([...cache.keys()]) // [ 'a', 'c' ]
 * ```
 */
export function lru(): PolicyFactory {
  return { name: 'lru', create: (capacity) => new Lru(checkedCapacity('lru', capacity)) }
}

class Lru extends OrderPolicy {
  onHit(slot: number): void {
    this.moveToFirst(slot)
  }

  victim(): number {
    return this.last
  }

  onReplace(slot: number): void {
    this.moveToFirst(slot)
  }
}
