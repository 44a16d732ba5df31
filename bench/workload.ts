import type { Measured } from './measured.js'
import type { MemoKind } from './subject.js'

/** What is measured: one library at one kind of work. */
export interface Contestant {
  readonly name: string
  readonly role: 'pilfer' | 'peer' | 'limit'
  /** Whether marks are measured against it. */
  readonly eligible: boolean
  readonly kind?: MemoKind
  readonly remark?: string | undefined
  /** Says whether marks are measured against it, where that has to be tried out; asked when all is measured. */
  judge?(): Judgement | Promise<Judgement>
  /** How many operations a `run` is. */
  readonly operations: number
  /** Does the work once; what it gives must be `expected`, so that nobody is fast by being wrong. */
  run(): number | Promise<number>
  readonly expected: number
}

type Judgement = Pick<Contestant, 'eligible' | 'remark'>

/** What a row has to show. */
export interface Mark {
  readonly text: string
  /** The value measured and the one demanded, or `undefined` where there is nobody to compare with. */
  judge(measured: Measured): Verdict | undefined
}

export interface Verdict {
  readonly value: number
  readonly against: string
  readonly holds: boolean
}

/** One kind of work, done by all who can, in processes of their own. */
export interface Row {
  readonly name: string
  /** Each makes one contestant ready. */
  readonly contestants: readonly (() => Promise<Contestant>)[]
  readonly marks: readonly Mark[]
  /** Whose speed the others' is given as a part of; `undefined` for those who are not compared. */
  versus(name: string, kind: MemoKind | undefined): string | undefined
}

export interface Workload {
  readonly name: string
  readonly title: string
  /** How many processes measure a row, in the place of the plan's. */
  readonly processes?: number
  /** How long each subject runs before it counts, in ms, in the place of the plan's. */
  readonly warmup?: number
  readonly rows: readonly Row[]
}

/** The mark that `name` is at least `atLeast` times as fast as the fastest of the eligible peers among `rivals`. */
export function fasterThanPeers(
  name: string,
  atLeast: number,
  isRival: (kind: MemoKind | undefined) => boolean = () => true,
): Mark {
  return {
    text: `${name}: at least ${atLeast.toFixed(1)} of the fastest eligible peer`,
    judge(measured) {
      const rival = measured.fastest((c) => c.role === 'peer' && c.eligible && isRival(c.kind))
      return rival === undefined ? undefined : verdict(measured, name, rival, atLeast)
    },
  }
}

/** The mark that `name` is at least `atLeast` times as fast as `limit`. */
export function fasterThan(name: string, limit: string, atLeast: number): Mark {
  return {
    text: `${name}: at least ${atLeast.toFixed(2).replace(/0$/, '')} of ${limit}`,
    judge: (measured) => verdict(measured, name, limit, atLeast),
  }
}

function verdict(measured: Measured, name: string, rival: string, atLeast: number): Verdict {
  const value = measured.speed(name, rival)
  return { value, against: rival, holds: value >= atLeast }
}
