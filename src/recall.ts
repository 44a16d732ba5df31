import { LoneStrings } from './recall-lone.js'

/** Calls of more arguments are not recalled; they go through their key. */
export const RECALLED_ARGUMENTS = 4

const FIRST_CELLS = 8
/** What a table has at most by default: 128 MiB, for about as many calls. */
const MOST_CELLS = 1 << 21

/** Doubles per cell: 1 + the number of arguments, the slot, its stamp, a token for each argument, the lone token. */
const CELL = 8
const SLOT = 1
const STAMP = 2
const TOKEN = 3
/** The argument's token again in a call of one argument, so that those are told by a single comparison; else `NaN`. */
const LONE = 7

/** 2^32 divided by the golden ratio: its multiples spread evenly (Knuth, TAOCP volume 3, section 6.4). */
const GOLDEN = 0x9e3779b1

/** Numbers from here on, either way, have no token of their own: that range belongs to what is no number. */
const HUGE = 2 ** 1000
/** The distance of two doubles in that range. */
const HUGE_STEP = 2 ** (1000 - 52)

const TRUE = HUGE
const FALSE = HUGE + HUGE_STEP
const UNDEFINED = HUGE + 2 * HUGE_STEP
const NULL = HUGE + 3 * HUGE_STEP
const FIRST_STRING = 4

/** A longer string, in UTF-16 units, is not recalled, since the table would keep it alive. */
const LONGEST_STRING = 256

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/**
 * Remembers to which slot of the memory a call made of primitives led, or of objects where identity counts, so that the
 * same call again finds its entry without making a key. With primitives alone it allocates nothing.
 *
 * It is a table of limited size, forgetful but never wrong: a cell holds the whole call, and the stamp of the slot,
 * which changes when another entry moves in. What it has forgotten is found through the key.
 *
 * A cell holds each argument as a *token*, a double: a number is its own token, and what is no number has one from
 * a range that is kept free of them. What is not recalled has the token `NaN`, which equals nothing. A cell fills one
 * cache line, and a call may be in either of two neighbouring cells.
 *
 * Calls of one string have no cell but a way of their own, {@link LoneStrings}. The call of any other number of
 * arguments that was made twice in a row is held besides, and compared first.
 */
export class Recall {
  #cells = emptyCells(FIRST_CELLS)
  #shift = 32 - Math.log2(FIRST_CELLS)
  #crowded = 0
  #serial = FIRST_STRING
  readonly #strings = new Map<string, number>()
  readonly #lone: LoneStrings
  /** The call that is being looked for or stored, laid out as a cell. */
  readonly #call = new Float64Array(CELL)

  /** The last call that was made twice in a row, and where it led. */
  #heldCount = -1
  #heldA: unknown
  #heldB: unknown
  #heldC: unknown
  #heldD: unknown
  #heldSlot = 0
  #heldStamp = NaN
  /** The cell of the last call that was not the one held. */
  #latest = -1

  /**
   * @param identify the number of an object by which calls with the very same object are the same for ever, where they are
   */
  constructor(
    readonly mostCells = MOST_CELLS,
    readonly identify?: (value: object) => number | undefined,
  ) {
    this.#lone = new LoneStrings(mostCells)
  }

