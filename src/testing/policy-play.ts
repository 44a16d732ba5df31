import type { PolicyFactory } from '../policy.js'
import { seeded } from './seeded.js'
import { SlotCache } from './slot-cache.js'

/** Every run of the suite plays the same operations. */
export const SEED = 20_101

/** How long a game is that `play` plays. */
export const STEPS = 500

/** A random operation on one of `keys` keys, the first ones being the most popular; gives the key it evicted. */
export function step(cache: SlotCache, keys: number, random: () => number): unknown {
  const key = Math.floor(keys * random() ** 2)
  const chance = random()
  if (chance < 0.1) return void cache.delete(key)
  if (chance < 0.5) return void cache.get(key)
  return cache.set(key)
}

/** What each of `STEPS` random operations evicted. */
export function play(cache: SlotCache, seed: number): unknown[] {
  const random = seeded(seed)
  return Array.from({ length: STEPS }, () => step(cache, 20, random))
}

/** Whether the policy decides alike in like circumstances; one that decides by chance does not. */
export function isRepeatable(factory: PolicyFactory): boolean {
  const [first, ...others] = Array.from({ length: 5 }, () =>
    JSON.stringify(play(new SlotCache(factory, 8), SEED)),
  )
  return others.every((other) => other === first)
}
