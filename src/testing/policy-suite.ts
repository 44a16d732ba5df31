import type { PolicyFactory } from '../policy.js'
import { isRepeatable, play, SEED, STEPS, step } from './policy-play.js'
import { policyState } from './policy-state.js'
import { type SuiteRunner, same } from './runner.js'
import { seeded } from './seeded.js'
import { SlotCache } from './slot-cache.js'

/**
 * Tests that say whether a policy keeps its contract; which entry it prefers is for its own tests to say.
 *
 * @param runner `{ describe, it }` of vitest, jest, mocha or `node:test`
 * @param name what the tests are listed under
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { lru } from 'pilfer'
 * import { policySuite } from 'pilfer/testing'
 *
 * policySuite({ describe, it }, 'lru', lru())
 * ```
 */
export function policySuite({ describe, it }: SuiteRunner, name: string, factory: PolicyFactory): void {
  describe(`${name} keeps the policy contract`, () => {
    it('has a name', () => {
      same(typeof factory.name === 'string' && factory.name !== '', true, 'the name is a non-empty string')
    })

    for (const capacity of [1, 2, 3, 10, 100])
      it(`evicts one entry, of those held, for each newcomer to a full cache of ${capacity}`, () => {
        const cache = new SlotCache(factory, capacity)
        for (let key = 0; key < capacity; key++)
          same(cache.set(key), undefined, 'nothing is evicted while there is room')
        for (let key = capacity; key < 10 * capacity + 20; key++) {
          const before = cache.keys()
          const evicted = cache.set(key)
          same(before.includes(evicted), true, 'the victim was held before the newcomer came')
          same(cache.has(key) && !cache.has(evicted), true, 'the newcomer is held and the victim is not')
          same(cache.size, capacity, 'the cache stays full')
        }
      })

    it('evicts the only entry of a cache of 1, read or not', () => {
      const cache = new SlotCache(factory, 1)
      for (let key = 0; key < 100; key++) {
        same(cache.set(key), key === 0 ? undefined : key - 1, 'the only entry leaves')
        for (let reads = key % 3; reads > 0; reads--) cache.get(key)
      }
    })

    it('treats a key that was deleted and set again as any other', () => {
      const cache = new SlotCache(factory, 3)
      for (let round = 0; round < 50; round++) {
        for (const key of ['a', 'b', 'c', 'b']) cache.set(key)
        same(cache.delete('b'), true, 'the key was held')
        same(cache.set('b'), undefined, 'there was room')
        same(typeof cache.set(`newcomer ${round}`), 'string', 'an entry was evicted')
      }
    })

    it('can be emptied entry by entry and filled again', () => {
      const cache = new SlotCache(factory, 20)
      for (let round = 0; round < 5; round++) {
        for (let key = 0; key < 30; key++) cache.set(key)
        for (const key of cache.keys()) cache.delete(key)
        same(cache.size, 0, 'all are gone')
      }
    })

    it('evicts as many entries for one newcomer as it is asked to, all of them in the end', () => {
      const cache = new SlotCache(factory, 40)
      const random = seeded(SEED)
      for (let round = 0; round < 200; round++) {
        for (let i = 0; i < 60; i++) step(cache, 60, random)
        const newcomer = `newcomer ${round}`
        const left = round % 5 === 0 ? 0 : Math.floor(40 * random())
        while (cache.size > left) cache.evict(newcomer)
        cache.set(newcomer)
        if (round % 7 === 0) cache.clear()
      }
    })

    it('starts anew after clear', () => {
      const cache = new SlotCache(factory, 8)
      const isComparable = isRepeatable(factory)
      for (let round = 1; round <= 5; round++) {
        for (let key = 0; key < round; key++) cache.set(`before ${key}`)
        cache.clear()
        const evicted = play(cache, SEED)
        if (isComparable) same(evicted, play(new SlotCache(factory, 8), SEED), 'as a new one')
      }
    })

    it('keeps two caches of one factory apart', () => {
      const games = [0, 1].map((i) => ({
        cache: new SlotCache(factory, 8),
        random: seeded(SEED + i),
        evicted: [] as unknown[],
      }))
      for (let i = 0; i < STEPS; i++)
        for (const { cache, random, evicted } of games) evicted.push(step(cache, 20, random))
      if (isRepeatable(factory))
        for (const [i, { evicted }] of games.entries())
          same(evicted, play(new SlotCache(factory, 8), SEED + i), 'as if it were alone')
    })

    it('grows to a large cache, shrinks, grows again and can give up all of it', () => {
      const cache = new SlotCache(factory, 20_000)
      for (let key = 0; key < 30_000; key++) {
        cache.set(key)
        cache.get(key >> 1)
      }
      same(cache.size, 20_000, 'the cache is full')
      for (const key of cache.keys()) if (Number(key) % 2 === 0) cache.delete(key)
      for (let key = 30_000; key < 60_000; key++) cache.set(key)
      same(cache.size, 20_000, 'the cache is full again')
      while (cache.size > 0) cache.evict('newcomer')
    })

    it('serves huge caches that hold little', () => {
      for (let i = 0; i < 8; i++) {
        const cache = new SlotCache(factory, 2 ** 30)
        for (let key = 0; key < 3000; key++) cache.set(key)
        for (let key = 0; key < 3000; key++) cache.evict('newcomer')
        same(cache.size, 0, 'all were held')
      }
    })

    it('survives 200,000 random operations', () => {
      const random = seeded(SEED)
      const cache = new SlotCache(factory, 500)
      for (let i = 0; i < 200_000; i++) {
        step(cache, 2000, random)
        if (random() < 0.0001) cache.clear()
        if (cache.size > 500) same(cache.size, 500, 'never more than the capacity is held')
      }
    })

    policyState(it, factory)
  })
}
