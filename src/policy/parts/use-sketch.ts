import { mixed } from '../../internal/key-hash.js'

/** The most uses that a counter holds. */
export const MOST_USES = 7

/** Bytes in a line, of two counters each: those that a processor fetches together. All four counters of a key are in one. */
const LINE = 32
const LINE_SHIFT = 5
/** Which of the counters in a line is one. */
const PLACE = 2 * LINE - 1
/** Counters for each slot, so that there are enough for keys of several times the slots. */
const BY_SLOT = 16
/** The fewest counters: a small cache can afford to know keys of many times its size. */
const FEWEST = 16_384

/** What halving leaves of eight counters in a word: no bit that comes from the counter above. */
const HALVES = 0x33333333
/** The bits of a byte that are in neither of its counters. */
const NO_COUNTER = 0x88

/**
 * About how often keys that have left were used.
 *
 * It is a count-min sketch: each key has four counters, which it may share with others, and its uses are the least of
 * them. So they are never less than what was put in, and seldom more. (G. Cormode and S. Muthukrishnan, "An improved
 * data stream summary: the count-min sketch and its applications", Journal of Algorithms 55, 2005.)
 */
export class UseSketch {
  /** Two in a byte, which is there from the first key on. */
  #counters: Uint8Array | undefined
  /** How many bytes there are to be; a power of 2. */
  #length = FEWEST / 2

  /** Makes the sketch large enough for `slots` slots. */
  reserve(slots: number): void {
    while (2 * this.#length < slots * BY_SLOT) this.#double()
  }

  /** How often the key of a hash was used. */
  uses(hash: number): number {
    const counters = this.#counters
    if (counters === undefined) return 0
    const line = lineOf(hash, counters)
    const places = mixed(hash)
    const some = least(
      countAt(counters, line, places & PLACE),
      countAt(counters, line, (places >>> 8) & PLACE),
    )
    const others = least(
      countAt(counters, line, (places >>> 16) & PLACE),
      countAt(counters, line, (places >>> 24) & PLACE),
    )
    return least(some, others)
  }

  /** The key of a hash was used at least `uses` times. */
  raise(hash: number, uses: number): void {
    this.#counters ??= new Uint8Array(this.#length)
    const counters = this.#counters
    const line = lineOf(hash, counters)
    const places = mixed(hash)
    raiseAt(counters, line, places & PLACE, uses)
    raiseAt(counters, line, (places >>> 8) & PLACE, uses)
    raiseAt(counters, line, (places >>> 16) & PLACE, uses)
    raiseAt(counters, line, (places >>> 24) & PLACE, uses)
  }

  /** All uses count half from now on. */
  halve(): void {
    if (this.#counters === undefined) return
    const words = new Int32Array(this.#counters.buffer)
    for (let i = 0; i < words.length; i++) words[i] = (words[i] >>> 1) & HALVES
  }

  clear(): void {
    this.#counters?.fill(0)
  }

  /** All counters, or `null` if there is no key yet. */
  save(): Uint8Array | null {
    return this.#counters?.slice() ?? null
  }

  /** Takes over what `save` gave, in the place of whatever is here. */
  restore(counters: Uint8Array | null): void {
    this.#counters = counters?.slice()
    if (counters !== null) this.#length = counters.length
  }

  /** Whether `value` is what `save` may give of a sketch for at most `slots` slots. */
  static isSaved(value: unknown, slots: number): value is Uint8Array | null {
    if (value === null) return true
    if (!(value instanceof Uint8Array)) return false
    const counters = 2 * value.length
    const isPower = (counters & (counters - 1)) === 0
    const isOfUse = counters === FEWEST || (counters > FEWEST && counters < 2 * slots * BY_SLOT)
    return isPower && isOfUse && value.every((pair) => (pair & NO_COUNTER) === 0)
  }

  /** What led to a counter leads to it or its copy from now on. */
  #double(): void {
    const counters = this.#counters
    this.#length *= 2
    if (counters === undefined) return
    this.#counters = new Uint8Array(this.#length)
    this.#counters.set(counters)
    this.#counters.set(counters, counters.length)
  }
}

/** Where the line begins that the counters of a hash are in. */
const lineOf = (hash: number, counters: Uint8Array): number => (hash << LINE_SHIFT) & (counters.length - 1)

/** Where in its byte a counter begins. */
const shiftOf = (place: number): number => (place & 1) << 2

const countAt = (counters: Uint8Array, line: number, place: number): number =>
  (counters[line + (place >> 1)] >> shiftOf(place)) & MOST_USES

function raiseAt(counters: Uint8Array, line: number, place: number, uses: number): void {
  const shift = shiftOf(place)
  const at = line + (place >> 1)
  const missing = uses - ((counters[at] >> shift) & MOST_USES)
  // Without a branch, since a processor could not foresee which way it goes: a number below 0 becomes 0.
  counters[at] += (missing & ~(missing >> 31)) << shift
}

/** The less of two small numbers; without a branch too. */
const least = (a: number, b: number): number => b + ((a - b) & ((a - b) >> 31))
