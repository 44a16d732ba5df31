import { ReferenceCache } from './reference-cache.js'

interface Entry {
  readonly key: number
  visited: boolean
}

/**
 * SIEVE as in algorithm 1 of Y. Zhang et al., NSDI 2024. The paper has no deletions; here the hand moves on from an entry
 * that is deleted, as it does from one that leaves.
 */
export class SieveModel extends ReferenceCache {
  /** The head, which is the newest, first. */
  #queue: Entry[] = []
  /** `null` before the first eviction, and when it has passed the head. */
  #hand: Entry | null = null

  get size(): number {
    return this.#queue.length
  }

  has(key: number): boolean {
    return this.#find(key) !== undefined
  }

  delete(key: number): boolean {
    const entry = this.#find(key)
    if (entry !== undefined) this.#remove(entry)
    return entry !== undefined
  }

  clear(): void {
    this.#queue = []
    this.#hand = null
  }

  protected hit(key: number): void {
    this.#find(key)!.visited = true
  }

  protected evict(): number {
    const tail = this.#queue.at(-1)!
    let o = this.#hand ?? tail
    while (o.visited) {
      o.visited = false
      o = this.#prev(o) ?? tail
    }
    this.#hand = o
    this.#remove(o)
    return o.key
  }

  protected insert(key: number): void {
    this.#queue.unshift({ key, visited: false })
  }

  #find(key: number): Entry | undefined {
    return this.#queue.find((entry) => entry.key === key)
  }

  /** The entry that came in next after `entry`. */
  #prev(entry: Entry): Entry | null {
    return this.#queue[this.#queue.indexOf(entry) - 1] ?? null
  }

  #remove(entry: Entry): void {
    if (entry === this.#hand) this.#hand = this.#prev(entry)
    this.#queue = this.#queue.filter((other) => other !== entry)
  }
}
