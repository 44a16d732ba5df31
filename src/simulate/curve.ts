import type { Drawn, Part } from './sample.js'

/** Gives the hits that accesses, as numbers of keys, have in a cache of `size` entries. */
export type Play = (ids: Int32Array, size: number) => number

/** How often one policy, or the optimum, hits in caches of several sizes. */
export interface Curve {
  /** The name of the policy, or `'optimum'`. */
  readonly name: string
  /** By place in `sizes`: the part of all accesses that hit, from 0 to 1. */
  readonly hitRatios: readonly number[]
  /**
   * By place in `sizes`: how far the hit ratio may be from the true one, where keys were sampled; 0 where all accesses
   * were played.
   */
  readonly errors: readonly number[]
}

/** Student's t for 95 %, by the number of groups. */
const STUDENT: Record<number, number> = { 4: 3.18, 8: 2.36 }

export function curveOf(name: string, sizes: readonly number[], drawn: Drawn, play: Play): Curve {
  const ratio = (part: Part, size: number): number => hitRatio(part, size, drawn.accesses, play)
  const hitRatios = sizes.map((size) => ratio(drawn.whole, size))
  const errors = sizes.map((size) => errorOf(drawn, (part) => ratio(part, size)))
  return { name, hitRatios, errors }
}

/**
 * The hit ratio of all keys as that of a part of them, in a cache that is smaller at the same rate.
 *
 * A part has more or fewer accesses than its rate says, mostly for a few very popular keys that are in it or are not.
 * Such accesses hit in any cache, so what is missing counts as hits, and what is too much as hits too many (the
 * adjustment of SHARDS).
 */
function hitRatio({ ids, rate, accesses }: Part, size: number, all: number, play: Play): number {
  const expected = all * rate
  const hits =
    ids.length === 0 ? 0 : play(ids, Math.max(1, Math.round(size * rate))) * (accesses / ids.length)
  return Math.min(1, Math.max(0, (hits + expected - accesses) / expected))
}

/**
 * The error by what the groups say of themselves: twice or so the deviation of their mean, as far as there is something
 * that was not played.
 */
function errorOf({ groups, whole }: Drawn, ratio: (part: Part) => number): number {
  if (groups.length === 0) return 0
  const ratios = groups.map(ratio)
  const mean = ratios.reduce((sum, r) => sum + r, 0) / ratios.length
  const variance = ratios.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (ratios.length - 1)
  const played = whole.rate * (whole.ids.length / Math.max(whole.accesses, 1))
  return STUDENT[groups.length] * Math.sqrt((variance / ratios.length) * (1 - played))
}
