import { GhostLists } from './ghost-lists.js'

/** How many of the entries that there is room for are in the sample, at most on the average. */
const SAMPLE = 128
/** Over about how many accesses the hits are compared. */
const MEMORY = 256
/** By what part of the accesses the other cache has to hit more often, so that it is no chance. */
const AHEAD = 1 / 32

/**
 * Plays what is done with some of the keys on a cache of the least recently used too, so that a policy can see when that
 * would do better than itself.
 *
 * The keys are a sample by hash, as in SHARDS (C. Waldspurger, N. Park, A. Garthwaite and I. Ahmad, FAST 2015). The
 * other cache has room for as many of them as the policy holds at the time: with the same room, that is. To compute its
 * size from the share of keys instead would leave it to chance whether a circle just fits.
 */
export class LruSample {
  /** A key is in the sample whose hash has no bit in common with this: the highest ones, which nothing else goes by. */
  readonly #others: number
  /** How many keys there are for one in the sample; a power of 2. */
  readonly scale: number
  readonly #lru: GhostLists
  /** How many keys of the sample the policy holds. */
  #held = 0
  /** By what part of the last accesses the other cache hit more often than the policy. */
  #lead = 0

  constructor(capacity: number) {
    let bits = 0
    while (capacity > SAMPLE * 2 ** bits) bits++
    this.scale = 1 << bits
    this.#others = bits === 0 ? 0 : -1 << (32 - bits)
    // One more, which is there before another one is forgotten; twice as many are in no sample by chance.
    this.#lru = new GhostLists(1, Math.min(capacity + 1, 2 * SAMPLE))
  }

  /** Whether the key of a hash is in the sample. Nothing else is to be asked about any other. */
  has(hash: number): boolean {
    return (hash & this.#others) === 0
  }

  /** A key was used that the policy holds. */
  hit(hash: number): void {
    this.#compare(this.#use(hash) ? 0 : -1)
  }

  /** A key has come in; says whether the other cache held it, and is ahead of the policy. */
  enter(hash: number): boolean {
    this.#held++
    const isHit = this.#use(hash)
    this.#compare(isHit ? 1 : 0)
    return isHit && this.#lead > AHEAD
  }

  /** The policy has had a key leave. */
  leave(): void {
    this.#held--
  }

  /** A key is gone from any cache. */
  delete(hash: number): void {
    this.#held--
    this.#lru.take(hash)
  }

  clear(): void {
    this.#lru.clear()
    this.#held = 0
    this.#lead = 0
  }

  /** The hashes of what the other cache holds, last use first, and by how much it is ahead. */
  save(): { readonly order: readonly number[]; readonly lead: number } {
    return { order: this.#lru.save(0), lead: this.#lead }
  }

  /** Takes over what `save` gave, in the place of nothing. */
  restore(order: readonly number[], lead: number): void {
    this.#lru.restore(0, order)
    this.#lead = lead
  }

  /** Counts a key that the policy holds as it is restored. */
  hold(): void {
    this.#held++
  }

  /** Uses a key in the other cache; says whether it was there. */
  #use(hash: number): boolean {
    const isHit = this.#lru.renew(hash)
    if (!isHit) this.#lru.add(0, hash)
    this.#lru.trim(0, this.#held)
    return isHit
  }

  #compare(gain: number): void {
    this.#lead += (gain - this.#lead) / MEMORY
  }
}
