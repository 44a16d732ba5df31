import type { Curve } from './curve.js'
import type { Recommendation } from './recommend.js'

/** What {@link simulate} has found, as plain data. */
export interface Simulation {
  /** How many accesses there were. */
  readonly accesses: number
  /** How many calls of a recorded function had no key; they are not among the accesses. */
  readonly keyless: number
  /** How many different keys; an estimate where `rate` is below 1. */
  readonly distinct: number
  /** The part of the keys whose accesses were followed; 1 for all. */
  readonly rate: number
  /** How many accesses of those keys were played. */
  readonly played: number
  /** Whether all accesses were played, so that every number is exact. */
  readonly isExact: boolean
  /** The sizes of the caches, in entries, the smallest first. */
  readonly sizes: readonly number[]
  /** Sizes that were asked for and left out, since the sample is too small to tell about them. */
  readonly tooSmall: readonly number[]
  /** One for each policy, in the order they were given. */
  readonly curves: readonly Curve[]
  /** What no policy can surpass: Belady's optimum, which knows the future and may leave a newcomer out. */
  readonly optimum: Curve
  readonly recommendation: Recommendation
}
