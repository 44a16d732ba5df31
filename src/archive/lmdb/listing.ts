import type { RangeOptions } from '../../archive.js'
import { beginningOf, endOf, isCut, keyOf, storedKey } from './keys.js'
import type { ByteRange } from './package.js'
import type { Table } from './table.js'

/** How many keys are looked up at once; nothing is held open while they are handed out. */
const BATCH = 1_000

/** The keys of a table, in order, of the records that are alive at `now`. */
export function* listKeys(table: Table, options: RangeOptions, now: number): Generator<string> {
  let left = options.limit ?? Infinity
  let last: string | undefined
  while (left > 0) {
    const batch = table.snapshot(() => new Batch(table, options, last, now, Math.min(left, BATCH)))
    for (const key of batch.keys) {
      yield key
      left--
    }
    if (batch.isLast) return
    last = batch.last
  }
}

/**
 * The next keys of a listing, which begins behind the key `last` of the one before.
 *
 * LMDB lists keys by their bytes, which is their order but for those that are cut and begin alike. They stand side by
 * side; of these the first ones are picked out of all, so that no more than a batch is ever in memory.
 */
class Batch {
  readonly keys: string[] = []
  isLast = true
  /** The last key that was looked at. */
  last: string | undefined
  /** Whole keys that stand in a row and have not been asked for whether they are alive. */
  #run: string[] = []
  #first: Uint8Array | undefined
  #room: number

  constructor(
    readonly table: Table,
    readonly options: RangeOptions,
    readonly resume: string | undefined,
    readonly now: number,
    room: number,
  ) {
    this.#room = room
    this.last = resume
    this.#fill()
    this.#settle()
  }

  #fill(): void {
    let beginning: Uint8Array | undefined
    for (const stored of this.table.keys(this.#range())) {
      if (isCut(stored)) {
        if (beginning !== undefined && Buffer.compare(beginning, stored.subarray(0, beginning.length)) === 0)
          continue
        beginning = beginningOf(stored)
        this.#settle()
        this.#take(beginning)
      } else {
        const key = keyOf(stored)
        if (!this.#isWithin(key)) continue
        if (this.#run.length === 0) this.#first = stored
        this.#run.push(key)
        this.last = key
        this.#room--
      }
      if (this.#room <= 0) {
        this.isLast = false
        return
      }
    }
  }

  /** Adds those of the cut keys with this beginning that there is room for. */
  #take(beginning: Uint8Array): void {
    const found: string[] = []
    const sort = (): void => {
      found.sort()
      if (this.options.reverse) found.reverse()
      found.length = Math.min(found.length, this.#room)
    }
    for (const { note } of this.table.notes({ start: beginning, end: endOf(beginning) })) {
      const { key, expires } = note
      if (key === undefined || expires <= this.now || !this.#isWithin(key)) continue
      found.push(key)
      if (found.length >= 2 * BATCH) sort()
    }
    sort()
    this.keys.push(...found)
    this.#room -= found.length
    this.last = found.at(-1) ?? this.last
  }

  /** Adds the whole keys that are alive. */
  #settle(): void {
    const run = this.#run
    if (run.length === 0) return
    this.#run = []
    const { reverse = false } = this.options
    const range = { start: this.#first, end: storedKey(run.at(-1)!), inclusiveEnd: true, reverse }
    const expired = new Set<string>()
    for (const { stored, note } of this.table.notes(range))
      if (note.expires <= this.now) expired.add(keyOf(stored))
    for (const key of run) if (!expired.has(key)) this.keys.push(key)
  }

  #isWithin(key: string): boolean {
    const { start, end, reverse } = this.options
    if (start !== undefined && key < start) return false
    if (end !== undefined && key >= end) return false
    return this.resume === undefined || (reverse ? key < this.resume : key > this.resume)
  }

  /** Bytes between which all keys of the batch are, and perhaps a few others. */
  #range(): ByteRange {
    const { start, end, reverse = false } = this.options
    const low = lowest(reverse ? start : (this.resume ?? start))
    const high = highest(reverse ? (this.resume ?? end) : end)
    return { start: reverse ? high : low, end: reverse ? low : high, inclusiveEnd: true, reverse }
  }
}

const lowest = (key: string | undefined): Uint8Array | undefined => bound(key, (beginning) => beginning)
const highest = (key: string | undefined): Uint8Array | undefined => bound(key, endOf)

function bound(
  key: string | undefined,
  ofCut: (beginning: Uint8Array) => Uint8Array,
): Uint8Array | undefined {
  const stored = key === undefined ? undefined : storedKey(key)
  return stored !== undefined && isCut(stored) ? ofCut(beginningOf(stored)) : stored
}
