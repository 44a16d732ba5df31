/** The value below which the part `q` of `values` lies. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const rest = at - low
  return rest === 0 ? sorted[low]! : sorted[low]! * (1 - rest) + sorted[low + 1]! * rest
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** How far the middle half of `values` reaches, as a part of their median. */
export const spread = (values: readonly number[]): number =>
  (quantile(values, 0.75) - quantile(values, 0.25)) / median(values)

/** Random numbers from 0 to below 1, the same for each seed (xorshift32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** `values` in an order that is the same every time (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], seed = 1): T[] {
  const random = seeded(seed)
  const result = [...values]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}
