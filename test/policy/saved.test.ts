import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arc } from '../../src/policy/arc.js'
import { fifo } from '../../src/policy/fifo.js'
import { lfu } from '../../src/policy/lfu.js'
import { lru } from '../../src/policy/lru.js'
import { mru } from '../../src/policy/mru.js'
import { rr } from '../../src/policy/rr.js'
import { s3fifo } from '../../src/policy/s3fifo.js'
import { sieve } from '../../src/policy/sieve.js'
import { tinylfu } from '../../src/policy/tinylfu.js'
import { seeded } from '../../src/testing/seeded.js'
import { SlotCache } from '../../src/testing/slot-cache.js'
import { codeOf } from '../helpers/error-code.js'
import { commands, commandsOn, answers as play } from './model.js'

describe.each([lru(), lfu(), mru(), fifo()])('a restored $name', (factory) => {
  it('answers whatever follows as the saved one does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), commands, commands, (capacity, before, after) => {
        const cache = new SlotCache(factory, capacity)
        play(cache, before)
        const copy = cache.copy()
        expect(play(copy, after)).toEqual(play(cache, after))
        expect(copy.save()).toEqual(cache.save())
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})

// Of large arrays, `toEqual` compares one cell after the other at great length.
const expectSameState = (a: SlotCache, b: SlotCache): void =>
  expect(isDeepStrictEqual(a.save(), b.save())).toBe(true)

// Each cache has a salt of its own, and the restored one takes over that of the saved one.
describe.each([sieve(), s3fifo(), arc(), tinylfu()])('a restored $name', (factory) => {
  it('answers whatever follows as the saved one does, with what it remembers of keys that have left', () => {
    const many = commandsOn(39)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), many, many, (capacity, before, after) => {
        const cache = new SlotCache(factory, capacity)
        play(cache, before)
        const copy = cache.copy()
        expectSameState(copy, cache)
        expect(play(copy, after)).toEqual(play(cache, after))
        expectSameState(copy, cache)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('goes on as the saved one does where it holds a sample of its keys and many ghosts', () => {
    const cache = new SlotCache(factory, 1500)
    const random = seeded(9)
    const game = (one: SlotCache, from: number): unknown[] =>
      Array.from({ length: 15_000 }, (_, i) =>
        one.set((i % 5 < 2 ? from + i : Math.floor(5000 * random() ** 3)) | 0),
      )
    for (let round = 0; round < 4; round++) {
      game(cache, 10_000 * round)
      const copy = cache.copy()
      const keys = Array.from({ length: 15_000 }, () => Math.floor(30_000 * random() ** 4))
      expect(keys.map((key) => copy.set(key))).toEqual(keys.map((key) => cache.set(key)))
      expectSameState(copy, cache)
    }
  })

  it('refuses a state with any part missing or of another kind', () => {
    const cache = new SlotCache(factory, 8)
    play(
      cache,
      Array.from({ length: 60 }, (_, i) => ['set', (i * i) % 23]),
    )
    const state = cache.save() as Record<string, unknown>
    const held = cache.slots()
    expect(codeOf(() => factory.create(8).restore!(state, held))).toBe('nothing was thrown')
    for (const part of Object.keys(state))
      for (const wrong of [
        undefined,
        'text',
        Number.NaN,
        1e9 + 0.5,
        [],
        [['text']],
        { length: 1 },
        [-1e10],
      ]) {
        const changed = { ...state, [part]: wrong }
        expect([part, wrong, codeOf(() => factory.create(8).restore!(changed, held))]).toEqual([
          part,
          wrong,
          'SNAPSHOT_INVALID',
        ])
      }
  })
})

describe('a restored rr', () => {
  it('answers as the saved one does to the same numbers from the source of chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), commands, commands, (capacity, before, after) => {
        let random = seeded(5)
        const cache = new SlotCache(rr({ random: () => random() }), capacity)
        play(cache, before)
        const copy = cache.copy()
        const [copied, saved] = [copy, cache].map((one) => {
          random = seeded(6)
          return play(one, after)
        })
        expect(copied).toEqual(saved)
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})

describe('lfu', () => {
  it.each([
    { order: [0, 1] },
    { order: [0, 1], counts: [2] },
    { order: [0, 1], counts: [1, 2] },
    { order: [0, 1], counts: [1, 0] },
    { order: [0, 1], counts: [1.5, 1] },
    { order: [0, 1], counts: [Infinity, 1] },
    { order: [0, 1], counts: ['2', '1'] },
    { order: [0, 1], counts: { 0: 2, 1: 1, length: 2 } },
  ])('refuses the state %j', (state) => {
    expect(codeOf(() => lfu().create(2).restore!(state, [0, 1]))).toBe('SNAPSHOT_INVALID')
  })

  it('goes on with counts beyond 32 bits', () => {
    const policy = lfu().create(3)
    policy.restore!({ order: [2, 0, 1], counts: [2 ** 40, 2 ** 40 - 1, 1] }, [0, 1, 2])
    policy.onHit(0)
    policy.onHit(0)
    expect(policy.save!()).toEqual({ order: [0, 2, 1], counts: [2 ** 40 + 1, 2 ** 40, 1] })
  })
})

describe('an order', () => {
  it.each([
    [[0, 0, 1]],
    [[0, 1, 1]],
    [new Array(3)],
    [[0, 1, 2, 2]],
    [[0, 1, 2, 3]],
    [[0, 1, '2']],
    [[0, 1]],
  ])('of %j is none of the slots 0, 1 and 2', (state) => {
    for (const factory of [lru(), mru(), fifo(), rr()])
      expect(codeOf(() => factory.create(4).restore!(state, [0, 1, 2]))).toBe('SNAPSHOT_INVALID')
  })

  it('may have gaps, and slots beyond the length that arrays begin with', () => {
    const slots = [5000, 3, 70_000]
    for (const factory of [lru(), mru(), fifo(), rr()]) {
      const policy = factory.create(100_000)
      policy.restore!(slots, [3, 5000, 70_000])
      expect(policy.save!()).toEqual(slots)
    }
    const counted = lfu().create(100_000)
    counted.restore!({ order: slots, counts: [9, 9, 1] }, slots)
    expect(counted.save!()).toEqual({ order: slots, counts: [9, 9, 1] })
  })
})
