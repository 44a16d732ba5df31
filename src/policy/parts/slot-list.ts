import { grown, startLength } from './grown.js'

/** No slot: what lies beyond either end of a {@link SlotList}. */
export const NONE = -1

/** The node that stands for no slot. It joins the two ends of the circle. */
const ENDS = 0

/**
 * An order of slots that any slot can enter, leave or change its place in at constant cost.
 *
 * It is a circular doubly linked list in one array. A node is two neighbouring cells: where the node after it
 * begins, and where the node before it does. Both lie in one cache line, and since `ENDS` is a neighbour like any
 * other, linking and unlinking never ask whether there is one. Slots go up to 2^30 - 2.
 */
export class SlotList {
  readonly #limit: number
  #links: Int32Array

  constructor(capacity: number) {
    this.#limit = 2 * (capacity + 1)
    this.#links = new Int32Array(nodeOf(startLength(capacity)))
  }

  /** The first slot, or `NONE`. */
  get first(): number {
    return slotOf(this.#links[ENDS])
  }

  /** The last slot, or `NONE`. */
  get last(): number {
    return slotOf(this.#links[ENDS | 1])
  }

  /** The slot after `slot`, or `NONE`. */
  after(slot: number): number {
    return slotOf(this.#links[nodeOf(slot)])
  }

  /** The slot before `slot`, or `NONE`. */
  before(slot: number): number {
    return slotOf(this.#links[nodeOf(slot) | 1])
  }

  /** Puts a slot that is not in the list first. */
  addFirst(slot: number): void {
    const node = nodeOf(slot)
    const links = this.#linksWith(node)
    link(links, node, ENDS, links[ENDS])
  }

  /** Puts a slot that is not in the list before `place`, or last if that is `NONE`. */
  addBefore(slot: number, place: number): void {
    const node = nodeOf(slot)
    const links = this.#linksWith(node)
    const after = nodeOf(place)
    link(links, node, links[after | 1], after)
  }

  /** Moves a slot of the list to its front. */
  moveToFirst(slot: number): void {
    const links = this.#links
    const node = nodeOf(slot)
    const first = links[ENDS]
    if (node === first) return
    unlink(links, node)
    link(links, node, ENDS, first)
  }

  /** Moves a slot of the list before another one, `place`, or last if that is `NONE`. */
  moveBefore(slot: number, place: number): void {
    const links = this.#links
    const node = nodeOf(slot)
    const after = nodeOf(place)
    unlink(links, node)
    link(links, node, links[after | 1], after)
  }

  remove(slot: number): void {
    unlink(this.#links, nodeOf(slot))
  }

  clear(): void {
    this.#links[ENDS] = ENDS
    this.#links[ENDS | 1] = ENDS
  }

  /** The links, with room for `node`. */
  #linksWith(node: number): Int32Array {
    if (node >= this.#links.length) this.#links = grown(this.#links, node | 1, this.#limit)
    return this.#links
  }
}

/** Where the node of `slot` begins; `NONE` is `ENDS`. */
function nodeOf(slot: number): number {
  return (slot + 1) << 1
}

function slotOf(node: number): number {
  return (node >> 1) - 1
}

/** Puts `node` between two neighbours. */
function link(links: Int32Array, node: number, before: number, after: number): void {
  links[node] = after
  links[node | 1] = before
  links[before] = node
  links[after | 1] = node
}

function unlink(links: Int32Array, node: number): void {
  const after = links[node]
  const before = links[node | 1]
  links[before] = after
  links[after | 1] = before
}
