import { copyOf } from '../loops/copy.js'
import type * as Entries from '../loops/entries.js'
import { seeded, shuffled } from '../statistics.js'
import type { MapLike, MapSubject } from '../subject.js'
import { map as bareMap, evictingMap } from '../subjects/bare-map.js'
import { map as lruCache } from '../subjects/lru-cache.js'
import { map as mnemonist } from '../subjects/mnemonist.js'
import {
  apart,
  maps,
  type PolicySubject,
  map as pilfer,
  s3fifoMap,
  sieveMap,
  tinylfuMap,
} from '../subjects/pilfer.js'
import { map as quickLru } from '../subjects/quick-lru.js'
import { map as tinyLru } from '../subjects/tiny-lru.js'
import { map as transitory } from '../subjects/transitory.js'
import { mergedKeys } from '../tricky.js'
import {
  type Contestant,
  fasterThan,
  fasterThanPeers,
  type Mark,
  type Row,
  type Workload,
} from '../workload.js'
import { zipf } from '../zipf.js'

const SIZE = 10_000
/** Distinct keys where entries are to be evicted: each has left again before its turn comes round. */
const MANY = 2 * SIZE

/** A mix that a memory of `SIZE` meets: more keys than it holds, some of them far more often than others. */
const MIX = { keys: 50_000, exponent: 0.9, accesses: 100_000 }

const PEERS = [lruCache, mnemonist, tinyLru, quickLru, transitory]

type Key = (n: number) => unknown

const integer: Key = (n) => n
const text: Key = (n) => `user:${n}:profile`

/** Keys in an order that is not that of insertion; strings are equal to the ones inserted, not the same. */
const keysOf = (key: Key, count: number, seed: number): unknown[] =>
  shuffled(
    Array.from({ length: count }, (_, i) => i),
    seed,
  ).map(key)

function get(kind: string, key: Key): Row {
  const marks = [sieveMap, s3fifoMap].map(({ name }) => fasterThan(name, pilfer.name, 1))
  return row(`get, ${kind} keys`, bareMap, marks, async (subject) => {
    const { get, set } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    set(map, keysOf(key, SIZE, 1))
    const keys = keysOf(key, SIZE, 2)
    return { operations: SIZE, expected: (SIZE * (SIZE - 1)) / 2, run: () => get(map, keys) }
  })
}

function replace(kind: string, key: Key): Row {
  return row(`set of a key that is there, ${kind} keys`, bareMap, [], async (subject) => {
    const { set } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    set(map, keysOf(key, SIZE, 1))
    const keys = keysOf(key, SIZE, 2)
    return { operations: SIZE, expected: SIZE, run: () => set(map, keys) }
  })
}

function evict(kind: string, key: Key): Row {
  return row(`set that evicts, ${kind} keys`, evictingMap, [], async (subject) => {
    const { set } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    const keys = keysOf(key, MANY, 1)
    return { operations: MANY, expected: MANY, run: () => set(map, keys) }
  })
}

/** Accesses as a program makes them: a key that is missing is set. */
function mix(kind: string, key: Key): Row {
  const marks = [fasterThan(tinylfuMap.name, lruCache.name, 0.8)]
  return row(`Zipf mix: get, else set, ${kind} keys`, evictingMap, marks, async (subject) => {
    const { getElseSet } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    const random = seeded(1)
    const draw = zipf(MIX.keys, MIX.exponent, random)
    const names = keysOf((n) => n, MIX.keys, 2) as number[]
    const keys = Array.from({ length: MIX.accesses }, () => key(names[draw()]!))
    const operations = MIX.accesses
    return {
      ...{ operations, expected: operations, run: () => getElseSet(map, keys) },
      remark: () => `hits ${((100 * hitsOf(map, keys)) / operations).toFixed(1)} %`,
    }
  })
}

/** How many accesses hit when they are made once more. */
function hitsOf(map: MapLike, keys: readonly unknown[]): number {
  let hits = 0
  for (const key of keys)
    if (map.get(key) === undefined) map.set(key, hits)
    else hits++
  return hits
}

interface Work extends Pick<Contestant, 'operations' | 'expected' | 'run'> {
  /** What to say of it when all is measured. */
  remark?(): string
}

function row(
  name: string,
  limit: MapSubject,
  marks: readonly Mark[],
  prepare: (subject: MapSubject) => Promise<Work>,
): Row {
  const contestant = (subject: MapSubject, role: Contestant['role']) => async (): Promise<Contestant> => {
    const { remark, ...work } = await prepare(
      'policy' in subject ? await apart(subject as PolicySubject) : subject,
    )
    const judge = () => {
      const merged = mergedKeys(subject)
      const remarks = [remark?.(), merged ?? subject.remark].filter((text) => text !== undefined)
      return { eligible: subject.trueBound && merged === undefined, remark: remarks.join('; ') || undefined }
    }
    return { name: subject.name, role, eligible: false, judge, ...work }
  }
  return {
    name,
    contestants: [
      ...maps.map((subject) => contestant(subject, 'pilfer')),
      ...PEERS.map((peer) => contestant(peer, 'peer')),
      contestant(limit, 'limit'),
    ],
    marks: [fasterThanPeers(pilfer.name, 1), ...marks],
    versus: () => pilfer.name,
  }
}

export const memory: Workload = {
  name: 'memory',
  // So each subject comes first once: who does has the best place in memory.
  processes: 10,
  title: `Memory: ${SIZE.toLocaleString('en')} entries under a bound`,
  rows: [
    get('integer', integer),
    get('string', text),
    replace('integer', integer),
    replace('string', text),
    evict('integer', integer),
    evict('string', text),
    mix('integer', integer),
    mix('string', text),
  ],
}
