import { grown, startLength } from './grown.js'
import { NONE } from './slot-list.js'

/**
 * Several lists of slots, of which a slot is in one at most; any slot can enter, leave or change its place in them at
 * constant cost. Lists are called by number.
 *
 * They are rings in one pair of arrays. Each has a cell of its own that closes it, below the cells of the slots, so no
 * link needs to be asked whether it is there.
 */
export class SlotLists {
  readonly #lists: number
  readonly #cells: number
  /** By cell: the one after it in its ring. */
  #after: Int32Array
  /** By cell: the one before it in its ring. */
  #before: Int32Array
  /** By cell of a slot: the list that the slot is in, or was in last. */
  #listOf: Uint8Array
  readonly #sizes: number[]

  /** @param capacity how many slots there may come to be */
  constructor(lists: number, capacity: number) {
    this.#lists = lists
    this.#cells = lists + capacity
    this.#after = new Int32Array(lists + startLength(capacity))
    this.#before = new Int32Array(this.#after.length)
    this.#listOf = new Uint8Array(this.#after.length)
    this.#sizes = new Array(lists)
    this.clear()
  }

  /** How many slots are in a list. */
  size(list: number): number {
    return this.#sizes[list]
  }

  /** The list that a slot is in. */
  listOf(slot: number): number {
    return this.#listOf[slot + this.#lists]
  }

  /** The last slot of a list, or `NONE`. */
  last(list: number): number {
    const cell = this.#before[list]
    return cell === list ? NONE : cell - this.#lists
  }

  /** Puts a slot that is in no list first in one. */
  add(list: number, slot: number): void {
    const cell = slot + this.#lists
    if (cell >= this.#after.length) this.#grow(cell)
    this.#listOf[cell] = list
    this.#sizes[list]++
    const first = this.#after[list]
    this.#after[cell] = first
    this.#before[cell] = list
    this.#before[first] = cell
    this.#after[list] = cell
  }

  /** Moves a slot to the front of a list, its own or another one. */
  move(list: number, slot: number): void {
    const after = this.#after
    const before = this.#before
    const cell = slot + this.#lists
    const first = after[list]
    if (first === cell) return
    const next = after[cell]
    const previous = before[cell]
    after[previous] = next
    before[next] = previous
    after[cell] = first
    before[cell] = list
    before[first] = cell
    after[list] = cell
    const from = this.#listOf[cell]
    if (from === list) return
    this.#sizes[from]--
    this.#sizes[list]++
    this.#listOf[cell] = list
  }

  remove(slot: number): void {
    const cell = slot + this.#lists
    const next = this.#after[cell]
    const previous = this.#before[cell]
    this.#after[previous] = next
    this.#before[next] = previous
    this.#sizes[this.#listOf[cell]]--
  }

  clear(): void {
    for (let list = 0; list < this.#lists; list++) {
      this.#after[list] = list
      this.#before[list] = list
    }
    this.#sizes.fill(0)
  }

  /** The slots of a list, first to last. */
  slots(list: number): number[] {
    const slots = []
    for (let cell = this.#after[list]; cell !== list; cell = this.#after[cell]) slots.push(cell - this.#lists)
    return slots
  }

  #grow(cell: number): void {
    this.#after = grown(this.#after, cell, this.#cells)
    this.#before = grown(this.#before, cell, this.#cells)
    this.#listOf = grown(this.#listOf, cell, this.#cells)
  }
}
