const EMPTY = -1

/**
 * A set of integers from 0 to below `limit` that knows its largest member: a bit for each of them, above that a bit for
 * each word that is not zero, and so on up to a single word. What it does takes a few steps, whatever is in it.
 */
export class NumberSet {
  readonly #levels: Int32Array[] = []

  constructor(limit: number) {
    let bits = Math.max(1, limit)
    do {
      bits = Math.ceil(bits / 32)
      this.#levels.push(new Int32Array(bits))
    } while (bits > 1)
  }

  has(n: number): boolean {
    return (this.#levels[0][n >>> 5] & (1 << (n & 31))) !== 0
  }

  add(n: number): void {
    let bit = n
    for (const level of this.#levels) {
      const word = bit >>> 5
      const before = level[word]
      level[word] = before | (1 << (bit & 31))
      if (before !== 0) return
      bit = word
    }
  }

  delete(n: number): void {
    let bit = n
    for (const level of this.#levels) {
      const word = bit >>> 5
      const after = (level[word] &= ~(1 << (bit & 31)))
      if (after !== 0) return
      bit = word
    }
  }

  /** The largest member, or -1. */
  max(): number {
    let bit = 0
    for (let i = this.#levels.length - 1; i >= 0; i--) {
      const word = this.#levels[i][bit]
      if (word === 0) return EMPTY
      bit = bit * 32 + 31 - Math.clz32(word)
    }
    return bit
  }
}
