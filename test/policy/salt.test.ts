import { afterEach, describe, expect, it, vi } from 'vitest'
import { KeyHash } from '../../src/internal/key-hash.js'
import { arc } from '../../src/policy/arc.js'
import { GhostTable } from '../../src/policy/parts/ghost-table.js'
import { UseSketch } from '../../src/policy/parts/use-sketch.js'
import { s3fifo } from '../../src/policy/s3fifo.js'
import { tinylfu } from '../../src/policy/tinylfu.js'
import type { PolicyFactory } from '../../src/policy.js'
import { seeded } from '../../src/testing/seeded.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { codeOf } from '../helpers/error-code.js'

const saltOf = (factory: PolicyFactory): number => (factory.create(4).save!() as { salt: number }).salt

/** What calls with some popular keys among many evict. */
function evictions(factory: PolicyFactory): unknown[] {
  const cache = new SlotCache(factory, 300)
  const random = seeded(12)
  return Array.from({ length: 40_000 }, () => cache.set(`key ${Math.floor(20_000 * random() ** 4)}`))
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each([
  ['arc', arc],
  ['s3fifo', s3fifo],
  ['tinylfu', tinylfu],
])('the salt of %s', (_, policy) => {
  it('is another one in each cache, unless `random` says otherwise', () => {
    const factory = policy()
    const salts = Array.from({ length: 50 }, () => saltOf(factory))
    expect(new Set(salts).size).toBe(50)
    for (const salt of salts) expect(salt | 0).toBe(salt)
    expect(saltOf(policy({ random: () => 0.75 }))).toBe(saltOf(policy({ random: () => 0.75 })))
    expect(saltOf(policy({ random: () => 0.75 }))).not.toBe(saltOf(policy({ random: () => 0.25 })))
  })

  it('is drawn once for a cache, from `Math.random` where nothing is given', () => {
    const chance = vi.spyOn(Math, 'random')
    const seed = vi.fn(seeded(1))
    evictions(policy({ random: seed }))
    expect([seed.mock.calls.length, chance.mock.calls.length]).toEqual([1, 0])
    evictions(policy())
    expect(chance.mock.calls.length).toBe(1)
  })

  it('decides all that chance does: with the same seed the same leaves', () => {
    for (const seed of [1, 2, 3])
      expect(evictions(policy({ random: seeded(seed) }))).toEqual(evictions(policy({ random: seeded(seed) })))
  })

  it.each([1, -0.1, Number.NaN, '0.5', undefined])('cannot be drawn from %s', (number) => {
    const factory = policy({ random: () => number as number })
    expect(codeOf(() => factory.create(4))).toBe('OPTION_INVALID')
  })
})

it('another seed may make another key leave', () => {
  const [first, ...others] = [1, 2, 3, 4].map((seed) => evictions(tinylfu({ random: seeded(seed) })))
  expect(others.some((other) => JSON.stringify(other) !== JSON.stringify(first))).toBe(true)
})

// Whoever knows the code can find keys for a salt of his choice that share places. They must share none under another.
describe('keys that share places under a salt that is known', () => {
  const known = new KeyHash(1)
  const keys = Array.from({ length: 200_000 }, (_, i) => `key-${i}`)
  const target = 'target'
  const secrets = Array.from({ length: 40 }, (_, i) => new KeyHash(Math.imul(i + 1, 0x2545f491)))

  /** Keys whose hash is that of the target in some bits, under the known salt. */
  const sharing = (bits: number): string[] =>
    keys.filter((key) => ((known.of(key) ^ known.of(target)) & bits) === 0)

  /** The uses that the sketch counts for the target once it has seen all of the flood, often. */
  const usesAfter = (flood: readonly string[], hash: KeyHash): number => {
    const sketch = new UseSketch()
    for (const key of flood) sketch.raise(hash.of(key), 7)
    return sketch.uses(hash.of(target))
  }

  it('do not make another key look popular under a secret one', () => {
    const flood = sharing(255).slice(0, 100)
    expect(flood.length).toBe(100)
    expect(usesAfter(flood, known)).toBe(7)
    expect(secrets.map((secret) => usesAfter(flood, secret))).toEqual(secrets.map(() => 0))
  })

  it('do not push the ghost of another key out under a secret one', () => {
    const survives = (flood: readonly string[], hash: KeyHash): boolean => {
      const ghosts = new GhostTable([5000])
      ghosts.add(0, hash.of(target))
      for (const key of flood) ghosts.add(0, hash.of(key))
      return ghosts.take(hash.of(target)) === 0
    }
    const flood = sharing(63).slice(0, 8)
    expect(survives(flood, known)).toBe(false)
    expect(secrets.map((secret) => survives(flood, secret))).toEqual(secrets.map(() => true))
  })
})
