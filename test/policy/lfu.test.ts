import { describe, expect, it } from 'vitest'
import { lfu } from '../../src/policy/lfu.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { heldAfter, matchesModel } from './model.js'

policySuite({ describe, it }, 'lfu', lfu())

describe('lfu', () => {
  it('evicts what a search for the fewest uses finds, the oldest use where they are equal', () => {
    matchesModel(lfu(), (a, b) => a.uses < b.uses || (a.uses === b.uses && a.used < b.used))
  })

  it.each([
    [3, [1, 1, 1, 2, 2, 3, 4], [1, 2, 4]],
    [3, [1, 2, 3, 4], [2, 3, 4]],
    [2, [1, 2, 2, 3, 4, 5], [2, 5]],
    [2, [1, 2, 2, 1, 3], [1, 3]],
    [1, [1, 1, 1, 2], [2]],
  ])('a cache of %i after the calls %j holds %j', (capacity, calls, held) => {
    expect(heldAfter(lfu(), capacity, calls)).toEqual(held)
  })

  it('evicts one entry at a time', () => {
    expect(heldAfter(lfu(), 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toHaveLength(10)
  })

  it('forgets the uses of an entry that has left', () => {
    const cache = new SlotCache(lfu(), 2)
    cache.set('a')
    for (let i = 0; i < 10; i++) cache.get('a')
    cache.delete('a')
    cache.set('b')
    cache.get('b')
    cache.set('a')
    expect(cache.set('c')).toBe('a')
  })

  it('counts a write as a use', () => {
    const cache = new SlotCache(lfu(), 2)
    cache.set('a')
    cache.set('b')
    cache.set('a')
    expect(cache.set('c')).toBe('b')
  })

  it('keeps apart as many counts as there are entries, beyond the size it starts with', () => {
    const size = 1500
    const cache = new SlotCache(lfu(), size)
    const use = (key: number, uses: number): void => {
      for (let i = 0; i < uses; i++) cache.get(key)
    }
    for (let key = 0; key < size; key++) {
      cache.set(key)
      use(key, key)
    }
    for (let key = 0; key < size; key++) {
      expect(cache.set(size + key)).toBe(key)
      use(size + key, size)
    }
  })
})
