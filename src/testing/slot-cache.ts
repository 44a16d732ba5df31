import type { EvictionPolicy, PolicyFactory } from '../policy.js'
import { SuiteFailure } from './runner.js'

/**
 * The least cache that a policy can serve: keys in slots, without values. It keeps every promise that the contract
 * makes to a policy, and fails as soon as the policy breaks its own.
 */
export class SlotCache {
  readonly #policy: EvictionPolicy
  readonly #slots = new Map<unknown, number>()
  readonly #keys: unknown[] = []
  readonly #isHeld: boolean[] = []
  readonly #free: number[] = []

  constructor(
    readonly factory: PolicyFactory,
    readonly capacity: number,
  ) {
    this.#policy = factory.create(capacity)
  }

  get size(): number {
    return this.#slots.size
  }

  has(key: unknown): boolean {
    return this.#slots.has(key)
  }

  keys(): unknown[] {
    return [...this.#slots.keys()]
  }

  /** The slots that hold an entry. */
  slots(): number[] {
    return [...this.#slots.values()]
  }

  /** The state of the policy, as far as it is plain data. */
  save(): unknown {
    return structuredClone(this.#policy.save!())
  }

  /** A second cache of the same entries, whose policy has taken over the state of this one's. */
  copy(): SlotCache {
    const copy = new SlotCache(this.factory, this.capacity)
    copy.#policy.restore!(this.save(), this.slots())
    for (const [key, slot] of this.#slots) copy.#slots.set(key, slot)
    copy.#keys.push(...this.#keys)
    copy.#isHeld.push(...this.#isHeld)
    copy.#free.push(...this.#free)
    return copy
  }

  /** Reads `key`; says whether it is held. */
  get(key: unknown): boolean {
    const slot = this.#slots.get(key)
    if (slot === undefined) return false
    this.#policy.onHit(slot)
    return true
  }

  /** Writes `key`; gives the key that was evicted for it, if any. */
  set(key: unknown): unknown {
    if (this.get(key)) return undefined
    const evicted = this.size === this.capacity ? this.evict(key) : undefined
    const slot = this.#free.pop() ?? this.#keys.length
    this.#slots.set(key, slot)
    this.#keys[slot] = key
    this.#isHeld[slot] = true
    this.#policy.onInsert(slot, key)
    return evicted
  }

  delete(key: unknown): boolean {
    const slot = this.#slots.get(key)
    if (slot === undefined) return false
    this.#policy.onRemove(slot)
    this.#slots.delete(key)
    this.#isHeld[slot] = false
    this.#free.push(slot)
    return true
  }

  clear(): void {
    this.#slots.clear()
    this.#keys.length = 0
    this.#isHeld.length = 0
    this.#free.length = 0
    this.#policy.clear()
  }

  /** Has the policy choose an entry to leave for `newcomer`, which is to come in next; gives its key. */
  evict(newcomer: unknown): unknown {
    const slot = this.#policy.victim(newcomer)
    if (this.#isHeld[slot] !== true)
      throw new SuiteFailure('the victim is a slot that holds an entry', slot, 'one')
    const key = this.#keys[slot]
    this.delete(key)
    return key
  }
}
