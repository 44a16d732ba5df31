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

/** A hit ratio and how far it may be from the true one. */
interface Estimate {
  readonly hitRatio: number
  readonly error: number
}

/** Student's t for 95 %, by the number of groups. */
const STUDENT: Record<number, number> = { 4: 3.18, 8: 2.36 }

export function curveOf(name: string, sizes: readonly number[], drawn: Drawn, play: Play): Curve {
  const estimates = sizes.map((size) => estimate(size, drawn, play))
  return {
    name,
    hitRatios: estimates.map(({ hitRatio }) => hitRatio),
    errors: estimates.map(({ error }) => error),
  }
}

/**
 * The hit ratio of all keys as that of a part of them, in a cache that is smaller at the same rate.
 *
 * The error has two parts: by chance, as the groups differ; and by scale, since some policies behave otherwise in
 * small caches. The groups are smaller than the whole sample, and what that changes is taken to go on in proportion to
 * the logarithm of the rate.
 */
function estimate(size: number, { accesses, whole, groups }: Drawn, play: Play): Estimate {
  const hitRatio = ratioOf(whole, size, accesses, play)
  if (groups.length === 0) return { hitRatio, error: 0 }
  const ratios = groups.map((group) => ratioOf(group, size, accesses, play))
  const mean = sum(ratios) / ratios.length
  const variance = sum(ratios.map((ratio) => (ratio - mean) ** 2)) / (ratios.length - 1)
  const played = whole.rate * (whole.ids.length / whole.accesses)
  const byChance = STUDENT[groups.length] * Math.sqrt((variance / ratios.length) * (1 - played))
  const byScale = (Math.abs(hitRatio - mean) * Math.log(1 / played)) / Math.log(groups.length)
  return { hitRatio, error: Math.min(1, byChance + byScale) }
}

/**
 * A part has more or fewer accesses than its rate says, mostly for a few very popular keys that are in it or are not.
 * These hit in nearly any cache, so what is missing counts as hits, and what is too much as hits too many: the
 * adjustment of SHARDS.
 */
function ratioOf({ ids, rate, accesses }: Part, size: number, all: number, play: Play): number {
  const expected = all * rate
  // What was not remembered counts like the rest.
  const remembered = ids.length === 0 ? 0 : accesses / ids.length
  const hits = play(ids, Math.max(1, Math.round(size * rate))) * remembered
  return Math.min(1, Math.max(0, (hits + expected - accesses) / expected))
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
