import { History, Queue, ReferenceCache } from './reference-cache.js'

/**
 * S3-FIFO as in algorithm 1 of J. Yang et al., SOSP 2023: READ is `hit`, INSERT is `insert`, EVICT is `evict`. Where the
 * paper is silent it is as the authors' own code: what goes from S to M begins there with no uses, and M may be longer
 * than nine tenths for as long as S is shorter than one.
 */
export class S3FifoModel extends ReferenceCache {
  readonly #small = new Queue()
  readonly #main = new Queue()
  readonly #smallSize = Math.max(1, Math.floor(0.1 * this.capacity))
  /** As many as M has room for. */
  readonly #ghosts = new History(this.capacity - this.#smallSize)
  readonly #freq = new Map<number, number>()

  get size(): number {
    return this.#small.length + this.#main.length
  }

  has(key: number): boolean {
    return this.#small.has(key) || this.#main.has(key)
  }

  delete(key: number): boolean {
    return this.#small.remove(key) || this.#main.remove(key)
  }

  clear(): void {
    for (const queue of [this.#small, this.#main, this.#ghosts]) queue.clear()
  }

  protected hit(key: number): void {
    this.#freq.set(key, Math.min(this.#freq.get(key)! + 1, 3))
  }

  protected insert(key: number): void {
    this.#freq.set(key, 0)
    if (this.#ghosts.take(key)) this.#main.push(key)
    else this.#small.push(key)
  }

  protected evict(): number {
    for (;;) {
      const isSmall = this.#small.length >= this.#smallSize || this.#main.length === 0
      const victim = isSmall ? this.#evictS() : this.#evictM()
      if (victim !== undefined) return victim
    }
  }

  /** One step of EVICTS: what was used more than once goes to M, and something else has to leave. */
  #evictS(): number | undefined {
    const tail = this.#small.removeOldest()
    if (this.#freq.get(tail)! > 1) {
      this.#freq.set(tail, 0)
      this.#main.push(tail)
      return undefined
    }
    this.#ghosts.push(tail)
    return tail
  }

  /** One step of EVICTM: what was used goes round again, and something else has to leave. */
  #evictM(): number | undefined {
    const tail = this.#main.removeOldest()
    const freq = this.#freq.get(tail)!
    if (freq === 0) return tail
    this.#freq.set(tail, freq - 1)
    this.#main.push(tail)
    return undefined
  }
}
