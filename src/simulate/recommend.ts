import type { Curve } from './curve.js'
import { count, percent, points } from './words.js'

/** Which policy and size to take. */
export interface Recommendation {
  /** The name of the policy. */
  readonly policy: string
  readonly maxSize: number
  /** What to expect of them: the part of the accesses that hit, from 0 to 1. */
  readonly hitRatio: number
  /** Policies that are as good at this size, as far as the sample can tell. */
  readonly alike: readonly string[]
  /** Why, in words. */
  readonly reason: string
}

/**
 * The smallest size at which some policy comes within some points of the best hit ratio of all, and of the policies
 * there the best one.
 */
export function recommend(
  sizes: readonly number[],
  curves: readonly Curve[],
  optimum: Curve,
  within: number,
): Recommendation {
  const best = Math.max(...curves.flatMap(({ hitRatios }) => hitRatios))
  const bestAt = (place: number): number => Math.max(...curves.map(({ hitRatios }) => hitRatios[place]))
  const place = sizes.findIndex((_, i) => best - bestAt(i) <= within / 100)
  const hitRatio = bestAt(place)
  const winner = curves.find(({ hitRatios }) => hitRatios[place] === hitRatio)!
  const alike = curves.filter((curve) => curve !== winner && isAlike(curve, winner, place))
  const maxSize = sizes[place]
  const names = alike.map(({ name }) => name)
  const room =
    sizes.length === 1
      ? `With room for ${count(maxSize)}`
      : `With room for ${count(maxSize)}, the smallest size within ${points(within / 100)} of the best (${percent(best)})`
  const sentences = [
    `${room}, ${winner.name} hits ${percent(hitRatio)} of the accesses`,
    ...comparison(winner, names, curves, place),
    `the optimum there is ${percent(optimum.hitRatios[place])}`,
  ]
  return { policy: winner.name, maxSize, hitRatio, alike: names, reason: `${sentences.join('; ')}.` }
}

/** Whether two policies differ by less than the errors of both. */
function isAlike(a: Curve, b: Curve, place: number): boolean {
  return Math.abs(a.hitRatios[place] - b.hitRatios[place]) <= Math.hypot(a.errors[place], b.errors[place])
}

/** How the winner stands to the others: those that are alike, or the next best. */
function comparison(
  winner: Curve,
  alike: readonly string[],
  curves: readonly Curve[],
  place: number,
): string[] {
  if (alike.length > 0) return [`${alike.join(', ')} cannot be told from it there`]
  const others = curves.filter((curve) => curve !== winner)
  if (others.length === 0) return []
  const second = others.reduce((a, b) => (b.hitRatios[place] > a.hitRatios[place] ? b : a))
  return [`the next best there, ${second.name}, hits ${percent(second.hitRatios[place])}`]
}
