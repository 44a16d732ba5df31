import { HASHES, KeyHash, mixed } from '../internal/key-hash.js'
import { AccessLog, joined } from './access-log.js'

/** How many accesses of each key that is followed are remembered, on the average. */
const ACCESSES_PER_KEY = 128
/** What is left of the keys when there are too many. */
const LEFT = 7 / 8
/** Into how many samples of their own the keys, and the stretches of time, are divided. */
const KEY_GROUPS = 8
const TIME_GROUPS = 4

/** Accesses of some keys, to be played as those of all. */
export interface Part {
  /** Numbers of keys in the order of access, as far as they are remembered. */
  readonly ids: Int32Array
  /** The part of all keys that these are. */
  readonly rate: number
  /** How many accesses these keys had, remembered or not. */
  readonly accesses: number
}

/** What a {@link Sample} has gathered. */
export interface Drawn {
  /** All accesses, of keys that are followed and of others. */
  readonly accesses: number
  /** The keys that are followed, by number. */
  readonly keys: readonly unknown[]
  readonly followed: number
  readonly whole: Part
  /** The same in several parts that have nothing in common; none where `whole` is everything there is. */
  readonly groups: readonly Part[]
}

/**
 * The accesses of a part of the keys, which is chosen by hash and becomes smaller as there are more keys: SHARDS of
 * fixed size (C. Waldspurger, N. Park, A. Garthwaite and I. Ahmad, "Efficient MRC Construction with SHARDS", FAST
 * 2015). As all accesses of a key are followed or none, their order and repetition are as in the whole.
 */
export class Sample {
  /** Accesses without a key, which are not among the others. */
  keyless = 0
  readonly #limit: number
  readonly #hash: KeyHash
  /** Keys whose hash is below this are followed. */
  #threshold = HASHES
  #accesses = 0
  readonly #ids = new Map<unknown, number>()
  /** By number of a key; those of keys that are not followed any more are given again. */
  readonly #keys: unknown[] = []
  readonly #hashes: number[] = []
  readonly #counts: number[] = []
  readonly #free: number[] = []
  readonly #log: AccessLog

  /**
   * @param limit the most keys to follow
   * @param salt another one chooses other keys
   */
  constructor(limit: number, salt: number) {
    this.#limit = limit
    this.#hash = new KeyHash(salt)
    this.#log = new AccessLog(limit * ACCESSES_PER_KEY)
  }

  add(key: unknown): void {
    this.#accesses++
    const hash = this.#hash.of(key) >>> 0
    if (hash >= this.#threshold) return
    let id = this.#ids.get(key)
    if (id === undefined) {
      id = this.#free.pop() ?? this.#keys.length
      this.#ids.set(key, id)
      this.#keys[id] = key
      this.#hashes[id] = hash
      this.#counts[id] = 0
    }
    this.#counts[id]++
    this.#log.add(id)
    if (this.#ids.size > this.#limit) this.#lower()
  }

  draw(): Drawn {
    const stretches = this.#log.stretches()
    const ids = joined(stretches)
    const counts = this.#counts
    const sampled = counts.reduce((sum, count) => sum + count, 0)
    const rate = this.#threshold / HASHES
    const whole = { ids, rate, accesses: sampled }
    const isAll = rate === 1 && ids.length === sampled
    const groups = isAll ? [] : rate < 1 ? this.#keyGroups(whole) : timeGroups(stretches, this.#accesses)
    return { accesses: this.#accesses, keys: this.#keys, followed: this.#ids.size, whole, groups }
  }

  /** Follows fewer keys from now on, and forgets what the others did. */
  #lower(): void {
    const hashes = Float64Array.from(this.#ids.values(), (id) => this.#hashes[id]).sort()
    this.#threshold = hashes[Math.floor(this.#limit * LEFT)]
    for (const [key, id] of this.#ids) {
      if (this.#hashes[id] < this.#threshold) continue
      this.#ids.delete(key)
      this.#keys[id] = undefined
      this.#counts[id] = 0
      this.#free.push(id)
    }
    this.#log.retain((id) => this.#hashes[id] < this.#threshold)
  }

  #keyGroups({ ids, rate }: Part): Part[] {
    // Mixed once more, since the hashes of keys that are followed are all small.
    const groupOf = this.#hashes.map((hash) => (mixed(hash) >>> 0) % KEY_GROUPS)
    return Array.from({ length: KEY_GROUPS }, (_, group) => ({
      ids: ids.filter((id) => groupOf[id] === group),
      rate: rate / KEY_GROUPS,
      accesses: this.#counts.reduce((sum, count, id) => (groupOf[id] === group ? sum + count : sum), 0),
    }))
  }
}

/** All keys, at different times. */
function timeGroups(stretches: readonly Int32Array[], accesses: number): Part[] {
  return Array.from({ length: TIME_GROUPS }, (_, group) => ({
    ids: joined(stretches.filter((_, i) => i % TIME_GROUPS === group)),
    rate: 1,
    accesses,
  }))
}
