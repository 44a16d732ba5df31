import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyHash } from '../../../src/internal/key-hash.js'
import { LruSample } from '../../../src/policy/parts/lru-sample.js'
import { seeded } from '../../../src/testing/seeded.js'
import { Queue } from '../models/reference-cache.js'

/** A policy that holds what it happens to hold, and asks for each newcomer whether the other cache would do better. */
function compared(
  capacity: number,
  keys: number,
  steps: number,
  seed: number,
): [boolean[], boolean[], number] {
  const hash = new KeyHash(seed)
  const random = seeded(seed + 1)
  const sample = new LruSample(capacity)
  const held = new Set<number>()
  const lru = new Queue()
  let lead = 0
  const answers: boolean[] = []
  const expected: boolean[] = []
  for (let i = 0; i < steps; i++) {
    const key = i % 1000 < 500 ? i % (capacity - 1) : Math.floor(keys * random() ** 2)
    const isOld = held.has(key)
    if (!isOld && held.size === capacity) {
      const victim = [...held][Math.floor(held.size * random())]!
      held.delete(victim)
      if (sample.has(hash.of(victim))) sample.leave()
    }
    held.add(key)
    if (!sample.has(hash.of(key))) continue
    const isHit = lru.has(key)
    lru.push(key)
    const room = [...held].filter((one) => sample.has(hash.of(one))).length
    while (lru.length > room) lru.removeOldest()
    lead += (Number(isHit) - Number(isOld) - lead) / 256
    if (isOld) sample.hit(hash.of(key))
    else {
      answers.push(sample.enter(hash.of(key)))
      expected.push(isHit && lead > 1 / 32)
    }
    if (i % 211 === 0) {
      held.delete(key)
      lru.remove(key)
      sample.delete(hash.of(key))
    }
  }
  return [answers, expected, sample.save().lead - lead]
}

describe('a cache of the least recently used beside another', () => {
  it('is asked and compared as plain lists say', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 400 }), fc.integer({ min: 1, max: 1e6 }), (capacity, seed) => {
        const [answers, expected, off] = compared(capacity, 3 * capacity, 3000, seed)
        expect(answers).toEqual(expected)
        expect(off).toBe(0)
      }),
      { numRuns: 30 },
    )
    // Neither answer is the only one.
    const [answers] = compared(300, 900, 6000, 1)
    expect(new Set(answers).size).toBe(2)
  })

  it.each([
    [1, 1],
    [128, 1],
    [129, 2],
    [1000, 8],
    [2 ** 30, 2 ** 23],
  ])('with room for %i has one key of %i', (capacity, scale) => {
    const sample = new LruSample(capacity)
    expect(sample.scale).toBe(scale)
    const hash = new KeyHash(6)
    const chosen = Array.from({ length: 80_000 }, (_, key) => key).filter((key) =>
      sample.has(hash.of(key)),
    ).length
    const expected = 80_000 / scale
    expect(Math.abs(chosen - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1)
  })
})
