import type { PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { OrderPolicy } from './parts/order-policy.js'

/**
 * Evicts the most recently used entry: of those held before the newcomer came, the one read or written last.
 *
 * @example
 * ```ts
 * import { Cache, mru } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 2, policy: mru() })
 * cache.set('a', 1).set('b', 2)
 * cache.get('a')
 * cache.set('c', 3)
 * console.log([...cache.keys()]) // [ 'b', 'c' ]
 * ```
 */
export function mru(): PolicyFactory {
  return { name: 'mru', create: (capacity) => new Mru(checkedCapacity('mru', capacity)) }
}

class Mru extends OrderPolicy {
  onHit(slot: number): void {
    this.moveToFirst(slot)
  }

  victim(): number {
    return this.first
  }
}
