import { describe, expect, it } from 'vitest'
import { PilferError } from '../../src/errors.js'
import type { EvictionPolicy, PolicyFactory } from '../../src/policy.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import type { SuiteRunner } from '../../src/testing/runner.js'

/** Runs the suite and gives the names of the tests that failed. */
function failures(factory: PolicyFactory): string[] {
  const failed: string[] = []
  const runner: SuiteRunner = {
    describe: (_, body) => body(),
    it: (name, body) => {
      try {
        body()
      } catch {
        failed.push(name)
      }
    },
  }
  policySuite(runner, factory.name, factory)
  return failed
}

type Change = (policy: EvictionPolicy, slots: Set<number>) => Partial<EvictionPolicy>

/** A right policy, first in first out, with something changed. */
const toy = (change: Change = () => ({})): PolicyFactory => ({
  name: 'toy',
  create: () => toyPolicy(new Set(), change),
})

function toyPolicy(slots: Set<number>, change: Change = () => ({})): EvictionPolicy {
  const policy: EvictionPolicy = {
    onInsert: (slot) => void slots.add(slot),
    onHit: () => {},
    onRemove: (slot) => void slots.delete(slot),
    victim: () => slots.values().next().value as number,
    clear: () => slots.clear(),
    save: () => [...slots],
    restore: (state, held) => {
      if (
        !Array.isArray(state) ||
        state.length !== held.length ||
        !held.every((slot) => state.includes(slot))
      )
        throw new PilferError('SNAPSHOT_INVALID', 'no state')
      for (const slot of state) slots.add(slot)
    },
  }
  return { ...policy, ...change(policy, slots) }
}

describe('policySuite', () => {
  it('passes a right policy', () => {
    expect(failures(toy())).toEqual([])
  })

  const shared = new Set<number>()

  it.each<[string, PolicyFactory]>([
    ['has no name', { ...toy(), name: '' }],
    ['chooses no slot', toy(() => ({ victim: () => undefined as unknown as number }))],
    ['chooses a slot that was never held', toy(() => ({ victim: () => 1_000_000 }))],
    ['forgets to note removals', toy(() => ({ onRemove: () => {} }))],
    ['forgets to clear', toy(() => ({ clear: () => {} }))],
    [
      'takes note of 1024 slots only',
      toy((policy) => ({ onInsert: (s, k) => s < 1024 && policy.onInsert(s, k) })),
    ],
    ['shares its order between caches', { name: 'toy', create: () => toyPolicy(shared) }],
    ['saves nothing', toy(() => ({ save: () => null }))],
    ['saves what is no plain data', toy((policy) => ({ save: () => [policy.victim] }))],
    ['restores another order', toy((policy) => ({ save: () => (policy.save!() as number[]).reverse() }))],
    ['restores nothing', toy(() => ({ restore: () => {} }))],
    [
      'believes any list of slots',
      toy((_, slots) => ({
        restore: (state) => {
          if (!Array.isArray(state)) throw new PilferError('SNAPSHOT_INVALID', 'no state')
          for (const slot of state) slots.add(slot)
        },
      })),
    ],
    [
      'loses something by saving',
      toy((policy, slots) => ({
        save: () => {
          const [first, ...rest] = policy.save!() as number[]
          if (first === undefined) return []
          slots.delete(first)
          slots.add(first)
          return [...rest, first]
        },
      })),
    ],
    [
      'keeps a habit over clear',
      toy((policy, slots) => {
        let inserts = 0
        return {
          onInsert: (slot, key) => {
            inserts++
            policy.onInsert(slot, key)
          },
          victim: (key) => (inserts % 3 === 0 && slots.size < 10 ? Math.max(...slots) : policy.victim(key)),
        }
      }),
    ],
  ])('fails one that %s', (_, factory) => {
    expect(failures(factory)).not.toEqual([])
  })
})
