import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Cache, lfu, lru, lruCache, mru, type PolicyFactory } from '../../src/index.js'
import { policies } from '../../src/simulate/policies.js'
import { simulate } from '../../src/simulate.js'
import { codeOf } from '../helpers/error-code.js'
import { seededRandom } from '../helpers/seeded-random.js'

const names = policies().map(({ name }) => name)
/** A policy by name, whose chance, if it has some, begins anew each time. */
const policyOf = (name: string): PolicyFactory => policies().find((policy) => policy.name === name)!

/** What a real cache hits that is read for each access, and written where it does not hold the key. */
function hitsOf(policy: PolicyFactory, maxSize: number, keys: readonly unknown[]): number {
  const cache = new Cache<unknown, boolean>({ maxSize, policy })
  let hits = 0
  for (const key of keys) {
    if (cache.get(key) === true) hits++
    else cache.set(key, true)
  }
  return hits
}

const object = {}
const anyKey = fc.oneof(
  fc.nat(12),
  fc.constantFrom(
    'a',
    '1',
    -0,
    0,
    1n,
    NaN,
    null,
    undefined,
    true,
    object,
    names,
    Symbol.for('a'),
    Symbol.iterator,
  ),
)

describe('every policy', () => {
  it.each(names)('%s hits exactly as often as in a real cache', (name) => {
    fc.assert(
      fc.property(
        fc.array(anyKey, { minLength: 1, maxLength: 200 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
        (keys, sizes) => {
          for (const size of sizes) {
            const found = simulate(keys, { policies: [policyOf(name)], sizes: [size] })
            expect(found.isExact).toBe(true)
            expect(found.curves[0]!.hitRatios).toEqual([hitsOf(policyOf(name), size, keys) / keys.length])
          }
        },
      ),
    )
  })

  it('never hits more often than the optimum', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(15), { minLength: 1, maxLength: 200 }), (keys) => {
        const { curves, optimum } = simulate(keys)
        for (const { hitRatios } of curves)
          for (const [i, ratio] of hitRatios.entries())
            expect(ratio).toBeLessThanOrEqual(optimum.hitRatios[i]!)
      }),
    )
  })
})

describe('simulate', () => {
  it('says what it has found', () => {
    const found = simulate([1, 2, 3, 1, 2, 3, 1, 2, 3], { policies: [lru(), mru()], sizes: [3, 2, 2] })
    expect(found).toMatchObject({
      accesses: 9,
      distinct: 3,
      rate: 1,
      played: 9,
      isExact: true,
      sizes: [2, 3],
    })
    expect(found.curves.map(({ hitRatios }) => hitRatios)).toEqual([
      [0, 6 / 9],
      [3 / 9, 6 / 9],
    ])
    expect(found.optimum).toEqual({ name: 'optimum', hitRatios: [4 / 9, 6 / 9], errors: [0, 0] })
    expect(found.recommendation).toMatchObject({ policy: 'lru', maxSize: 3, hitRatio: 6 / 9, alike: ['mru'] })
    expect(structuredClone(found)).toEqual(found)
  })

  it('recommends the smallest size within some points of the best', () => {
    const circle = Array.from({ length: 1000 }, (_, i) => i % 10)
    const options = { policies: [lru(), mru()], sizes: [2, 5, 8, 10] }
    expect(simulate(circle, options).recommendation).toMatchObject({ policy: 'lru', maxSize: 10 })
    const { recommendation } = simulate(circle, { ...options, within: 25 })
    expect(recommendation).toMatchObject({ policy: 'mru', maxSize: 8, alike: [] })
    expect(recommendation.reason).toBe(
      'With room for 8, the smallest size within 25 points of the best (99.0 %), mru hits 77.0 % of the accesses; the next best there, lru, hits 0.0 %; the optimum there is 79.2 %.',
    )
  })

  it('spreads the sizes over the different keys', () => {
    const keysOf = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
    expect(simulate(keysOf(1)).sizes).toEqual([1])
    expect(simulate(keysOf(7)).sizes).toEqual([1, 2, 4, 5, 7])
    expect(simulate(keysOf(1234)).sizes).toEqual([12, 25, 37, 62, 86, 120, 190, 250, 370, 620, 860, 1234])
  })

  it('takes keys that come in their time', async () => {
    async function* later(): AsyncGenerator<string> {
      for (const key of ['a', 'b', 'a']) yield key
    }
    const found = await simulate(later(), { policies: [lru()], sizes: [2] })
    expect(found).toEqual(simulate(['a', 'b', 'a'], { policies: [lru()], sizes: [2] }))
  })

  it('gives the same for the same, chance included', () => {
    const random = seededRandom(3)
    const keys = Array.from({ length: 3000 }, () => Math.floor(300 * random() ** 2))
    expect(simulate(keys)).toEqual(simulate(keys))
  })

  it.each<[string, () => unknown, string]>([
    ['a text', () => simulate('abc' as any), 'OPTION_INVALID'],
    ['no keys at all', () => simulate(undefined as any), 'OPTION_INVALID'],
    ['a function that is not recorded', () => simulate(lruCache((x: number) => x)), 'OPTION_INVALID'],
    ['an option that there is not', () => simulate([1], { size: [1] } as any), 'OPTION_UNKNOWN'],
    ['a size of 0', () => simulate([1], { sizes: [0] }), 'OPTION_INVALID'],
    ['no sizes', () => simulate([1], { sizes: [] }), 'OPTION_INVALID'],
    ['no policies', () => simulate([1], { policies: [] }), 'OPTION_INVALID'],
    ['two policies of one name', () => simulate([1], { policies: [lfu(), lfu()] }), 'OPTION_INVALID'],
    ['what is no policy', () => simulate([1], { policies: [null as any] }), 'OPTION_INVALID'],
    ['a sample that says nothing', () => simulate([1], { sample: 100 }), 'OPTION_INVALID'],
    ['points below 0', () => simulate([1], { within: -1 }), 'OPTION_INVALID'],
    ['no access', () => simulate([]), 'TRACE_INVALID'],
  ])('refuses %s', (_, call, code) => expect(codeOf(call)).toBe(code))
})
