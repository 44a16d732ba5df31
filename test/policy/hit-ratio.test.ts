import { describe, expect, it } from 'vitest'
import { loadTrace } from '../../examples/data/traces.js'
import { fifo } from '../../src/policy/fifo.js'
import { lfu } from '../../src/policy/lfu.js'
import { lru } from '../../src/policy/lru.js'
import { mru } from '../../src/policy/mru.js'
import { rr } from '../../src/policy/rr.js'
import type { PolicyFactory } from '../../src/policy.js'
import { seeded } from '../../src/testing/seeded.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import reference from './hit-ratios.json' with { type: 'json' }

/** The hits of a cache that is read once for each access, and written where it does not hold the key. */
function hitsOf(factory: PolicyFactory, size: number, trace: Int32Array): number {
  const cache = new SlotCache(factory, size)
  let hits = 0
  for (const key of trace) {
    if (cache.get(key)) hits++
    else cache.set(key)
  }
  return hits
}

describe.each(['loop', 'multi1', 'multi3', '2_pools'] as const)('on the trace %s', (name) => {
  const trace = loadTrace(name)
  const { accesses, sizes, hits } = reference[name]

  it.each([lru(), fifo(), mru()])('$name hits exactly as often as the reference', (factory) => {
    const expected = hits[factory.name as 'lru' | 'fifo' | 'mru']
    expect(sizes.map((size) => hitsOf(factory, size, trace))).toEqual(expected)
  })

  it.each([
    ['lfu', lfu(), hits.lfu],
    ['rr', rr({ random: seeded(5) }), hits.random],
  ])('%s hits as often as the reference, within half a point', (_, factory, expected) => {
    const points = sizes.map((size, i) => (100 * (hitsOf(factory, size, trace) - expected[i])) / accesses)
    for (const difference of points) expect(Math.abs(difference)).toBeLessThanOrEqual(0.5)
  })
})

it('no policy beats the optimum in the reference', () => {
  for (const { hits } of Object.values(reference))
    for (const [i, best] of hits.opt.entries())
      for (const counts of Object.values(hits)) expect(counts[i]).toBeLessThanOrEqual(best)
})
