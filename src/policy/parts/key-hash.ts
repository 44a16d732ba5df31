/** 2^32 divided by the golden ratio, which is odd. */
const GOLDEN = 0x9e3779b1

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/**
 * Gives keys a hash of 32 bits, for what a policy remembers of those that have left.
 *
 * The hash depends on the *salt*, so whoever chooses keys and does not know it cannot choose keys of one hash. All of a
 * text counts, since keys may differ in any place; that costs no more than the cache's `Map` and whoever made the text
 * spend on it. An object, function or symbol is known by identity and only as long as somebody else keeps it alive.
 */
export class KeyHash {
  readonly salt: number
  /** Odd, and as secret as the salt: with a known factor some differences of texts would cancel out under any salt. */
  readonly #factor: number
  readonly #identities = new WeakMap<WeakKey, number>()
  #known = 0

  /** @param salt an integer of 32 bits */
  constructor(salt: number) {
    this.salt = salt
    this.#factor = mixed(salt ^ GOLDEN) | 1
  }

  of(key: unknown): number {
    switch (typeof key) {
      case 'string':
        return this.#ofText(key)
      case 'number':
        return this.#ofNumber(key)
      case 'object':
      case 'function':
        return key === null ? this.#ofText('null') : this.#ofIdentity(key)
      case 'symbol': {
        const name = Symbol.keyFor(key)
        return name === undefined ? this.#ofIdentity(key) : this.#ofText(name)
      }
      default:
        // What is left has few values, or, a bigint, a text that says all.
        return this.#ofText(String(key))
    }
  }

  /** Two halves, of every other letter each, so that the processor need not wait for one letter to take the next. */
  #ofText(text: string): number {
    const factor = this.#factor
    let even = this.salt
    let odd = factor
    const end = text.length - 1
    for (let i = 0; i < end; i += 2) {
      even = Math.imul(even ^ text.charCodeAt(i), factor)
      even ^= even >>> 15
      odd = Math.imul(odd ^ text.charCodeAt(i + 1), factor)
      odd ^= odd >>> 15
    }
    if ((end & 1) === 0) even = Math.imul(even ^ text.charCodeAt(end), factor)
    return mixed(Math.imul(even ^ (even >>> 16), factor) ^ odd ^ text.length)
  }

  #ofNumber(n: number): number {
    const small = n | 0
    if (small === n) return mixed(Math.imul(small ^ this.salt, this.#factor))
    // A NaN may be written in more than one way.
    double[0] = Number.isNaN(n) ? Infinity : n
    return mixed(Math.imul(words[0]! ^ mixed(words[1]! ^ this.salt), this.#factor))
  }

  /** That of a number which the key has as long as it lives; few keys are such numbers themselves. */
  #ofIdentity(key: WeakKey): number {
    let number = this.#identities.get(key)
    if (number === undefined) {
      number = ++this.#known + 0.5
      this.#identities.set(key, number)
    }
    return this.#ofNumber(number)
  }
}

/** Spreads what is in any bit of a number over all of them (Chris Wellons' `lowbias32`, public domain). */
export function mixed(n: number): number {
  let h = n
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}
