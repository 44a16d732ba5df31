/** How many different hashes there are. */
export const HASHES = 2 ** 32

/** 2^32 divided by the golden ratio, which is odd. */
const GOLDEN = 0x9e3779b1

// What is hashed as a text or a number, and is none.
const BIGINT = 1
const SYMBOL = 2
const WORD = 3
const THING = 4

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/**
 * Gives keys a hash of 32 bits, for what is remembered of keys that are not held. Keys that a `Map` takes for one have
 * one hash. Two others may share one: it says whom to follow, never who is who.
 *
 * The hash depends on the *salt*, so whoever chooses keys and does not know it cannot choose keys of one hash. All of a
 * text counts, since keys may differ in any place; that costs no more than the `Map` and whoever made the text spend on
 * it. An object, function or symbol is known by identity and only as long as somebody else keeps it alive.
 *
 * Snapshots keep hashes, with their salt. With another function they can still be read, but their ghosts match nothing.
 */
export class KeyHash {
  readonly salt: number
  /** The salt with all of its bits spread, as 0 and 1 make good salts too. */
  readonly #start: number
  /** Odd, and as secret as the salt: with a known factor some differences of texts would cancel out under any salt. */
  readonly #factor: number
  readonly #identities = new WeakMap<WeakKey, number>()
  #known = 0

  /** @param salt an integer of 32 bits */
  constructor(salt: number) {
    this.salt = salt
    this.#start = mixed(salt ^ GOLDEN)
    this.#factor = mixed(this.#start ^ GOLDEN) | 1
  }

  /** An integer of 32 bits, signed. */
  of(key: unknown): number {
    if (typeof key === 'number') return this.#ofNumber(key)
    if (typeof key === 'string') return this.#ofText(key)
    return this.#ofOther(key)
  }

  #ofOther(key: unknown): number {
    switch (typeof key) {
      case 'object':
      case 'function':
        return key === null ? this.#ofWord('null', WORD) : this.#ofIdentity(key)
      case 'symbol': {
        const name = Symbol.keyFor(key)
        return name === undefined ? this.#ofIdentity(key) : this.#ofWord(name, SYMBOL)
      }
      default:
        // What is left has few values, or, a bigint, a text that says all.
        return this.#ofWord(String(key), typeof key === 'bigint' ? BIGINT : WORD)
    }
  }

  /** Two halves, of every other letter each, so that the processor need not wait for one letter to take the next. */
  #ofText(text: string): number {
    const factor = this.#factor
    let even = this.#start
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

  /** Another hash than that of the text itself, which is another key. */
  #ofWord(text: string, kind: number): number {
    return mixed(this.#ofText(text) ^ kind)
  }

  #ofNumber(n: number): number {
    const small = n | 0
    return small === n ? mixed(Math.imul(small ^ this.#start, this.#factor)) : this.#ofDouble(n)
  }

  #ofDouble(n: number): number {
    // It may be written in more than one way.
    if (Number.isNaN(n)) return this.#ofWord('NaN', WORD)
    double[0] = n
    return mixed(Math.imul(words[0]! ^ mixed(words[1]! ^ this.#start), this.#factor))
  }

  /** That of a number which the key has as long as it lives. */
  #ofIdentity(key: WeakKey): number {
    let number = this.#identities.get(key)
    if (number === undefined) this.#identities.set(key, (number = this.#known++))
    return mixed(this.#ofNumber(number) ^ THING)
  }
}

/** Spreads what is in any bit of a number over all of them (Chris Wellons' `lowbias32`, public domain). */
export function mixed(n: number): number {
  let h = n
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}
