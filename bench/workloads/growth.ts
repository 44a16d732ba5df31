import type * as Calls from '../loops/calls.js'
import { copyOf } from '../loops/copy.js'
import type * as Entries from '../loops/entries.js'
import { shuffled } from '../statistics.js'
import type { MapLike, MapSubject } from '../subject.js'
import { map as bareMap, evictingMap, memoizedByMap } from '../subjects/bare-map.js'
import { memoByIdentity, memoByStructure, map as pilfer } from '../subjects/pilfer.js'
import type { Contestant, Mark, Row, Workload } from '../workload.js'

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
const SMALL = SIZES[0]!
const LARGE = SIZES.at(-1)!

/** How many operations a run is at most: a sample from the whole, in random order. */
const SAMPLE = 20_000

const at = (name: string, size: number): string => `${name}, ${size.toLocaleString('en')}`

/** The mark that growing from the smallest size to the largest slows `name` at most twice as much as `limit`. */
const growsLike = (name: string, limit: string): Mark => ({
  text: `${name}: slows down at most 2.0 times as much as ${limit}`,
  judge(measured) {
    const slower = (who: string): number => measured.speed(at(who, SMALL), at(who, LARGE))
    const value = slower(name) / slower(limit)
    return { value, against: limit, holds: value <= 2 }
  },
})

type Work = Pick<Contestant, 'operations' | 'expected' | 'run'>
type Prepare = (size: number) => Promise<Work>

function row(name: string, ours: Record<string, Prepare>, limit: [string, Prepare]): Row {
  const all = (who: string, role: Contestant['role'], prepare: Prepare): (() => Promise<Contestant>)[] =>
    SIZES.map((size) => async () => ({
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
    marks: names.map((who) => growsLike(who, limit[0])),
    versus: (who) => `${who.slice(0, who.indexOf(', '))}, ${SMALL.toLocaleString('en')}`,
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** Numbers below `size` in random order, `SAMPLE` of them or all. */
const sampleOf = (size: number): number[] => shuffled(numbers(size), 2).slice(0, SAMPLE)

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

const filled = (subject: MapSubject, size: number): MapLike => {
  const map = subject.create(size)
  for (const n of shuffled(numbers(size), 1)) map.set(n, n)
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

const evict =
  (subject: MapSubject): Prepare =>
  async (size) => {
    const { set } = await copyOf<typeof Entries>('entries')
    const map = filled(subject, size)
    const keys = shuffled(numbers(2 * size), 3)
    const slices = Array.from({ length: Math.ceil(keys.length / SAMPLE) }, (_, i) =>
      keys.slice(i * SAMPLE, (i + 1) * SAMPLE),
    )
    const operations = slices[0]!.length
    let turn = 0
    return { operations, expected: operations, run: () => set(map, slices[turn++ % slices.length]!) }
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

export const growth: Workload = {
  name: 'growth',
  title: 'Growth: cost per operation at 1,000 to 1,000,000 entries',
  rows: [
    row('get', { pilfer: get(pilfer) }, ['bare Map', get(bareMap)]),
    row('set of a key that is there', { pilfer: replace(pilfer) }, ['bare Map', replace(bareMap)]),
    row('set that evicts', { pilfer: evict(pilfer) }, ['bare Map', evict(evictingMap)]),
    row(
      'memoized hit, one integer',
      { pilfer: call(memoByStructure.create), 'pilfer (rawKeymap)': call(memoByIdentity.create) },
      ['bare Map', call(memoizedByMap)],
    ),
  ],
}
