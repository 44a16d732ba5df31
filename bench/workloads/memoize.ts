import type * as Calls from '../loops/calls.js'
import { copyOf } from '../loops/copy.js'
import { seeded, shuffled } from '../statistics.js'
import type { AnyFunction, MemoKind, MemoSubject } from '../subject.js'
import { memo as asyncCacheDedupe } from '../subjects/async-cache-dedupe.js'
import { memoizedByMap } from '../subjects/bare-map.js'
import { memo as cacheable } from '../subjects/cacheable.js'
import { memo as fastMemoize } from '../subjects/fast-memoize.js'
import { memo as lodash } from '../subjects/lodash.memoize.js'
import { memoByJson, memo as sindresorhus } from '../subjects/memoize.js'
import * as memoizee from '../subjects/memoizee.js'
import * as microMemoize from '../subjects/micro-memoize.js'
import * as moize from '../subjects/moize.js'
import * as nanoMemoize from '../subjects/nano-memoize.js'
import * as pMemoize from '../subjects/p-memoize.js'
import * as pilfer from '../subjects/pilfer.js'
import { verdictOn } from '../tricky.js'
import { type Contestant, fasterThan, fasterThanPeers, type Row, type Workload } from '../workload.js'

const CALLS = 128
/** The one that is hammered. */
const HOT = 42
const SIZE = 1_000

const OURS = [pilfer.memoByIdentity, pilfer.memoByStructure]
const PEERS = [
  microMemoize.memoByIdentity,
  moize.memoByIdentity,
  memoizee.memoByIdentity,
  nanoMemoize.memoByIdentity,
  microMemoize.memoByStructure,
  moize.memoByStructure,
  memoizee.memoByJson,
  memoizee.memoByText,
  nanoMemoize.memoByStructure,
  memoByJson,
  fastMemoize,
  lodash,
  sindresorhus,
  nanoMemoize.memo,
  pMemoize.memo,
  pMemoize.memoByJson,
  asyncCacheDedupe,
  cacheable,
]

const BARE_CALL = 'bare call'
const BARE_MAP = 'bare Map lookup and call'

interface Calling {
  readonly name: string
  readonly loop: keyof typeof Calls
  /** The arguments are. */
  readonly primitives: boolean
  readonly fn: AnyFunction
  /** The arguments of call `n`, made anew: equal to the ones before, and no object is the same. */
  readonly call: (n: number) => unknown
  readonly marks?: Row['marks']
}

const halfOfBareMap: Row['marks'] = OURS.map((subject) => fasterThan(subject.name, BARE_MAP, 0.5))

const CALLINGS: readonly Calling[] = [
  {
    name: 'one integer',
    loop: 'one',
    primitives: true,
    fn: (n: number) => n + 1,
    call: (n) => n,
    marks: halfOfBareMap,
  },
  {
    name: 'one string',
    loop: 'one',
    primitives: true,
    fn: (name: string) => name.length,
    call: (n) => `name ${n}`,
    marks: halfOfBareMap,
  },
  {
    name: 'three mixed primitives',
    loop: 'three',
    primitives: true,
    fn: (n: number, name: string, on: boolean) => n + name.length + (on ? 1 : 0),
    call: (n) => [n, `name ${n}`, n % 2 === 0],
  },
  {
    name: 'one small object',
    loop: 'one',
    primitives: false,
    fn: (user: { id: number; name: string; on: boolean }) => user.id + user.name.length,
    call: (n) => ({ id: n, name: `name ${n}`, on: n % 2 === 0 }),
  },
  {
    name: 'nested options',
    loop: 'one',
    primitives: false,
    fn: (options: { size: { w: number; h: number }; filters: string[]; on: boolean }) =>
      options.size.w + options.filters.length,
    call: (n) => ({ size: { w: n, h: n + 1 }, filters: [`filter ${n}`, 'sharpen'], on: n % 2 === 0 }),
  },
  {
    name: '100 floats',
    loop: 'one',
    primitives: false,
    fn: (numbers: number[]) => Math.floor(numbers[0]! * 1e6) + numbers.length,
    call: (n) => {
      const random = seeded(n + 1)
      return Array.from({ length: 100 }, random)
    },
  },
  {
    name: 'async function, one integer',
    loop: 'oneAwaited',
    primitives: true,
    fn: async (n: number) => n + 1,
    call: (n) => n,
  },
]

