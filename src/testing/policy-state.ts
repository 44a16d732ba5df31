import type { PolicyFactory } from '../policy.js'
import { isRepeatable, play, SEED, STEPS, step } from './policy-play.js'
import { type SuiteRunner, same, throwsCode } from './runner.js'
import { seeded } from './seeded.js'
import { SlotCache } from './slot-cache.js'

/** Tests of the state that a policy saves and restores, if it does. */
export function policyState(it: SuiteRunner['it'], factory: PolicyFactory): void {
  const { save, restore: take } = factory.create(1)
  if (save === undefined && take === undefined) return
  for (const capacity of [1, 2, 8, 2000])
    it(`goes on as it was in a cache of ${capacity} once its state is saved and restored`, () => {
      const isComparable = isRepeatable(factory)
      const random = seeded(SEED)
      const cache = new SlotCache(factory, capacity)
      for (let round = 0; round < 20; round++) {
        for (let i = 0; i < 3 * capacity; i++) step(cache, 3 * capacity, random)
        const copy = cache.copy()
        const ways = [cache, copy].map((one) => playOn(one, 3 * capacity, round + 1))
        if (isComparable) same(ways[1], ways[0], 'the restored policy evicts what the saved one does')
      }
    })

  it('replaces an entry as it removes one and inserts one', () => {
    const random = seeded(SEED)
    const cache = new SlotCache(factory, 8)
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 24; i++) step(cache, 24, random)
      const ways = [cache.copy(true), cache.copy(false)].map((one) => playOn(one, 24, round + 1))
      if (isRepeatable(factory)) same(ways[1], ways[0], 'one step evicts what two steps do')
    }
  })

  it('is not changed by having its state saved', () => {
    const cache = new SlotCache(factory, 8)
    const random = seeded(SEED)
    const evicted = Array.from({ length: STEPS }, () => {
      cache.save()
      return step(cache, 20, random)
    })
    if (isRepeatable(factory)) same(evicted, play(new SlotCache(factory, 8), SEED), 'as if it were not saved')
  })

  it('saves and restores that it holds nothing', () => {
    const copy = new SlotCache(factory, 3).copy()
    for (let key = 0; key < 3; key++) same(copy.set(key), undefined, 'there is room')
    same(typeof copy.set(3), 'number', 'an entry was evicted')
  })

  it('refuses what is no state about the slots that are held', () => {
    const cache = new SlotCache(factory, 8)
    play(cache, SEED)
    const held = cache.slots()
    const restore = (state: unknown, slots: readonly number[]) => () =>
      factory.create(8).restore!(state, slots)
    for (const state of [undefined, null, true, 1, 'text', [], {}, [held], held.map(String)])
      throwsCode(restore(state, held), 'SNAPSHOT_INVALID', 'this is no state')
    for (const slots of [[], held.slice(1), [...held, 8], held.map((slot) => slot + 8)])
      throwsCode(restore(cache.save(), slots), 'SNAPSHOT_INVALID', 'the state is about other slots')
  })
}

/** What each of some random operations evicts, and then, one by one, all that is left. */
function playOn(cache: SlotCache, keys: number, seed: number): unknown[] {
  const random = seeded(seed)
  const evicted = Array.from({ length: STEPS }, () => step(cache, keys, random))
  while (cache.size > 0) evicted.push(cache.evict('newcomer'))
  return evicted
}
