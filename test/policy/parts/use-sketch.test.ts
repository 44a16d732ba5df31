import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyHash } from '../../../src/internal/key-hash.js'
import { MOST_USES, UseSketch } from '../../../src/policy/parts/use-sketch.js'
import { seeded } from '../../../src/testing/seeded.js'

const key = fc.nat({ max: 30 })
const operation = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.tuple(fc.constant('raise' as const), key, fc.integer({ min: 1, max: MOST_USES })),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('halve' as const), fc.constant(0), fc.constant(0)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clear' as const), fc.constant(0), fc.constant(0)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('reserve' as const), fc.constant(0), fc.integer({ min: 1, max: 5000 })),
  },
)

/** What a sketch is an approximation of: the exact uses of every key. */
class Exact {
  #uses = new Map<number, number>()

  uses(key: number): number {
    return this.#uses.get(key) ?? 0
  }

  raise(key: number, uses: number): void {
    this.#uses.set(key, Math.max(uses, this.uses(key)))
  }

  halve(): void {
    for (const [key, uses] of this.#uses) this.#uses.set(key, Math.floor(uses / 2))
  }

  clear(): void {
    this.#uses.clear()
  }
}

describe('a sketch of uses', () => {
  it('counts no fewer uses than there were, and no more than those of all keys together', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(operation, { maxLength: 200, size: 'max' }), (salt, operations) => {
        const hash = new KeyHash(salt)
        const sketch = new UseSketch()
        const exact = new Exact()
        for (const [name, key, number] of operations) {
          if (name === 'reserve') sketch.reserve(number)
          else {
            sketch[name](hash.of(key), number)
            exact[name](key, number)
          }
          const all = Array.from({ length: 31 }, (_, k) => exact.uses(k))
          const most = Math.max(...all)
          for (const [k, uses] of all.entries()) {
            expect(sketch.uses(hash.of(k))).toBeGreaterThanOrEqual(uses)
            expect(sketch.uses(hash.of(k))).toBeLessThanOrEqual(most)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it.each([1000, 20_000, 100_000])('of %i slots seldom counts more, of four keys for each slot', (slots) => {
    const hash = new KeyHash(5)
    const sketch = new UseSketch()
    sketch.reserve(slots)
    const random = seeded(2)
    const uses = Array.from({ length: 4 * slots }, () => 1 + Math.floor(MOST_USES * random() ** 8))
    for (const [key, count] of uses.entries()) sketch.raise(hash.of(key), count)
    const wrong = uses.filter((count, key) => sketch.uses(hash.of(key)) !== count).length
    expect(wrong / uses.length).toBeLessThan(0.02)
    let unknown = 0
    for (let i = 0; i < slots; i++) if (sketch.uses(hash.of(-1 - i)) > 0) unknown++
    expect(unknown / slots).toBeLessThan(0.25)
  })

  it('halves every count, rounding down, and no count changes another', () => {
    const hash = new KeyHash(1)
    const sketch = new UseSketch()
    for (let uses = 0; uses <= MOST_USES; uses++) if (uses > 0) sketch.raise(hash.of(uses), uses)
    for (const expected of [(n: number) => n >> 1, (n: number) => n >> 2, () => 0]) {
      sketch.halve()
      for (let uses = 0; uses <= MOST_USES; uses++) expect(sketch.uses(hash.of(uses))).toBe(expected(uses))
    }
    // All counters at their most: what a halving shifts out of one must not come into the next.
    const full = new UseSketch()
    const pair = (uses: number): number => (uses << 4) | uses
    full.restore(new Uint8Array(8192).fill(pair(MOST_USES)))
    full.halve()
    expect(full.save()!.every((uses) => uses === pair(MOST_USES >> 1))).toBe(true)
  })

  it('keeps what it knows when it grows', () => {
    const hash = new KeyHash(3)
    const sketch = new UseSketch()
    for (let key = 0; key < 500; key++) sketch.raise(hash.of(key), 1 + (key % MOST_USES))
    const before = Array.from({ length: 500 }, (_, key) => sketch.uses(hash.of(key)))
    sketch.reserve(50_000)
    expect(sketch.save()!.length).toBe(2 ** 19)
    expect(before.map((_, key) => sketch.uses(hash.of(key)))).toEqual(before)
  })

  it('has other places under another salt', () => {
    const places = (salt: number): string => {
      const sketch = new UseSketch()
      sketch.raise(new KeyHash(salt).of('key'), 1)
      return [...sketch.save()!.entries()].filter(([, pair]) => pair > 0).join()
    }
    const all = Array.from({ length: 200 }, (_, salt) => places(salt))
    expect(new Set(all).size).toBe(200)
    expect(places(7)).toBe(all[7])
  })
})
