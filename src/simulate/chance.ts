import { HASHES, mixed } from '../internal/key-hash.js'

/**
 * A source of chance like `Math.random` that gives the same numbers again after each start with the same seed.
 */
export function chance(seed: number): () => number {
  let state = mixed(seed)
  return () => (mixed((state = (state + 0x9e3779b9) | 0)) >>> 0) / HASHES
}
