/** One more than the largest hash of a key. */
export const HASHES = 2 ** 32

/** 32 bits, each of which depends on all of `x`: the last step of MurmurHash3 (Austin Appleby, public domain). */
export function mixed(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * A source of chance like `Math.random` that gives the same numbers again after each start with the same seed.
 */
export function chance(seed: number): () => number {
  let state = mixed(seed)
  return () => mixed((state = (state + 0x9e3779b9) | 0)) / HASHES
}

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/**
 * Makes a hash of keys, from 0 to below `HASHES`. Keys that a `Map` takes for one have one hash; another salt gives
 * hashes that have nothing to do with these. Two keys may share a hash: it says whom to follow, never who is who.
 */
export function keyHash(salt: number): (key: unknown) => number {
  const seed = mixed(salt ^ 0x5bd1e995)
  const ordinals = new WeakMap<WeakKey, number>()
  let known = 0

  /** By identity, which has nothing to be hashed: things are numbered as they come. */
  const ofThing = (thing: WeakKey): number => {
    let ordinal = ordinals.get(thing)
    if (ordinal === undefined) ordinals.set(thing, (ordinal = known++))
    return ofNumber(ordinal, mixed(seed ^ 3))
  }

  return (key) => {
    switch (typeof key) {
      case 'number':
        return ofNumber(key, seed)
      case 'string':
        return ofText(key, seed)
      case 'function':
        return ofThing(key)
      case 'object':
        return key === null ? ofText('null', mixed(seed ^ 1)) : ofThing(key)
      case 'symbol': {
        const name = Symbol.keyFor(key)
        return name === undefined ? ofThing(key as WeakKey) : ofText(name, mixed(seed ^ 2))
      }
      default:
        return ofText(String(key), mixed(seed ^ (typeof key === 'bigint' ? 4 : 1)))
    }
  }
}

function ofNumber(value: number, seed: number): number {
  // Adding 0 makes 0 of -0, which is the same key; NaN may have many forms.
  double[0] = Number.isNaN(value) ? 0.5 : value + 0
  return mixed((Math.imul(mixed(words[0] ^ seed), 5) + words[1]) | 0)
}

/** FNV-1a over UTF-16 units, mixed at the end. */
function ofText(text: string, seed: number): number {
  let h = seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mixed(h ^ text.length)
}
