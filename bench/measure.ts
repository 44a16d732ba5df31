import type { Contestant } from './workload.js'

/** How long to measure. Times are in ms. */
export interface Plan {
  /** Processes per row. */
  readonly processes: number
  readonly rounds: number
  /** How long one contestant's part of a round is to take. */
  readonly round: number
  /** How long each contestant runs before it counts. */
  readonly warmup: number
}

const WARMUP_TURNS = 4

/**
 * Nanoseconds per operation, for each contestant and round. All warm up in turn, then take part in many short rounds
 * in an order that rotates, so that whatever else the machine does strikes all alike.
 */
export async function measure(contestants: readonly Contestant[], plan: Plan): Promise<number[][]> {
  // What was made while preparing is moved to where it stays.
  collectGarbage()
  collectGarbage()
  const repeats = contestants.map(() => 1)
  for (let turn = 0; turn < WARMUP_TURNS; turn++)
    for (const [i, contestant] of contestants.entries()) repeats[i] = await warmUp(contestant, plan)

  const rounds: number[][] = contestants.map(() => [])
  for (let round = 0; round < plan.rounds; round++)
    for (let turn = 0; turn < contestants.length; turn++) {
      const at = (round + turn) % contestants.length
      rounds[at]!.push(await timed(contestants[at]!, repeats[at]!))
    }
  return rounds
}

/** Runs a contestant for its part of the warm-up; gives how many runs make a round. */
async function warmUp(contestant: Contestant, { warmup, round }: Plan): Promise<number> {
  const start = performance.now()
  let runs = 0
  let elapsed: number
  do {
    await runOnce(contestant)
    runs++
    elapsed = performance.now() - start
  } while (elapsed < warmup / WARMUP_TURNS)
  return Math.max(1, Math.round((runs * round) / elapsed))
}

/** Nanoseconds per operation. Starts without the garbage of the one before. */
async function timed(contestant: Contestant, repeats: number): Promise<number> {
  collectGarbage({ type: 'minor' })
  const start = process.hrtime.bigint()
  for (let i = 0; i < repeats; i++) {
    const running = runOnce(contestant)
    if (running !== undefined) await running
  }
  return Number(process.hrtime.bigint() - start) / (repeats * contestant.operations)
}

/** Runs a contestant, and makes sure that it is right. */
function runOnce(contestant: Contestant): Promise<void> | undefined {
  const result = contestant.run()
  if (typeof result !== 'number') return result.then((sum) => check(contestant, sum))
  check(contestant, result)
  return undefined
}

function check({ name, expected }: Contestant, sum: number): void {
  if (sum !== expected) throw new Error(`${name} is wrong: ${sum} instead of ${expected}`)
}

const collectGarbage: (options?: { type: 'minor' }) => void =
  (globalThis as { gc?: () => void }).gc ??
  (() => {
    throw new Error('run with --expose-gc')
  })
