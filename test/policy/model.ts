import fc from 'fast-check'
import { expect } from 'vitest'
import type { PolicyFactory } from '../../src/policy.js'
import { seeded } from '../../src/testing/seeded.js'
import { SlotCache } from '../../src/testing/slot-cache.js'

/** All that a naive cache knows of an entry; times are numbers of operations. */
export interface Entry {
  readonly key: number
  readonly born: number
  used: number
  uses: number
}

/** What a cache answers to each command; `set` gives the key that left. */
export interface Model {
  readonly size: number
  has(key: number): boolean
  get(key: number): boolean
  set(key: number): unknown
  delete(key: number): boolean
  clear(): void
}

/** A cache that keeps its entries in an array and looks through all of them for a victim. */
class NaiveCache implements Model {
  #entries: Entry[] = []
  #now = 0

  constructor(
    readonly capacity: number,
    readonly isWorse: (a: Entry, b: Entry) => boolean,
  ) {}

  get size(): number {
    return this.#entries.length
  }

  has(key: number): boolean {
    return this.#entries.some((e) => e.key === key)
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

/** Operations on the keys from 0 to `most`, each as the name of a method and its arguments. */
export const commandsOn = (most: number) => {
  const key = fc.nat({ max: most })
  const command = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant('get' as const), key) },
    { weight: 8, arbitrary: fc.tuple(fc.constant('set' as const), key) },
    { weight: 2, arbitrary: fc.tuple(fc.constant('delete' as const), key) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('has' as const), key) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('clear' as const), fc.constant(0)) },
  )
  return fc.array(command, { minLength: 1, maxLength: 300, size: 'max' })
}

export const commands = commandsOn(11)

export type Commands = typeof commands extends fc.Arbitrary<infer C> ? C : never

/** The commands, each with its answer and with how many entries there are then. */
export const answers = (cache: Model, list: Commands): unknown[] =>
  list.map(([name, key]) => [name, key, cache[name](key), cache.size])

/**
 * Fails unless a cache under the policy answers every sequence of operations, victims included, as the naive cache
 * does that evicts the entry `isWorse` than all others.
 */
export function matchesModel(factory: PolicyFactory, isWorse: (a: Entry, b: Entry) => boolean): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), commands, (capacity, list) => {
      const cache = new SlotCache(factory, capacity)
      expect(answers(cache, list)).toEqual(answers(new NaiveCache(capacity, isWorse), list))
    }),
    { numRuns: 400 },
  )
}

/**
 * Fails unless a cache under the policy answers every sequence of operations, victims included, as the reference of its
 * kind does. Each sequence ends with newcomers enough for everything before them to leave, so all of the order counts.
 *
 * @param newReference makes a reference of a capacity
 */
export function matchesReference(factory: PolicyFactory, newReference: (capacity: number) => Model): void {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), commandsOn(KEYS - 1), (capacity, list) => {
      const whole: Commands = [...list, ...newcomers(3 * capacity)]
      expect(answers(new SlotCache(factory, capacity), whole)).toEqual(answers(newReference(capacity), whole))
    }),
    { numRuns: 400 },
  )
  const random = seeded(3)
  for (const capacity of [1, 2, 3, 7, 20]) {
    const cache = new SlotCache(factory, capacity)
    const reference = newReference(capacity)
    const few = Math.ceil(0.8 * capacity)
    // As calls come: a circle; few keys are popular, and which ones changes; some keys again and again, then others.
    const kinds = [
      (i: number) => i % (capacity + 3),
      (i: number) => Math.floor(KEYS * random() ** 3 + i / 5000) % KEYS,
      (i: number) => (Math.floor(i / (4 * few)) * few + (i % few)) % KEYS,
    ]
    for (let i = 0; i < 30_000; i++) {
      const key = kinds[Math.floor(i / 1500) % 3]!(i)
      const name = i % 97 === 0 ? 'delete' : 'set'
      expect([i, key, cache[name](key)]).toEqual([i, key, reference[name](key)])
    }
  }
}

/** So few that nothing is lost where policies remember keys by hash: no two take the place of one another. */
const KEYS = 40

const newcomers = (count: number): Commands => Array.from({ length: count }, (_, i) => ['set', KEYS + i])

/** Plays `keys` as a function's calls would: a read, and a write where that finds nothing. Gives the keys then held. */
export function heldAfter(factory: PolicyFactory, capacity: number, keys: readonly number[]): unknown[] {
  const cache = new SlotCache(factory, capacity)
  for (const k of keys) if (!cache.get(k)) cache.set(k)
  return cache.keys().sort()
}
