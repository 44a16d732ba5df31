import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PilferError } from '../../src/errors.js'
import { rr } from '../../src/policy/rr.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { seeded } from '../../src/testing/seeded.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { commands, heldAfter } from './model.js'

policySuite({ describe, it }, 'rr', rr())
policySuite({ describe, it }, 'rr with an injected source of chance', rr({ random: seeded(1) }))

const codeOf = (body: () => unknown): unknown => {
  try {
    return body()
  } catch (error) {
    return error instanceof PilferError ? [error.code, error.message] : error
  }
}

describe('rr', () => {
  it('reaches every entry held, and each by an equal share of what the source gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), commands, (capacity, list) => {
        const held = new Map<number, number>()
        const policy = rr({ random: () => chance }).create(capacity)
        const free = Array.from({ length: capacity }, (_, i) => capacity - 1 - i)
        let chance = 0
        const remove = (key: number): void => {
          const slot = held.get(key)
          if (slot === undefined) return
          policy.onRemove(slot)
          held.delete(key)
          free.push(slot)
        }
        for (const [name, key] of list) {
          const slot = held.get(key)
          if (name === 'delete') remove(key)
          else if (name === 'clear') {
            policy.clear()
            free.push(...held.values())
            held.clear()
          } else if (slot !== undefined) policy.onHit(slot)
          else if (name === 'set') {
            const oldest = held.keys().next().value
            if (held.size === capacity && oldest !== undefined) remove(oldest)
            const slot = free.pop() ?? -1
            held.set(key, slot)
            policy.onInsert(slot, key)
          }
          const victims = [...held.keys()].map((_, i) => {
            chance = (i + 0.5) / held.size
            return policy.victim(undefined)
          })
          expect(victims.sort()).toEqual([...held.values()].sort())
        }
      }),
      { numRuns: 200 },
    )
  })

  it('evicts uniformly', () => {
    const size = 10
    const rounds = 100_000
    const random = seeded(7)
    const policy = rr({ random }).create(size)
    for (let slot = 0; slot < size; slot++) policy.onInsert(slot, slot)
    const times = new Array<number>(size).fill(0)
    for (let i = 0; i < rounds; i++) {
      const slot = policy.victim(i)
      times[slot]++
      policy.onRemove(slot)
      policy.onInsert(slot, i)
    }
    const expected = rounds / size
    const chiSquare = times.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    // With 9 degrees of freedom, chance alone exceeds this once in a thousand seeds.
    expect(chiSquare).toBeLessThan(27.88)
  })

  it('repeats itself with the same source of chance, whatever is read', () => {
    const calls = Array.from({ length: 500 }, (_, i) => (i * 7919) % 31)
    const once = heldAfter(rr({ random: seeded(3) }), 10, calls)
    const cache = new SlotCache(rr({ random: seeded(3) }), 10)
    for (const key of calls) {
      if (!cache.get(key)) cache.set(key)
      for (const held of cache.keys()) cache.get(held)
    }
    expect(cache.keys().sort()).toEqual(once)
  })

  it('takes chance from Math.random by default', () => {
    const victims = new Set(Array.from({ length: 200 }, () => heldAfter(rr(), 4, [1, 2, 3, 4, 5]).join()))
    expect([...victims].sort()).toEqual(['1,2,3,5', '1,2,4,5', '1,3,4,5', '2,3,4,5'])
  })

  it.each([
    [{ random: 0.5 }, 'OPTION_INVALID', '`random` of rr must be a function, received 0.5'],
    [{ rand: Math.random }, 'OPTION_UNKNOWN', 'rr has no option `rand`'],
    [null, 'OPTION_INVALID', 'rr takes an object of options, received null'],
  ])('refuses %o', (options, code, message) => {
    expect(codeOf(() => rr(options as object))).toEqual([code, expect.stringContaining(message)])
  })

  it.each([1, -0.1, Number.NaN, Infinity, '0.5', undefined])(
    'refuses %o from the source, evicting nothing',
    (bad) => {
      const cache = new SlotCache(rr({ random: () => bad as number }), 2)
      cache.set('a')
      cache.set('b')
      expect(codeOf(() => cache.set('c'))).toEqual([
        'OPTION_INVALID',
        expect.stringContaining('`random` of rr must give numbers of at least 0 and less than 1'),
      ])
      expect(cache.keys()).toEqual(['a', 'b'])
    },
  )
})
