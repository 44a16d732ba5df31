/** A source of chance that repeats itself: numbers of at least 0 and less than 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed | 0 || 1
  // Marsaglia, "Xorshift RNGs" (2003): every 32-bit number but 0 comes up once in a round.
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
