import { describe, expect, it } from 'vitest'
import { lfu, lru, rr } from '../../src/index.js'
import { chance } from '../../src/simulate/chance.js'
import { Sample } from '../../src/simulate/sample.js'
import { type Simulation, simulate } from '../../src/simulate.js'
import { codeOf } from '../helpers/error-code.js'
import { seededRandom } from '../helpers/seeded-random.js'

/** Keys by Zipf's law: the n-th is about 1/n as popular as the first. */
function popular(accesses: number, keys: number, seed: number): Int32Array {
  const random = seededRandom(seed)
  return Int32Array.from({ length: accesses }, () => Math.floor(keys ** random()))
}

describe('a sample of keys', () => {
  const keys = popular(2_000_000, 1_000_000, 4)
  const policies = [lru(), lfu(), rr({ random: chance(5) })]
  const sizes = [5000, 20_000, 100_000]
  const exact = simulate(keys, { sample: Infinity, policies, sizes })
  const sampled = simulate(keys, { policies, sizes })

  it('is known as one', () => {
    expect(exact).toMatchObject({ isExact: true, rate: 1, accesses: keys.length, played: keys.length })
    expect(sampled.isExact).toBe(false)
    expect(sampled.rate).toBeLessThan(0.1)
    expect(sampled.accesses).toBe(keys.length)
    expect(sampled.distinct / exact.distinct).toBeGreaterThan(0.96)
    expect(sampled.distinct / exact.distinct).toBeLessThan(1.04)
  })

  it('is as near to the truth as it says, and not much less', () => {
    const all = ({ curves, optimum }: Simulation) => [...curves, optimum]
    for (const [c, curve] of all(sampled).entries())
      for (const [i, ratio] of curve.hitRatios.entries()) {
        expect(curve.errors[i]).toBeGreaterThan(0)
        expect(curve.errors[i]).toBeLessThan(0.06)
        expect(Math.abs(ratio - all(exact)[c]!.hitRatios[i]!)).toBeLessThanOrEqual(curve.errors[i]!)
      }
  })

  it('says nothing of a cache that is too small for it', () => {
    const found = simulate(keys, { policies: [lru()], sizes: [1, 50_000], sample: 1024 })
    expect(found).toMatchObject({ sizes: [50_000], tooSmall: [1] })
    expect(codeOf(() => simulate(keys, { policies: [lru()], sizes: [1], sample: 1024 }))).toBe(
      'OPTION_INVALID',
    )
  })

  it('is another one with another salt', () => {
    const options = { policies: [lru()], sizes, sample: 2048 }
    const first = simulate(keys, options)
    expect(simulate(keys, options)).toEqual(first)
    expect(simulate(keys, { ...options, salt: 1 }).optimum).not.toEqual(first.optimum)
  })

  it('has all accesses of its keys, in their order, and no more keys than it may', () => {
    const sample = new Sample(1024, 0)
    for (const key of keys.subarray(0, 100_000)) sample.add(key)
    const { whole, keys: followed } = sample.draw()
    const played = Array.from(whole.ids, (id) => followed[id])
    const chosen = new Set(played)
    expect(chosen.size).toBeLessThanOrEqual(1024)
    expect(chosen.size).toBeGreaterThanOrEqual(896)
    expect(played).toEqual([...keys.subarray(0, 100_000)].filter((key) => chosen.has(key)))
  })
})

describe('more accesses of few keys than are remembered', () => {
  it('are played in stretches, with the error stated', () => {
    const random = seededRandom(6)
    const keys = Int32Array.from({ length: 1_000_000 }, () => Math.floor(500 * random() ** 2))
    const options = { policies: [lru()], sizes: [50, 250] }
    const exact = simulate(keys, { ...options, sample: Infinity })
    const thinned = simulate(keys, { ...options, sample: 1024 })
    expect(thinned).toMatchObject({ isExact: false, rate: 1, distinct: 500, accesses: keys.length })
    expect(thinned.played).toBeLessThanOrEqual(128 * 1024)
    for (const [i, error] of thinned.curves[0]!.errors.entries()) {
      expect(error).toBeLessThan(0.03)
      const off = thinned.curves[0]!.hitRatios[i]! - exact.curves[0]!.hitRatios[i]!
      expect(Math.abs(off)).toBeLessThanOrEqual(error)
    }
  })
})
