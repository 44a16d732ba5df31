/** What a sample holds of a cache must have this many entries, or the cache is too small to be told about. */
const LEAST_SAMPLED = 16

/** The sizes to try where none are named, in percent of the different keys. */
const SPREAD = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100]

/** A good spread of sizes for a number of keys: round ones, and the last one has room for all. */
export function defaultSizes(distinct: number): number[] {
  const sizes = SPREAD.map((percent) => (percent === 100 ? distinct : rounded((distinct * percent) / 100)))
  return sorted(sizes)
}

/** Sizes without repetition, the smallest first. */
export const sorted = (sizes: readonly number[]): number[] => [...new Set(sizes)].sort((a, b) => a - b)

/** Whether a sample at this rate says something about a cache of this size. */
export const isTold = (size: number, rate: number): boolean => rate === 1 || size * rate >= LEAST_SAMPLED

/** To two digits, and at least 1. */
const rounded = (size: number): number => Math.max(1, Math.round(Number(size.toPrecision(2))))
