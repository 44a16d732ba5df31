import { History, Queue, ReferenceCache } from './reference-cache.js'

/** Uses beyond this many are not counted. */
const MOST = 7

/**
 * W-TinyLFU as in G. Einziger, R. Friedman and B. Manes, ACM Transactions on Storage 13(4), 2017, with three lists in
 * order of use: a window, and behind the admission probation and protection. It departs from the paper in this:
 *
 * - Uses of what is held are counted exactly. Here those of what has left are too; the policy has a sketch for them.
 * - What is used behind the window moves only when it comes to be the oldest of its list ("touched" until then).
 * - Ghosts say how large the window is to be, as they do in ARC, and so does another cache, of the least recently used,
 *   while it has more hits. The paper on the adaptive window has it climb.
 *
 * In a small cache no keys are left out of the sample that the other cache is played with, so there is none here.
 */
export class TinyLfuModel extends ReferenceCache {
  readonly #window = new Queue()
  readonly #probation = new Queue()
  readonly #protected = new Queue()
  readonly #touched = new Set<number>()
  /** Of what is held, and of what has left. */
  readonly #uses = new Map<number, number>()
  readonly #pastUses = new Map<number, number>()
  /** What left from the window, and what left for something from it. */
  readonly #refused = new History(Math.max(8, Math.round(0.25 * this.capacity)))
  readonly #displaced = new History(Math.max(8, Math.round(0.2 * this.capacity)))
  /** What a cache of the least recently used holds, which has as much room as is taken here. */
  readonly #lru = new Queue()
  /** By what part of the last 256 accesses or so that one is ahead. */
  #lead = 0
  #windowSize = this.#firstWindow
  #usesSinceHalving = 0

  get size(): number {
    return this.#window.length + this.#probation.length + this.#protected.length
  }

  has(key: number): boolean {
    return this.#uses.has(key)
  }

  delete(key: number): boolean {
    if (!this.has(key)) return false
    this.#remove(key)
    this.#lru.remove(key)
    return true
  }

  clear(): void {
    for (const list of [
      this.#window,
      this.#probation,
      this.#protected,
      this.#refused,
      this.#displaced,
      this.#lru,
    ])
      list.clear()
    for (const uses of [this.#uses, this.#pastUses, this.#touched]) uses.clear()
    this.#lead = 0
    this.#windowSize = this.#firstWindow
    this.#usesSinceHalving = 0
  }

  protected hit(key: number): void {
    this.#usesSinceHalving++
    this.#uses.set(key, Math.min(MOST, this.#uses.get(key)! + 1))
    if (this.#window.has(key)) this.#window.push(key)
    else this.#touched.add(key)
    this.#playLru(key, this.size, 1)
  }

  protected evict(): number {
    const candidate = this.#window.oldest
    const rival = this.#rival()
    if (rival === undefined) return this.#refuse(candidate!)
    if (this.#window.length < this.#windowSize) return this.#displace(rival)
    if (this.#uses.get(candidate!)! <= this.#uses.get(rival)!) return this.#refuse(candidate!)
    this.#admit()
    return this.#displace(rival)
  }

  protected insert(key: number): void {
    if (this.#refused.take(key)) this.#resize(1)
    else if (this.#displaced.take(key)) this.#resize(-1)
    const isLruHit = this.#playLru(key, this.size + 1, 0)
    if (isLruHit && this.#lead > 1 / 32) this.#resize(1)
    this.#uses.set(key, Math.min(MOST, (this.#pastUses.get(key) ?? 0) + 1))
    this.#window.push(key)
    while (this.#window.length > this.#windowSize) this.#admit()
    this.#usesSinceHalving++
    if (this.#usesSinceHalving >= 10 * this.capacity) this.#halve()
  }

  get #firstWindow(): number {
    return Math.max(1, Math.round(0.1 * this.capacity))
  }

  #resize(by: number): void {
    this.#windowSize = Math.max(1, Math.min(this.capacity - 1, this.#windowSize + by))
  }

  /** Has the other cache use a key, for which there are `own` hits here, and says whether it hit as well. */
  #playLru(key: number, room: number, own: number): boolean {
    const isHit = this.#lru.has(key)
    this.#lru.push(key)
    while (this.#lru.length > room) this.#lru.removeOldest()
    this.#lead += (Number(isHit) - own - this.#lead) / 256
    return isHit
  }

  #admit(): void {
    this.#probation.push(this.#window.removeOldest())
  }

  #refuse(key: number): number {
    this.#refused.push(key)
    return this.#remove(key)
  }

  #displace(key: number): number {
    this.#displaced.push(key)
    return this.#remove(key)
  }

  #remove(key: number): number {
    for (const list of [this.#window, this.#probation, this.#protected]) list.remove(key)
    this.#pastUses.set(key, Math.max(this.#pastUses.get(key) ?? 0, this.#uses.get(key)!))
    this.#uses.delete(key)
    this.#touched.delete(key)
    return key
  }

  /** What is to leave for the candidate, if there is anything behind the window. */
  #rival(): number | undefined {
    while (this.#touched.delete(this.#probation.oldest!)) {
      this.#protected.push(this.#probation.removeOldest())
      this.#unprotect()
    }
    if (this.#probation.length > 0) return this.#probation.oldest
    while (this.#touched.delete(this.#protected.oldest!)) this.#protected.push(this.#protected.oldest!)
    return this.#protected.oldest
  }

  /** At most seven tenths of what is behind the window are protected. */
  #unprotect(): void {
    while (this.#protected.length > 0.7 * (this.capacity - this.#windowSize)) {
      const oldest = this.#protected.removeOldest()
      if (this.#touched.delete(oldest)) this.#protected.push(oldest)
      else this.#probation.push(oldest)
    }
  }

  #halve(): void {
    this.#usesSinceHalving = 0
    for (const counts of [this.#uses, this.#pastUses])
      for (const [key, uses] of counts) counts.set(key, Math.floor(uses / 2))
  }
}
