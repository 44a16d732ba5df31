import { median, spread } from './statistics.js'
import type { Contestant } from './workload.js'

/** What one process has measured: for each contestant the nanoseconds per operation, round by round. */
export interface Sample {
  readonly contestants: readonly Omit<Contestant, 'run' | 'judge'>[]
  readonly rounds: readonly (readonly number[])[]
}

/** What all processes of a row have measured. */
export class Measured {
  constructor(readonly samples: readonly Sample[]) {}

  get contestants(): Sample['contestants'] {
    return this.samples[0]!.contestants
  }

  /** Nanoseconds per operation: the median of the processes' medians. */
  nanoseconds(name: string): number {
    return median(this.#each((sample) => median(roundsOf(sample, name))))
  }

  /** How far apart the middle half of all rounds lies, as a part of the median. */
  spread(name: string): number {
    return spread(this.samples.flatMap((sample) => roundsOf(sample, name)))
  }

  /** How many times as fast as `rival` `name` is, from rounds that ran one right after the other. */
  speed(name: string, rival: string): number {
    return median(
      this.#each((sample) => {
        const own = roundsOf(sample, name)
        return median(roundsOf(sample, rival).map((time, i) => time / own[i]!))
      }),
    )
  }

  /** The fastest of those that `counts` admits. */
  fastest(counts: (contestant: Sample['contestants'][number]) => boolean): string | undefined {
    return this.contestants
      .filter(counts)
      .map((c) => c.name)
      .sort((a, b) => this.nanoseconds(a) - this.nanoseconds(b))[0]
  }

  #each(work: (sample: Sample) => number): number[] {
    return this.samples.map(work)
  }
}

function roundsOf(sample: Sample, name: string): readonly number[] {
  const at = sample.contestants.findIndex((c) => c.name === name)
  if (at === -1) throw new Error(`nobody called ${name} took part`)
  return sample.rounds[at]!
}
