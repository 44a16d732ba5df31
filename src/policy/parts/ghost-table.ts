import type { Ghosts } from './ghosts.js'
import { NONE } from './slot-list.js'

/** Ghosts that share a place in the table, each of two numbers: its hash, and its stamp. */
const BUCKET = 4
const BUCKET_CELLS = 2 * BUCKET
const BUCKET_SHIFT = 3

/** The fewest buckets, and the fewest for each ghost that there may be. */
const FEWEST_BUCKETS = 64
const BUCKETS_PER_GHOST = 0.5

/** How many ghosts there may be in a list. */
const MOST = 2 ** 28
/** A horizon beyond which no stamp would have room in 32 bits. */
const LAST_HORIZON = 2 ** 30

/**
 * The last keys that have left, in one list or two of fixed length, as their hashes.
 *
 * A ghost has a stamp, and is forgotten by itself once that lies behind the *horizon*, which moves on with every newer
 * one; so nothing is linked, and nothing is taken away at the end. That is how the authors of S3-FIFO do it. Where more
 * come together than there is room for in a bucket, which is rare, the one is lost that would be forgotten first.
 *
 * `GhostLists` forgets one by one, for lists that share their room.
 */
export class GhostTable implements Ghosts {
  /** By list: how far its newest stamp lies ahead of its horizon: by twice its length, and by its number. */
  readonly #spans: readonly number[]
  /** By list. Always even, so that the last bit of a stamp says the list. */
  readonly #horizons: Int32Array
  /** The hash and the stamp of each ghost, bucket by bucket; the stamp 0 is no ghost's. */
  #cells: Int32Array = new Int32Array(FEWEST_BUCKETS * BUCKET_CELLS)

  /** @param lengths by list, of which there are two at most: how many of the last ghosts are known */
  constructor(lengths: readonly number[]) {
    this.#spans = lengths.map((length, list) => 2 * Math.min(length, MOST) + list)
    this.#horizons = new Int32Array(lengths.length)
  }

  /** Makes the table large enough for a policy of which `part` is in use. */
  reserve(part: number): void {
    const ghosts = this.#spans.reduce((sum, span) => sum + span / 2, 0)
    while (this.#cells.length / BUCKET_CELLS < part * ghosts * BUCKETS_PER_GHOST) this.#double()
  }

  add(list: number, hash: number): void {
    if (this.#horizons[list] === LAST_HORIZON) this.clear()
    this.#horizons[list] += 2
    this.#put(hash, this.#horizons[list] + this.#spans[list])
  }

  take(hash: number): number {
    const cells = this.#cells
    const start = this.#bucket(hash)
    for (let at = start; at < start + BUCKET_CELLS; at += 2)
      if (cells[at] === hash && this.#life(cells[at + 1]) > 0) {
        const list = cells[at + 1] & 1
        cells[at + 1] = 0
        return list
      }
    return NONE
  }

  clear(): void {
    this.#cells.fill(0)
    this.#horizons.fill(0)
  }

  save(list: number): (number | null)[] {
    const cells = this.#cells
    const saved: (number | null)[] = []
    for (let at = 0; at < cells.length; at += 2) {
      const life = this.#life(cells[at + 1])
      if (life > 0 && (cells[at + 1] & 1) === list) saved[(this.#spans[list] - list - life) / 2] = cells[at]
    }
    return Array.from(saved, (hash) => hash ?? null)
  }

  restore(list: number, saved: readonly (number | null)[]): void {
    for (const hash of saved.toReversed()) {
      if (hash === null) this.#horizons[list] += 2
      else this.add(list, hash)
    }
  }

  /** Twice the number of ghosts of its list after which that of a stamp is forgotten; 0 or less if it is by now. */
  #life(stamp: number): number {
    return (stamp & ~1) - this.#horizons[stamp & 1]
  }

  /** Where the bucket of a hash begins. */
  #bucket(hash: number): number {
    return (hash << BUCKET_SHIFT) & (this.#cells.length - 1)
  }

  /** Stores a ghost in the place of the one in its bucket that has been, or would be, forgotten first. */
  #put(hash: number, stamp: number): void {
    const cells = this.#cells
    const horizons = this.#horizons
    const start = this.#bucket(hash)
    let place = start
    let least = LAST_HORIZON
    for (let at = start; at < start + BUCKET_CELLS && least > 0; at += 2) {
      const stamp = cells[at + 1]
      const life = (stamp & ~1) - horizons[stamp & 1]
      if (life < least) {
        least = life
        place = at
      }
    }
    cells[place] = hash
    cells[place + 1] = stamp
  }

  #double(): void {
    const old = this.#cells
    this.#cells = new Int32Array(2 * old.length)
    for (let at = 0; at < old.length; at += 2)
      if (this.#life(old[at + 1]) > 0) this.#put(old[at], old[at + 1])
  }
}
