import { describe, expect, it } from 'vitest'
import { fifo } from '../../src/policy/fifo.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { heldAfter, matchesModel } from './model.js'

policySuite({ describe, it }, 'fifo', fifo())

describe('fifo', () => {
  it('evicts what a search for the first insertion finds', () => {
    matchesModel(fifo(), (a, b) => a.born < b.born)
  })

  it.each([
    [
      [1, 2, 3],
      [2, 3],
    ],
    [
      [1, 2, 1, 3],
      [2, 3],
    ],
    [
      [1, 2, 2, 1, 3, 1, 4],
      [1, 4],
    ],
  ])('after the calls %j a cache of 2 holds %j', (calls, held) => {
    expect(heldAfter(fifo(), 2, calls)).toEqual(held)
  })

  it('leaves an entry in its place when it is written again', () => {
    const cache = new SlotCache(fifo(), 2)
    cache.set('a')
    cache.set('b')
    cache.set('a')
    expect(cache.set('c')).toBe('a')
  })

  it('puts an entry last that was deleted and set again', () => {
    const cache = new SlotCache(fifo(), 2)
    cache.set('a')
    cache.set('b')
    cache.delete('a')
    cache.set('a')
    expect(cache.set('c')).toBe('b')
  })
})
