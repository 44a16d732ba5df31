import fc from 'fast-check'
import { expect } from 'vitest'
import type { PolicyFactory } from '../../src/policy.js'
import { SlotCache } from '../../src/testing/slot-cache.js'

/** All that a naive cache knows of an entry; times are numbers of operations. */
export interface Entry {
  readonly key: number
  readonly born: number
  used: number
  uses: number
}

/** A cache that keeps its entries in an array and looks through all of them for a victim. */
class NaiveCache {
  #entries: Entry[] = []
  #now = 0

  constructor(
    readonly capacity: number,
    readonly isWorse: (a: Entry, b: Entry) => boolean,
  ) {}

  get size(): number {
    return this.#entries.length
  }

  get(key: number): boolean {
    const entry = this.#entries.find((e) => e.key === key)
    if (entry === undefined) return false
    entry.used = ++this.#now
    entry.uses++
    return true
  }

  set(key: number): unknown {
    if (this.get(key)) return undefined
    const victim =
      this.size < this.capacity
        ? undefined
        : this.#entries.reduce((worst, e) => (this.isWorse(e, worst) ? e : worst)).key
    this.#entries = this.#entries.filter((e) => e.key !== victim)
    const now = ++this.#now
    this.#entries.push({ key, born: now, used: now, uses: 1 })
    return victim
  }

  delete(key: number): boolean {
    const before = this.size
    this.#entries = this.#entries.filter((e) => e.key !== key)
    return this.size < before
  }

  clear(): void {
    this.#entries = []
  }
}

const key = fc.nat({ max: 11 })

/** One operation, as the name of a method and its arguments. */
export const command = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('get' as const), key) },
  { weight: 8, arbitrary: fc.tuple(fc.constant('set' as const), key) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('delete' as const), key) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clear' as const), fc.constant(0)) },
)

export const commands = fc.array(command, { minLength: 1, maxLength: 300, size: 'max' })

/**
 * Fails unless a cache under the policy answers every sequence of operations, victims included, as the naive cache
 * does that evicts the entry `isWorse` than all others.
 */
export function matchesModel(factory: PolicyFactory, isWorse: (a: Entry, b: Entry) => boolean): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), commands, (capacity, list) => {
      const cache = new SlotCache(factory, capacity)
      const model = new NaiveCache(capacity, isWorse)
      const answers = list.map(([name, k]) => [name, k, cache[name](k), cache.size])
      expect(answers).toEqual(list.map(([name, k]) => [name, k, model[name](k), model.size]))
    }),
    { numRuns: 400 },
  )
}

/** Plays `keys` as a function's calls would: a read, and a write where that finds nothing. Gives the keys then held. */
export function heldAfter(factory: PolicyFactory, capacity: number, keys: readonly number[]): unknown[] {
  const cache = new SlotCache(factory, capacity)
  for (const k of keys) if (!cache.get(k)) cache.set(k)
  return cache.keys().sort()
}
