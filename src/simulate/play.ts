import type { PolicyFactory } from '../policy.js'
import type { Play } from './curve.js'

const NOWHERE = -1

/**
 * Plays accesses through a cache that has a policy and no values: each is a read, and where the key is not held, it is
 * written. The policy is told what a `Cache` would tell it, so the hits are the same.
 *
 * @param keys the keys by their numbers, since a policy may look at them
 */
export function playOf(factory: PolicyFactory, keys: readonly unknown[]): Play {
  return (ids, size) => {
    const policy = factory.create(size)
    const slots = new Int32Array(keys.length).fill(NOWHERE)
    const idOf = new Int32Array(Math.min(size, keys.length))
    let held = 0
    let hits = 0
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]
      let slot = slots[id]
      if (slot !== NOWHERE) {
        hits++
        policy.onHit(slot)
        continue
      }
      const key = keys[id]
      if (held < size) {
        slot = held++
      } else {
        slot = policy.victim(key)
        policy.onRemove(slot)
        slots[idOf[slot]] = NOWHERE
      }
      slots[id] = slot
      idOf[slot] = id
      policy.onInsert(slot, key)
    }
    return hits
  }
}