  /** The slot that the call with the one argument `a` led to, or -1. */
  findOne(stamps: Float64Array, a: unknown): number {
    if (typeof a === 'string') return this.#lone.find(stamps, a)
    const token = isToken(a) ? a : this.#token(a)
    const cells = this.#cells
    let at = (Math.imul(hashOf(token), GOLDEN) >>> this.#shift) * CELL
    if (cells[at + LONE] !== token) {
      at ^= CELL
      if (cells[at + LONE] !== token) return -1
    }
    const slot = cells[at + SLOT]! | 0
    return stamps[slot] === cells[at + STAMP] ? slot : -1
  }

  /** The slot that the call of `count` arguments led to, or -1. */
  find(stamps: Float64Array, count: number, a: unknown, b: unknown, c: unknown, d: unknown): number {
    if (
      a === this.#heldA &&
      count === this.#heldCount &&
      b === this.#heldB &&
      c === this.#heldC &&
      d === this.#heldD &&
      stamps[this.#heldSlot] === this.#heldStamp
    )
      return this.#heldSlot
    return count === 1 ? this.findOne(stamps, a) : this.#findAny(stamps, count, a, b, c, d)
  }

  #findAny(stamps: Float64Array, count: number, a: unknown, b: unknown, c: unknown, d: unknown): number {
    const call = this.#call
    call[0] = 1 + count
    call[TOKEN] = count > 0 ? this.#token(a) : 0
    call[TOKEN + 1] = count > 1 ? this.#token(b) : 0
    call[TOKEN + 2] = count > 2 ? this.#token(c) : 0
    call[TOKEN + 3] = count > 3 ? this.#token(d) : 0
    let at = this.#place(call)
    if (!this.#holds(at, call)) {
      at ^= CELL
      if (!this.#holds(at, call)) return -1
    }
    const slot = this.#slot(at, stamps)
    if (at !== this.#latest) this.#latest = at
    else if (slot !== -1) this.#hold(stamps, slot, count, a, b, c, d)
    return slot
  }

  /** Holds a call, if that is right and keeps nothing alive. */
  #hold(
    stamps: Float64Array,
    slot: number,
    count: number,
    a: unknown,
    b: unknown,
    c: unknown,
    d: unknown,
  ): void {
    if (!isHoldable(a) || !isHoldable(b) || !isHoldable(c) || !isHoldable(d)) return
    this.#heldCount = count
    this.#heldA = a
    this.#heldB = b
    this.#heldC = c
    this.#heldD = d
    this.#heldSlot = slot
    this.#heldStamp = stamps[slot]!
  }

  /** From now on the call leads to `slot`, until another entry is there. */
  remember(stamps: Float64Array, args: readonly unknown[], slot: number): void {
    if (args.length === 1 && typeof args[0] === 'string') {
      if (args[0].length <= LONGEST_STRING) this.#lone.remember(stamps, args[0], slot)
      return
    }
    const tokens = args.map((arg) => (typeof arg === 'string' ? this.#learn(arg) : this.#token(arg)))
    if (tokens.some(Number.isNaN)) return
    const cell = this.#call.fill(0)
    cell[0] = 1 + args.length
    cell[SLOT] = slot
    cell[STAMP] = stamps[slot]!
    cell.set(tokens, TOKEN)
    cell[LONE] = args.length === 1 ? tokens[0]! : NaN
    if (!this.#store(cell, stamps) && ++this.#crowded > this.#cells.length / (16 * CELL)) this.#grow(stamps)
  }

  #token(value: unknown): number {
    if (isToken(value)) return value
    if (typeof value === 'string') return this.#strings.get(value) ?? NaN
    if (typeof value === 'boolean') return value ? TRUE : FALSE
    if (value === undefined) return UNDEFINED
    if (value === null) return NULL
    if (this.identify === undefined || (typeof value !== 'object' && typeof value !== 'function')) return NaN
    return -HUGE - (this.identify(value) ?? NaN) * HUGE_STEP
  }

  #learn(text: string): number {
    const known = this.#strings.get(text)
    if (known !== undefined) return known
    if (text.length > LONGEST_STRING) return NaN
    // A token is never given twice, so nobody finds a cell with a forgotten one.
    if (this.#strings.size > this.#cells.length / 2) this.#strings.clear()
    const token = HUGE + this.#serial++ * HUGE_STEP
    this.#strings.set(text, token)
    return token
  }

  /** Where a call belongs, by its arguments. */
  #place(call: Float64Array): number {
    const end = TOKEN - 1 + call[0]!
    let hash = 0
    for (let i = TOKEN; i < end; i++) hash = Math.imul(hash, 0x85ebca6b) + hashOf(call[i]!)
    return (Math.imul(hash, GOLDEN) >>> this.#shift) * CELL
  }

  #holds(at: number, call: Float64Array): boolean {
    const cells = this.#cells
    return (
      cells[at] === call[0] &&
      cells[at + TOKEN] === call[TOKEN] &&
      cells[at + TOKEN + 1] === call[TOKEN + 1] &&
      cells[at + TOKEN + 2] === call[TOKEN + 2] &&
      cells[at + TOKEN + 3] === call[TOKEN + 3]
    )
  }

  #slot(at: number, stamps: Float64Array): number {
    const slot = this.#cells[at + SLOT]! | 0
    return stamps[slot] === this.#cells[at + STAMP] ? slot : -1
  }

  /** Writes a cell to one of its two places; says whether that cost no live one. */
  #store(cell: Float64Array, stamps: Float64Array): boolean {
    const at = this.#place(cell)
    const free = [at, at ^ CELL].find((place) => !this.#isLive(place, stamps))
    this.#cells.set(cell, free ?? at)
    return free !== undefined
  }

  #isLive(at: number, stamps: Float64Array): boolean {
    return !Number.isNaN(this.#cells[at]) && this.#slot(at, stamps) !== -1
  }

  /** Doubles the table, within its limit, and moves what is live. */
  #grow(stamps: Float64Array): void {
    this.#crowded = 0
    const old = this.#cells
    if (old.length >= this.mostCells * CELL) return
    this.#cells = emptyCells((old.length / CELL) * 2)
    this.#shift--
    for (let at = 0; at < old.length; at += CELL)
      if (!Number.isNaN(old[at]) && stamps[old[at + SLOT]!] === old[at + STAMP])
        this.#store(old.subarray(at, at + CELL), stamps)
  }
}

/** Whether `===` tells a value from all others and to hold it keeps no object alive. */
function isHoldable(value: unknown): boolean {
  return value !== 0 && ((typeof value !== 'object' && typeof value !== 'function') || value === null)
}

/** Cells that hold no call: `NaN` equals nothing. */
function emptyCells(count: number): Float64Array {
  return new Float64Array(count * CELL).fill(NaN)
}

/** Whether a value is a number that is its own token: not `-0`, not `NaN`, not in the range of the others. */
function isToken(value: unknown): value is number {
  if (typeof value !== 'number') return false
  // Most are small integers, which need no more than this.
  if ((value | 0) === value && value !== 0) return true
  return value > -HUGE && value < HUGE && !Object.is(value, -0)
}

function hashOf(token: number): number {
  const small = token | 0
  if (small === token) return small
  double[0] = token
  const h = words[0]! ^ Math.imul(words[1]!, 0x85ebca6b)
  return h ^ (h >>> 15)
}
