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

  /** @param isStepwise also a policy that can replace an entry is told of it as of a removal and an insertion */
  constructor(
    readonly factory: PolicyFactory,
    readonly capacity: number,
    readonly isStepwise = false,
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
  copy(isStepwise = this.isStepwise): SlotCache {
    const copy = new SlotCache(this.factory, this.capacity, isStepwise)
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
    if (this.size === this.capacity && this.#policy.onReplace !== undefined && !this.isStepwise)
      return this.#replace(key)
    const evicted = this.size === this.capacity ? this.evict(key) : undefined
    const slot = this.#free.pop() ?? this.#keys.length
    this.#slots.set(key, slot)
    this.#keys[slot] = key
    this.#isHeld[slot] = true
    this.#policy.onInsert(slot, key)
    return evicted
  }

  #replace(newcomer: unknown): unknown {
    const slot = this.#victim(newcomer)
    const evicted = this.#keys[slot]
    this.#policy.onReplace!(slot, newcomer)
    this.#slots.delete(evicted)
    this.#slots.set(newcomer, slot)
    this.#keys[slot] = newcomer
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
    const key = this.#keys[this.#victim(newcomer)]
    this.delete(key)
    return key
  }

  #victim(newcomer: unknown): number {
    const slot = this.#policy.victim(newcomer)
    if (this.#isHeld[slot] !== true)
      throw new SuiteFailure('the victim is a slot that holds an entry', slot, 'one')
    return slot
  }
}
