import { grown, startLength } from './grown.js'
import { NONE } from './slot-list.js'

/** A cell is two numbers; this one is the second. */
const CELL = 2
const BEFORE = 1

/**
 * Several lists of slots, of which a slot is in one at most; any slot can enter, leave or change its place in them at
 * constant cost. Lists are called by number.
 *
 * They are rings of cells in one array. A cell is two numbers: where the cell after it in its ring begins, and where the
 * one before it does; side by side, as whoever asks for one of them mostly asks for the other. Each list has a cell of
 * its own that closes its ring, below the cells of the slots, so no link needs to be asked whether it is there.
 */
export class SlotLists {
  readonly #lists: number
  readonly #capacity: number
  #links: Int32Array
  /** By slot: the list that the slot is in, or was in last. */
  #listOf: Uint8Array
  readonly #sizes: number[]

  /** @param capacity how many slots there may come to be */
  constructor(lists: number, capacity: number) {
    this.#lists = lists
    this.#capacity = capacity
    this.#links = new Int32Array(CELL * (lists + startLength(capacity)))
    this.#listOf = new Uint8Array(startLength(capacity))
    this.#sizes = new Array(lists)
    this.clear()
  }

  /** How many slots are in a list. */
  size(list: number): number {
    return this.#sizes[list]
  }

  /** The list that a slot is in. */
  listOf(slot: number): number {
    return this.#listOf[slot]
  }

  /** The last slot of a list, or `NONE`. */
  last(list: number): number {
    const cell = this.#links[list * CELL + BEFORE]
    return cell === list * CELL ? NONE : this.#slot(cell)
  }

  /** Puts a slot that is in no list first in one. */
  add(list: number, slot: number): void {
    if (slot >= this.#listOf.length) this.#grow(slot)
    this.#listOf[slot] = list
    this.#sizes[list]++
    this.#link(list, this.#cell(slot))
  }

  /** Moves a slot to the front of a list, its own or another one. */
  move(list: number, slot: number): void {
    const cell = this.#cell(slot)
    if (this.#links[list * CELL] === cell) return
    this.#unlink(cell)
    this.#link(list, cell)
    const from = this.#listOf[slot]
    if (from === list) return
    this.#sizes[from]--
    this.#sizes[list]++
    this.#listOf[slot] = list
  }

  remove(slot: number): void {
    this.#unlink(this.#cell(slot))
    this.#sizes[this.#listOf[slot]]--
  }

  clear(): void {
    for (let list = 0; list < this.#lists; list++) {
      this.#links[list * CELL] = list * CELL
      this.#links[list * CELL + BEFORE] = list * CELL
    }
    this.#sizes.fill(0)
  }

  /** The slots of a list, first to last. */
  slots(list: number): number[] {
    const end = list * CELL
    const slots = []
    for (let cell = this.#links[end]; cell !== end; cell = this.#links[cell]) slots.push(this.#slot(cell))
    return slots
  }

  /** Where the cell of a slot begins. */
  #cell(slot: number): number {
    return (slot + this.#lists) * CELL
  }

  #slot(cell: number): number {
    return (cell >> 1) - this.#lists
  }

  /** Puts a cell first in the ring of a list. */
  #link(list: number, cell: number): void {
    const links = this.#links
    const end = list * CELL
    const first = links[end]
    links[cell] = first
    links[cell + BEFORE] = end
    links[first + BEFORE] = cell
    links[end] = cell
  }

  #unlink(cell: number): void {
    const links = this.#links
    const after = links[cell]
    const before = links[cell + BEFORE]
    links[before] = after
    links[after + BEFORE] = before
  }

  #grow(slot: number): void {
    this.#listOf = grown(this.#listOf, slot, this.#capacity)
    this.#links = grown(this.#links, this.#cell(slot) + BEFORE, this.#cell(this.#capacity))
  }
}
