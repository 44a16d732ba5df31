/** A clock that stands still until it is told to move. */
export interface FakeClock {
  (): number
  /** Moves it by `ms`. */
  advance(ms: number): void
}

export function fakeClock(start = 1_000_000): FakeClock {
  let now = start
  return Object.assign(() => now, { advance: (ms: number) => void (now += ms) })
}
