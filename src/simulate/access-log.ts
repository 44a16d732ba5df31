/** How many stretches a full log has. */
const STRETCHES = 16
const LONGEST_STRETCH = 2 ** 20

/**
 * Numbers in the order in which they came, at most `limit` of them.
 *
 * They come in stretches of equal length, one each turn. Whenever there are too many, every second stretch is given up,
 * and half as many of those to come are kept, so that what is left lies evenly over the whole time, and nothing is
 * missing within a stretch.
 */
export class AccessLog {
  readonly #limit: number
  readonly #length: number
  /** Those of the turns that are multiples of the stride. */
  #kept: Int32Array[] = []
  #stride = 1
  #turn = 0
  #present: Int32Array
  /** How many numbers of the present stretch have come. */
  #filled = 0

  constructor(limit: number) {
    this.#limit = limit
    this.#length = Math.min(Math.ceil(limit / STRETCHES), LONGEST_STRETCH)
    this.#present = new Int32Array(this.#length)
  }

  add(id: number): void {
    if (this.#filled === this.#length) this.#nextTurn()
    if (this.#isPresentKept) this.#present[this.#filled] = id
    this.#filled++
  }

  /** Forgets all numbers but those for which `isKept` holds. */
  retain(isKept: (id: number) => boolean): void {
    this.#kept = this.#kept.map((stretch) => stretch.filter(isKept))
    if (!this.#isPresentKept) return
    const rest = this.#present.subarray(0, this.#filled).filter(isKept)
    this.#present.set(rest)
    this.#filled = rest.length
  }

  /** The stretches that are kept, in their order. */
  stretches(): readonly Int32Array[] {
    return this.#isPresentKept ? [...this.#kept, this.#present.slice(0, this.#filled)] : this.#kept
  }

  get #isPresentKept(): boolean {
    return this.#turn % this.#stride === 0
  }

  #nextTurn(): void {
    if (this.#isPresentKept) {
      this.#kept.push(this.#present)
      this.#present = new Int32Array(this.#length)
      const total = this.#kept.reduce((sum, { length }) => sum + length, 0)
      if (total + this.#length > this.#limit) this.#thin()
    }
    this.#turn++
    this.#filled = 0
  }

  #thin(): void {
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0)
    this.#stride *= 2
  }
}

/** All numbers of some stretches, one after the other. */
export function joined(stretches: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(stretches.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const stretch of stretches) {
    all.set(stretch, at)
    at += stretch.length
  }
  return all
}
