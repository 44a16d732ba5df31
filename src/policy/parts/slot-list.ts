import { grown, startLength } from './grown.js'

/** No slot: what lies beyond either end of a {@link SlotList}. */
export const NONE = -1

/**
 * An order of slots that any slot can enter, leave or change its place in at constant cost: a doubly linked list.
 *
 * The two ends are known by name, so what the links say beyond them is never read, nor kept up to date.
 */
export class SlotList {
  readonly #capacity: number
  /** By slot but for the last: the slot after it. */
  #after: Int32Array
  /** By slot but for the first: the slot before it. */
  #before: Int32Array
  #first = NONE
  #last = NONE

  constructor(capacity: number) {
    this.#capacity = capacity
    this.#after = new Int32Array(startLength(capacity))
    this.#before = new Int32Array(startLength(capacity))
  }

  /** The first slot, or `NONE`. */
  get first(): number {
    return this.#first
  }

  /** The last slot, or `NONE`. */
  get last(): number {
    return this.#last
  }

  /** The slot after `slot`, or `NONE`. */
  after(slot: number): number {
    return slot === this.#last ? NONE : this.#after[slot]!
  }

  /** The slot before `slot`, or `NONE`. */
  before(slot: number): number {
    return slot === this.#first ? NONE : this.#before[slot]!
  }

  /** Puts a slot that is not in the list first. */
  addFirst(slot: number): void {
    if (slot >= this.#after.length) this.#grow(slot)
    const first = this.#first
    this.#after[slot] = first
    if (first === NONE) this.#last = slot
    else this.#before[first] = slot
    this.#first = slot
  }

  /** Puts a slot that is not in the list before `place`, or last if that is `NONE`. */
  addBefore(slot: number, place: number): void {
    if (place === this.#first) {
      this.addFirst(slot)
      return
    }
    if (slot >= this.#after.length) this.#grow(slot)
    const before = place === NONE ? this.#last : this.#before[place]!
    this.#after[before] = slot
    this.#before[slot] = before
    this.#after[slot] = place
    if (place === NONE) this.#last = slot
    else this.#before[place] = slot
  }

  /** Moves a slot of the list to its front; the same as `remove` and `addFirst`, and the busiest of all. */
  moveToFirst(slot: number): void {
    const first = this.#first
    if (slot === first) return
    const afters = this.#after
    const befores = this.#before
    const before = befores[slot]!
    if (slot === this.#last) {
      this.#last = before
    } else {
      const after = afters[slot]!
      afters[before] = after
      befores[after] = before
    }
    afters[slot] = first
    befores[first] = slot
    this.#first = slot
  }

  /** Moves a slot of the list before another one, `place`, or last if that is `NONE`. */
  moveBefore(slot: number, place: number): void {
    this.remove(slot)
    this.addBefore(slot, place)
  }

  remove(slot: number): void {
    const isFirst = slot === this.#first
    if (slot === this.#last) {
      this.#last = isFirst ? NONE : this.#before[slot]!
      if (isFirst) this.#first = NONE
    } else {
      const after = this.#after[slot]!
      const before = this.#before[slot]!
      if (isFirst) {
        this.#first = after
      } else {
        this.#after[before] = after
        this.#before[after] = before
      }
    }
  }

  clear(): void {
    this.#first = NONE
    this.#last = NONE
  }

  /** The slots, first to last. */
  *[Symbol.iterator](): Generator<number> {
    for (let slot = this.#first; slot !== NONE; slot = this.after(slot)) yield slot
  }

  #grow(slot: number): void {
    this.#after = grown(this.#after, slot, this.#capacity)
    this.#before = grown(this.#before, slot, this.#capacity)
  }
}
