import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NumberSet } from '../../src/simulate/number-set.js'
import { optimumHits } from '../../src/simulate/optimum.js'

/** The most hits by trying out every choice: whom to give up, the newcomer included. */
function mostHits(ids: readonly number[], size: number): number {
  const known = new Map<string, number>()
  const from = (place: number, held: readonly number[]): number => {
    if (place === ids.length) return 0
    const state = `${place}:${[...held].sort()}`
    const before = known.get(state)
    if (before !== undefined) return before
    const id = ids[place]!
    let best: number
    if (held.includes(id)) best = 1 + from(place + 1, held)
    else {
      best = from(place + 1, held)
      if (held.length < size) best = Math.max(best, from(place + 1, [...held, id]))
      else
        for (const out of held)
          best = Math.max(best, from(place + 1, [...held.filter((other) => other !== out), id]))
    }
    known.set(state, best)
    return best
  }
  return from(0, [])
}

it('the optimum has the most hits that any choice can have', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { minLength: 1, maxLength: 14 }),
      fc.integer({ min: 1, max: 5 }),
      (ids, size) => {
        expect(optimumHits(Int32Array.from(ids), size)).toBe(mostHits(ids, size))
      },
    ),
  )
})

it('a set of numbers knows its largest member', () => {
  const step = fc.tuple(fc.boolean(), fc.nat(40_000))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const set = new NumberSet(40_001)
      const model = new Set<number>()
      for (const [isAdded, n] of steps) {
        if (isAdded) set.add(n)
        else set.delete(n)
        if (isAdded) model.add(n)
        else model.delete(n)
        expect(set.has(n)).toBe(isAdded)
        expect(set.max()).toBe(Math.max(-1, ...model))
      }
    }),
  )
})
