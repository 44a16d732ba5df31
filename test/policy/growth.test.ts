import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { arc } from '../../src/policy/arc.js'
import { fifo } from '../../src/policy/fifo.js'
import { lfu } from '../../src/policy/lfu.js'
import { lru } from '../../src/policy/lru.js'
import { mru } from '../../src/policy/mru.js'
import { rr } from '../../src/policy/rr.js'
import { s3fifo } from '../../src/policy/s3fifo.js'
import { sieve } from '../../src/policy/sieve.js'
import { tinylfu } from '../../src/policy/tinylfu.js'
import type { EvictionPolicy } from '../../src/policy.js'
import { seeded } from '../../src/testing/seeded.js'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

const memory = (): { heap: number; buffers: number } => {
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return { heap: heapUsed, buffers: arrayBuffers }
}

/** Hits, evictions and removals on a cache that has `size` slots and is full. */
function work(policy: EvictionPolicy, size: number, operations: number, random: () => number): void {
  for (let i = 0; i < operations; ) {
    const slot = Math.floor(size * random() ** 2)
    if (i % 4 === 0) {
      policy.onRemove(slot)
      policy.onInsert(slot, i)
      i += 2
    } else if (i % 4 === 2) {
      const victim = policy.victim(i)
      policy.onRemove(victim)
      policy.onInsert(victim, i)
      i += 3
    } else {
      policy.onHit(slot)
      i++
    }
  }
}

const fillOn = (policy: EvictionPolicy, from: number, size: number): void => {
  for (let slot = from; slot < size; slot++) policy.onInsert(slot, slot)
}

const fill = (policy: EvictionPolicy, size: number): void => fillOn(policy, 0, size)

const size = 3000

/** How many keys are in a sample of them changes a little as they do. */
const BY_CHANCE = 4096

// Of those that remember keys that have left, as many are remembered as the capacity allows.
const light = [lru(), lfu(), mru(), rr(), fifo(), sieve()].map((factory) => ({ ...factory, most: 2 ** 30 }))
const remembering = [s3fifo(), arc(), tinylfu()].map((factory) => ({ ...factory, most: size }))

describe.each([...light, ...remembering])('$name', (factory) => {
  it('takes no more memory over 10 million operations', () => {
    const random = seeded(11)
    const policy = factory.create(factory.most)
    fill(policy, size)
    work(policy, size, 100_000, random)
    const before = memory()
    work(policy, size, 10_000_000, random)
    const after = memory()
    expect(after.buffers).toBeLessThanOrEqual(before.buffers + BY_CHANCE)
    expect(after.heap - before.heap).toBeLessThan(256 * 1024)
  })

  it('takes no more memory when it is filled again after clear', () => {
    const policy = factory.create(size)
    fill(policy, size)
    work(policy, size, 30_000, seeded(1))
    const before = memory()
    for (let round = 0; round < 300; round++) {
      work(policy, size, 1000, seeded(round))
      policy.clear()
      fill(policy, size)
    }
    expect(memory().buffers).toBeLessThanOrEqual(before.buffers + BY_CHANCE)
  })

  it('takes memory for the slots in use, not for its capacity', () => {
    const before = memory()
    const policies = Array.from({ length: 100 }, () => factory.create(2 ** 30))
    for (const policy of policies) fill(policy, 1)
    expect(memory().buffers - before.buffers).toBeLessThan(
      100 * (factory.name === 'tinylfu' ? 40 : 32) * 1024,
    )
    for (const policy of policies) fillOn(policy, 1, size)
    expect(memory().buffers - before.buffers).toBeLessThan(100 * 32 * 2 * size)
    for (const policy of policies) policy.clear()
  })

  // Growing by a constant number of slots each time would take minutes.
  it('grows to half a million slots at constant cost for each', () => {
    const policy = factory.create(2 ** 30)
    fill(policy, 500_000)
    expect(policy.victim('newcomer')).toBeLessThan(500_000)
  }, 5000)
})
