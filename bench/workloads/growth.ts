import { totalmem } from 'node:os'
import type * as Calls from '../loops/calls.js'
import { copyOf } from '../loops/copy.js'
import type * as Entries from '../loops/entries.js'
import { seeded, shuffled } from '../statistics.js'
import type { MapLike, MapSubject } from '../subject.js'
import { map as bareMap, evictingMap, memoizedByMap } from '../subjects/bare-map.js'
import { maps, memoByIdentity, memoByStructure } from '../subjects/pilfer.js'
import type { Contestant, Mark, Row, Workload } from '../workload.js'

const MEMO_SIZES = [1_000, 10_000, 100_000, 1_000_000]
const SMALL = MEMO_SIZES[0]!

/** A process that holds ten million entries twice takes about two gigabytes. */
const ROOM = 6 * 2 ** 30

export const SIZES: readonly number[] = [...MEMO_SIZES, ...(totalmem() < ROOM ? [] : [10_000_000])]

/** How many operations a run is at most: a sample from the whole, in random order. */
const SAMPLE = 20_000

/** What a contestant is called. */
export const at = (name: string, size: number): string => `${name}, ${size.toLocaleString('en')}`

/** The mark that growing from the smallest size to the largest slows `name` at most twice as much as `limit`. */
const growsLike = (name: string, limit: string, large: number): Mark => ({
  text: `${name}: slows down at most 2.0 times as much as ${limit}`,
  judge(measured) {
    const slower = (who: string): number => measured.speed(at(who, SMALL), at(who, large))
    const value = slower(name) / slower(limit)
    return { value, against: limit, holds: value <= 2 }
  },
})

type Work = Pick<Contestant, 'operations' | 'expected' | 'run'>
type Prepare = (size: number) => Promise<Work>

function row(
  name: string,
  sizes: readonly number[],
  ours: Record<string, Prepare>,
  limit: [string, Prepare],
): Row {
  const all = (who: string, role: Contestant['role'], prepare: Prepare): (() => Promise<Contestant>)[] =>
    sizes.map((size) => async () => ({
      name: at(who, size),
      role,
      eligible: false,
      ...(await prepare(size)),
    }))
  const names = Object.keys(ours)
  return {
    name,
    contestants: [
      ...names.flatMap((who) => all(who, 'pilfer', ours[who]!)),
      ...all(limit[0], 'limit', limit[1]),
    ],
    marks: names.map((who) => growsLike(who, limit[0], sizes.at(-1)!)),
    versus: (who) => `${who.slice(0, who.indexOf(', '))}, ${SMALL.toLocaleString('en')}`,
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Numbers below `size` in random order, `SAMPLE` of them at most. */
function sampleOf(size: number): number[] {
  if (size <= SAMPLE) return shuffled(numbers(size), 2)
  const random = seeded(2)
  return Array.from({ length: SAMPLE }, () => Math.floor(random() * size))
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** A prime that divides no size, so that its multiples come by each number once, in an order that jumps. */
const STRIDE = 7_368_787

const filled = (subject: MapSubject, size: number): MapLike => {
  const map = subject.create(size)
  for (let i = 0; i < size; i++) {
    const n = (i * STRIDE) % size
    map.set(n, n)
  }
  return map
}

const get =
  (subject: MapSubject): Prepare =>
  async (size) => {
    const { get } = await copyOf<typeof Entries>('entries')
    const map = filled(subject, size)
    const keys = sampleOf(size)
    return { operations: keys.length, expected: sum(keys), run: () => get(map, keys) }
  }

const replace =
  (subject: MapSubject): Prepare =>
  async (size) => {
    const { set } = await copyOf<typeof Entries>('entries')
    const map = filled(subject, size)
    const keys = sampleOf(size)
    return { operations: keys.length, expected: keys.length, run: () => set(map, keys) }
  }

/** Keys are always new, so that each `set` evicts, whatever the policy keeps. */
const evict =
  (subject: MapSubject): Prepare =>
  async (size) => {
    const { setFrom } = await copyOf<typeof Entries>('entries')
    const map = filled(subject, size)
    const operations = Math.min(size, SAMPLE)
    let next = size
    const run = (): number => {
      next += operations
      return setFrom(map, next - operations, operations)
    }
    return { operations, expected: operations, run }
  }

const call =
  (memoize: (fn: (n: number) => number, maxSize: number) => (n: number) => number): Prepare =>
  async (size) => {
    const { one } = await copyOf<typeof Calls>('calls')
    const memoized = memoize((n) => n, size)
    one(memoized, shuffled(numbers(size), 1))
    const args = sampleOf(size)
    return { operations: args.length, expected: sum(args), run: () => one(memoized, args) }
  }

/** An operation, and the least that it can be. */
interface Operation {
  /** As in the names of files. */
  readonly name: string
  readonly title: string
  readonly limit: MapSubject
  readonly prepare: (subject: MapSubject) => Prepare
}

export const OPERATIONS: readonly Operation[] = [
  { name: 'get', title: 'get', limit: bareMap, prepare: get },
  { name: 'set', title: 'set of a key that is there', limit: bareMap, prepare: replace },
  { name: 'evict', title: 'set that evicts', limit: evictingMap, prepare: evict },
]

/** The name of the row of an operation under a policy. */
export const rowName = ({ title }: Operation, { name }: MapSubject): string => `${title}: ${name}`

export const LIMIT = 'bare Map'

export const growth: Workload = {
  name: 'growth',
  title: `Growth: cost per operation at 1,000 to ${SIZES.at(-1)!.toLocaleString('en')} entries`,
  processes: 1,
  rows: [
    ...OPERATIONS.flatMap((operation) =>
      maps.map((subject) => {
        const { prepare, limit } = operation
        const ours = { [subject.name]: prepare(subject) }
        return row(rowName(operation, subject), SIZES, ours, [LIMIT, prepare(limit)])
      }),
    ),
    row(
      'memoized hit, one integer',
      MEMO_SIZES,
      { pilfer: call(memoByStructure.create), 'pilfer (rawKeymap)': call(memoByIdentity.create) },
      [LIMIT, call(memoizedByMap)],
    ),
  ],
}