/** Which calls are made of a calling, each time anew. */
interface Pattern {
  readonly suffix: string
  callsOf(calling: Calling): unknown[]
}

const PATTERNS: readonly Pattern[] = [
  {
    suffix: '',
    callsOf: ({ call }) => shuffled(Array.from({ length: CALLS }, (_, n) => call(n))),
  },
  {
    suffix: ', one call hammered',
    callsOf: ({ call }) => new Array(CALLS).fill(call(HOT)),
  },
]

type Preparation = () => Promise<Contestant>

const loopFor = async ({ loop }: Calling): Promise<AnyFunction> => (await copyOf<typeof Calls>('calls'))[loop]

/** A contestant that has made the calls once. */
async function ready(
  calling: Calling,
  { callsOf }: Pattern,
  memoized: AnyFunction,
  rest: Pick<Contestant, 'name' | 'role' | 'kind' | 'eligible' | 'judge'>,
): Promise<Contestant> {
  const warm = callsOf(calling)
  const calls = rest.kind === 'structure' ? callsOf(calling) : warm
  const loop = await loopFor(calling)
  await (await loopFor(calling))(memoized, warm)
  const expected: number = await (await loopFor(calling))(calling.fn, calls)
  return { ...rest, operations: CALLS, expected, run: () => loop(memoized, calls) }
}

function contestant(calling: Calling, pattern: Pattern, subject: MemoSubject): Preparation {
  const { name, kind } = subject
  const make = (calling.loop === 'oneAwaited' && subject.createAsync) || subject.create
  const role = OURS.includes(subject) ? 'pilfer' : 'peer'
  const judge = () => verdictOn(subject)
  return () => ready(calling, pattern, make(calling.fn, SIZE), { name, role, kind, eligible: false, judge })
}

function limit(
  calling: Calling,
  pattern: Pattern,
  name: string,
  create: (fn: AnyFunction) => AnyFunction,
): Preparation {
  return () => ready(calling, pattern, create(calling.fn), { name, role: 'limit', eligible: false })
}

function contestants(calling: Calling, pattern: Pattern): Preparation[] {
  const canTakePart = ({ kind, primitivesOnly, asyncOnly }: MemoSubject): boolean =>
    (calling.loop !== 'three' || kind !== 'first argument') &&
    (calling.primitives || !primitivesOnly) &&
    (calling.loop === 'oneAwaited' || !asyncOnly)
  return [
    ...[...OURS, ...PEERS].filter(canTakePart).map((subject) => contestant(calling, pattern, subject)),
    ...(calling.marks === undefined ? [] : [limit(calling, pattern, BARE_MAP, memoizedByMap)]),
    limit(calling, pattern, BARE_CALL, (fn) => fn),
  ]
}

const isKind = (wanted: MemoKind) => (kind: MemoKind | undefined) => kind === wanted

const kindMark = (subject: MemoSubject) => fasterThanPeers(subject.name, 1, isKind(subject.kind))

export const memoize: Workload = {
  name: 'memoize',
  title: `Memoized hit: ${CALLS} different calls, and one alone`,
  rows: CALLINGS.flatMap((calling) =>
    PATTERNS.map((pattern) => ({
      name: calling.name + pattern.suffix,
      contestants: contestants(calling, pattern),
      marks: [...OURS.map(kindMark), ...(calling.marks ?? [])],
      versus: (_: string, kind: MemoKind | undefined) =>
        (kind === 'structure' ? pilfer.memoByStructure : pilfer.memoByIdentity).name,
    })),
  ),
}
