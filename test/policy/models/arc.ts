import { Queue, ReferenceCache } from './reference-cache.js'

/**
 * ARC as in figure 4 of N. Megiddo and D. S. Modha, FAST 2003, with its names. The paper has no deletions, after which
 * a cache is not full: then nothing has to be replaced. Where T2 is empty what leaves is from T1, whatever p says.
 */
export class ArcModel extends ReferenceCache {
  readonly #t1 = new Queue()
  readonly #t2 = new Queue()
  readonly #b1 = new Queue()
  readonly #b2 = new Queue()
  #p = 0

  get size(): number {
    return this.#t1.length + this.#t2.length
  }

  has(key: number): boolean {
    return this.#t1.has(key) || this.#t2.has(key)
  }

  delete(key: number): boolean {
    return this.#t1.remove(key) || this.#t2.remove(key)
  }

  clear(): void {
    for (const list of [this.#t1, this.#t2, this.#b1, this.#b2]) list.clear()
    this.#p = 0
  }

  /** Case I. */
  protected hit(key: number): void {
    this.#t1.remove(key)
    this.#t2.push(key)
  }

  /** All of the cases II, III and IV but for where `x` goes, and for what a cache does too that is not full. */
  protected evict(x: number): number {
    this.#adapt(x)
    this.#isAdapted = true
    if (this.#b1.has(x) || this.#b2.has(x)) return this.#replace(x)
    if (this.#t1.length === this.capacity) return this.#t1.removeOldest()
    this.#makeRoom()
    return this.#replace(x)
  }

  protected insert(x: number): void {
    if (!this.#isAdapted) {
      this.#adapt(x)
      if (!this.#b1.has(x) && !this.#b2.has(x)) this.#makeRoom()
    }
    this.#isAdapted = false
    if (this.#b1.remove(x) || this.#b2.remove(x)) this.#t2.push(x)
    else this.#t1.push(x)
  }

  /** Whether p is what it is to be for the newcomer. */
  #isAdapted = false

  /** The first line of the cases II and III. */
  #adapt(x: number): void {
    const b1 = this.#b1.length
    const b2 = this.#b2.length
    if (this.#b1.has(x)) this.#p = Math.min(this.#p + (b1 >= b2 ? 1 : b2 / b1), this.capacity)
    else if (this.#b2.has(x)) this.#p = Math.max(this.#p - (b2 >= b1 ? 1 : b1 / b2), 0)
  }

  /** What case IV takes out of the lists of ghosts. */
  #makeRoom(): void {
    const l1 = this.#t1.length + this.#b1.length
    const l2 = this.#t2.length + this.#b2.length
    if (l1 === this.capacity) this.#b1.removeOldest()
    else if (l1 + l2 === 2 * this.capacity) this.#b2.removeOldest()
  }

  #replace(x: number): number {
    const t1 = this.#t1.length
    const fromT1 = t1 >= 1 && ((this.#b2.has(x) && t1 === this.#p) || t1 > this.#p)
    const [t, b] = fromT1 || this.#t2.length === 0 ? [this.#t1, this.#b1] : [this.#t2, this.#b2]
    const victim = t.removeOldest()
    b.push(victim)
    return victim
  }
}
