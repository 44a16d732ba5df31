import { describe, expect, it } from 'vitest'
import { mru } from '../../src/policy/mru.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { heldAfter, matchesModel } from './model.js'

policySuite({ describe, it }, 'mru', mru())

describe('mru', () => {
  it('evicts what a search for the newest use finds', () => {
    matchesModel(mru(), (a, b) => a.used > b.used)
  })

  it.each([
    [
      [1, 2, 3],
      [1, 3],
    ],
    [
      [1, 2, 1, 3],
      [2, 3],
    ],
    [
      [1, 2, 3, 4],
      [1, 4],
    ],
  ])('after the calls %j a cache of 2 holds %j', (calls, held) => {
    expect(heldAfter(mru(), 2, calls)).toEqual(held)
  })

  it('counts a write as a use', () => {
    const cache = new SlotCache(mru(), 2)
    cache.set('a')
    cache.set('b')
    cache.set('a')
    expect(cache.set('c')).toBe('a')
  })

  it('evicts the newest of those that are left once the newest was deleted', () => {
    const cache = new SlotCache(mru(), 3)
    for (const key of ['a', 'b', 'c']) cache.set(key)
    cache.delete('c')
    cache.set('d')
    cache.get('a')
    cache.delete('a')
    cache.set('e')
    cache.delete('e')
    cache.set('f')
    cache.delete('f')
    cache.set('g')
    expect(cache.set('h')).toBe('g')
    expect(cache.keys().sort()).toEqual(['b', 'd', 'h'])
  })
})
