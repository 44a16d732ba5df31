import type { Ghosts } from './ghosts.js'
import { grown, startLength } from './grown.js'
import { NONE } from './slot-list.js'
import { SlotLists } from './slot-lists.js'

/** How many ghosts there is room for at first. */
const FIRST = 64

/**
 * Keys that have left, as their hashes, in lists that share their room: each is as long as it is allowed to be at the
 * moment.
 */
export class GhostLists implements Ghosts {
  readonly #limit: number
  readonly #order: SlotLists
  /** By ghost: its hash. */
  #hashes: Int32Array
  /** By ghost: the next one in its bucket, or `NONE`. Of one that was forgotten: the one forgotten before it. */
  #next: Int32Array
  /** By the lowest bits of a hash: the first ghost of its bucket, or `NONE`. */
  #buckets: Int32Array
  #made = 0
  #lastForgotten = NONE

  /** @param limit how many ghosts there may come to be at once */
  constructor(lists: number, limit: number) {
    this.#limit = limit
    this.#order = new SlotLists(lists, limit)
    this.#hashes = new Int32Array(Math.min(FIRST, startLength(limit)))
    this.#next = new Int32Array(this.#hashes.length)
    this.#buckets = new Int32Array(FIRST).fill(NONE)
  }

  /** How many ghosts are in a list. */
  size(list: number): number {
    return this.#order.size(list)
  }

  add(list: number, hash: number): void {
    let ghost = this.#lastForgotten
    if (ghost === NONE) ghost = this.#made++
    else this.#lastForgotten = this.#next[ghost]
    if (ghost >= this.#hashes.length) this.#grow(ghost)
    this.#hashes[ghost] = hash
    this.#enter(ghost)
    this.#order.add(list, ghost)
  }

  take(hash: number): number {
    const ghost = this.#find(hash)
    if (ghost === NONE) return NONE
    const list = this.#order.listOf(ghost)
    this.#forget(ghost)
    return list
  }

  /** Makes the ghost of a key the first in its list, if there is one; says whether there is. */
  renew(hash: number): boolean {
    const ghost = this.#find(hash)
    if (ghost !== NONE) this.#order.move(this.#order.listOf(ghost), ghost)
    return ghost !== NONE
  }

  /** Forgets the ghosts at the end of a list, until there are at most `most` in it. */
  trim(list: number, most: number): void {
    while (this.#order.size(list) > most) this.#forget(this.#order.last(list))
  }

  clear(): void {
    this.#order.clear()
    this.#buckets.fill(NONE)
    this.#made = 0
    this.#lastForgotten = NONE
  }

  save(list: number): number[] {
    return this.#order.slots(list).map((ghost) => this.#hashes[ghost])
  }

  restore(list: number, saved: readonly number[]): void {
    for (const hash of saved.toReversed()) this.add(list, hash)
  }

  /** The ghost of a hash, or `NONE`. */
  #find(hash: number): number {
    let ghost = this.#buckets[hash & (this.#buckets.length - 1)]
    while (ghost !== NONE && this.#hashes[ghost] !== hash) ghost = this.#next[ghost]
    return ghost
  }

  #enter(ghost: number): void {
    const bucket = this.#hashes[ghost] & (this.#buckets.length - 1)
    this.#next[ghost] = this.#buckets[bucket]
    this.#buckets[bucket] = ghost
  }

  #forget(ghost: number): void {
    const bucket = this.#hashes[ghost] & (this.#buckets.length - 1)
    const next = this.#next[ghost]
    let other = this.#buckets[bucket]
    if (other === ghost) {
      this.#buckets[bucket] = next
    } else {
      while (this.#next[other] !== ghost) other = this.#next[other]
      this.#next[other] = next
    }
    this.#order.remove(ghost)
    this.#next[ghost] = this.#lastForgotten
    this.#lastForgotten = ghost
  }

  /** Makes room for a new ghost, all others being there. */
  #grow(ghost: number): void {
    this.#hashes = grown(this.#hashes, ghost, this.#limit)
    this.#next = grown(this.#next, ghost, this.#limit)
    if (this.#buckets.length >= this.#hashes.length) return
    this.#buckets = new Int32Array(2 * this.#buckets.length).fill(NONE)
    for (let other = 0; other < ghost; other++) this.#enter(other)
  }
}
