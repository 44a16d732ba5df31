import { KeyHash } from '../../internal/key-hash.js'
import type { EvictionPolicy } from '../../policy.js'
import type { Ghosts } from './ghosts.js'
import { grown, startLength } from './grown.js'
import { SavedState } from './saved.js'
import { NONE } from './slot-list.js'
import { SlotLists } from './slot-lists.js'

/** What every {@link GhostPolicy} saves. */
export interface SavedLists {
  /** The slots of each list, first to last. */
  readonly lists: readonly (readonly number[])[]
  /** The hash of each slot's key, in the order of `lists`. */
  readonly hashes: readonly number[]
  /** The hashes in each list of ghosts, first to last. */
  readonly ghosts: readonly (readonly (number | null)[])[]
  /** What hashes depend on. */
  readonly salt: number
}

/** What the author of a {@link GhostPolicy} decides. */
interface Parts {
  readonly name: string
  readonly capacity: number
  /** How many lists entries are in. */
  readonly lists: number
  readonly ghosts: Ghosts
  /** By list of ghosts: how many of them there are at most. */
  readonly ghostLimits: readonly number[]
  /** What hashes depend on. */
  readonly salt: number
}

/**
 * A policy that has its entries in several lists, and knows keys again that have left.
 *
 * It keeps the hash of each entry's key, of which a ghost is made when the entry is chosen to leave.
 */
export abstract class GhostPolicy implements EvictionPolicy {
  readonly capacity: number
  readonly lists: SlotLists
  readonly #parts: Parts
  #keyHash: KeyHash
  /** By slot: the hash of the key. */
  #hashes: Int32Array
  /** The slot that was chosen to leave, or `NONE`. */
  #chosen = NONE

  constructor(parts: Parts) {
    this.#parts = parts
    this.capacity = parts.capacity
    this.lists = new SlotLists(parts.lists, parts.capacity)
    this.#keyHash = new KeyHash(parts.salt)
    this.#hashes = new Int32Array(startLength(parts.capacity))
  }

  abstract onHit(slot: number): void

  onInsert(slot: number, key: unknown): void {
    const hash = this.hashOf(key)
    if (slot >= this.#hashes.length) this.grow(slot)
    this.#hashes[slot] = hash
    this.lists.add(this.enter(slot, hash), slot)
    this.entered()
  }

  onRemove(slot: number): void {
    const list = this.lists.listOf(slot)
    this.lists.remove(slot)
    const isEvicted = slot === this.#chosen
    this.#chosen = NONE
    this.leave(slot, this.#hashes[slot], list, isEvicted)
  }

  onReplace(slot: number, key: unknown): void {
    const hash = this.hashOf(key)
    this.leave(slot, this.#hashes[slot], this.lists.listOf(slot), true)
    this.#chosen = NONE
    this.#hashes[slot] = hash
    this.lists.move(this.enter(slot, hash), slot)
    this.entered()
  }

  victim(key: unknown): number {
    this.#chosen = this.choose(key)
    return this.#chosen
  }

  clear(): void {
    this.lists.clear()
    this.#parts.ghosts.clear()
    this.#chosen = NONE
  }

  save(): SavedLists {
    const { ghosts, ghostLimits } = this.#parts
    const lists = Array.from({ length: this.#parts.lists }, (_, list) => this.lists.slots(list))
    return {
      lists,
      hashes: lists.flat().map((slot) => this.#hashes[slot]),
      ghosts: ghostLimits.map((_, list) => ghosts.save(list)),
      salt: this.#keyHash.salt,
    }
  }

  restore(state: unknown, held: readonly number[]): void {
    this.takeOver(new SavedState(this.#parts.name, state), held)
  }

  /** The list that a newcomer goes to. */
  protected abstract enter(slot: number, hash: number): number

  /** The newcomer is in its list. */
  protected entered(): void {}

  /**
   * An entry leaves `list`, chosen to leave or not. Neither this nor `enter` goes by what is in the lists, as where the
   * one follows the other the slot is moved only then.
   */
  protected abstract leave(slot: number, hash: number, list: number, isEvicted: boolean): void

  /** The slot to empty for a newcomer. */
  protected abstract choose(key: unknown): number

  /** The hash of the key in a slot. */
  protected hashAt(slot: number): number {
    return this.#hashes[slot]
  }

  protected hashOf(key: unknown): number {
    return this.#keyHash.of(key)
  }

  /** Takes over what `save` gave; gives the slots in the order of the lists. */
  protected takeOver(saved: SavedState, held: readonly number[]): readonly number[] {
    const { ghosts, ghostLimits } = this.#parts
    const lists = saved.slots('lists', this.#parts.lists, held)
    const hashes = saved.integers('hashes', held.length, -(2 ** 31), 2 ** 31 - 1)
    const savedGhosts = saved.hashes('ghosts', ghostLimits)
    this.#keyHash = new KeyHash(saved.integer('salt', -(2 ** 31), 2 ** 31 - 1))
    const order = lists.flat()
    for (const [i, slot] of order.entries()) {
      if (slot >= this.#hashes.length) this.grow(slot)
      this.#hashes[slot] = hashes[i]
    }
    // Each is put first, so the last goes first.
    for (const [list, slots] of lists.entries())
      for (const slot of slots.toReversed()) this.lists.add(list, slot)
    for (const [list, hashes] of savedGhosts.entries()) ghosts.restore(list, hashes)
    return order
  }

  /** Makes room in what is by slot. */
  protected grow(slot: number): void {
    this.#hashes = grown(this.#hashes, slot, this.capacity)
  }

  /** How many slots there is room for in what is by slot. */
  protected get room(): number {
    return this.#hashes.length
  }
}
