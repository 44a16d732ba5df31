import type { Model } from '../model.js'

/** A cache as the papers on policies have it: what is missing comes in, and something leaves for it where it is full. */
export abstract class ReferenceCache implements Model {
  constructor(readonly capacity: number) {}

  abstract get size(): number
  abstract has(key: number): boolean
  abstract delete(key: number): boolean
  abstract clear(): void

  get(key: number): boolean {
    if (!this.has(key)) return false
    this.hit(key)
    return true
  }

  set(key: number): unknown {
    if (this.get(key)) return undefined
    const victim = this.size === this.capacity ? this.evict(key) : undefined
    this.insert(key)
    return victim
  }

  /** A key that is held was used. */
  protected abstract hit(key: number): void

  /** Has an entry leave so that `newcomer` can come in; gives its key. */
  protected abstract evict(newcomer: number): number

  protected abstract insert(key: number): void
}

/** A queue of different keys, the newest first. */
export class Queue {
  #keys: number[] = []

  get length(): number {
    return this.#keys.length
  }

  get oldest(): number | undefined {
    return this.#keys.at(-1)
  }

  has(key: number | undefined): boolean {
    return key !== undefined && this.#keys.includes(key)
  }

  /** Puts a key in front, wherever it was before. */
  push(key: number): void {
    this.remove(key)
    this.#keys.unshift(key)
  }

  remove(key: number): boolean {
    const isHeld = this.#keys.includes(key)
    this.#keys = this.#keys.filter((k) => k !== key)
    return isHeld
  }

  removeOldest(): number {
    return this.#keys.pop()!
  }

  clear(): void {
    this.#keys = []
  }
}

/**
 * The last keys that have left. One that has come back is none of them any more, and no older one takes its place.
 */
export class History {
  #left: (number | undefined)[] = []

  constructor(readonly length: number) {}

  push(key: number): void {
    this.#left.unshift(key)
    this.#left.length = Math.min(this.length, this.#left.length)
  }

  /** Whether the key is one of them, which it now ceases to be. */
  take(key: number): boolean {
    const place = this.#left.indexOf(key)
    if (place === -1) return false
    this.#left[place] = undefined
    return true
  }

  clear(): void {
    this.#left = []
  }
}
