import { describe, expect, it } from 'vitest'
import { lru } from '../../src/policy/lru.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { heldAfter, matchesModel } from './model.js'

policySuite({ describe, it }, 'lru', lru())

describe('lru', () => {
  it('evicts what a search for the oldest use finds', () => {
    matchesModel(lru(), (a, b) => a.used < b.used)
  })

  it.each([
    [
      [1, 2, 3],
      [2, 3],
    ],
    [
      [1, 2, 1, 3],
      [1, 3],
    ],
    [
      [1, 2, 2, 1, 3, 1, 4],
      [1, 4],
    ],
  ])('after the calls %j a cache of 2 holds %j', (calls, held) => {
    expect(heldAfter(lru(), 2, calls)).toEqual(held)
  })

  it('counts a write as a use', () => {
    const cache = new SlotCache(lru(), 2)
    cache.set('a')
    cache.set('b')
    cache.set('a')
    expect(cache.set('c')).toBe('b')
  })
})
