import { copyOf } from '../loops/copy.js'
import type * as Entries from '../loops/entries.js'
import { shuffled } from '../statistics.js'
import type { MapSubject } from '../subject.js'
import { map as bareMap, evictingMap } from '../subjects/bare-map.js'
import { map as lruCache } from '../subjects/lru-cache.js'
import { map as mnemonist } from '../subjects/mnemonist.js'
import { map as pilfer } from '../subjects/pilfer.js'
import { map as quickLru } from '../subjects/quick-lru.js'
import { map as tinyLru } from '../subjects/tiny-lru.js'
import { mergedKeys } from '../tricky.js'
import { type Contestant, fasterThanPeers, type Row, type Workload } from '../workload.js'

const SIZE = 10_000
/** Distinct keys where entries are to be evicted: each has left again before its turn comes round. */
const MANY = 2 * SIZE

const PEERS = [lruCache, mnemonist, tinyLru, quickLru]

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
  return row(`get, ${kind} keys`, bareMap, async (subject) => {
    const { get, set } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    set(map, keysOf(key, SIZE, 1))
    const keys = keysOf(key, SIZE, 2)
    return { operations: SIZE, expected: (SIZE * (SIZE - 1)) / 2, run: () => get(map, keys) }
  })
}

function replace(kind: string, key: Key): Row {
  return row(`set of a key that is there, ${kind} keys`, bareMap, async (subject) => {
    const { set } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    set(map, keysOf(key, SIZE, 1))
    const keys = keysOf(key, SIZE, 2)
    return { operations: SIZE, expected: SIZE, run: () => set(map, keys) }
  })
}

function evict(kind: string, key: Key): Row {
  return row(`set that evicts, ${kind} keys`, evictingMap, async (subject) => {
    const { set } = await copyOf<typeof Entries>('entries')
    const map = subject.create(SIZE)
    const keys = keysOf(key, MANY, 1)
    return { operations: MANY, expected: MANY, run: () => set(map, keys) }
  })
}

type Work = Pick<Contestant, 'operations' | 'expected' | 'run'>

function row(name: string, limit: MapSubject, prepare: (subject: MapSubject) => Promise<Work>): Row {
  const contestant = (subject: MapSubject, role: Contestant['role']) => async (): Promise<Contestant> => ({
    name: subject.name,
    role,
    eligible: false,
    judge: () => {
      const merged = mergedKeys(subject)
      return { eligible: subject.trueBound && merged === undefined, remark: merged ?? subject.remark }
    },
    ...(await prepare(subject)),
  })
  return {
    name,
    contestants: [
      contestant(pilfer, 'pilfer'),
      ...PEERS.map((peer) => contestant(peer, 'peer')),
      contestant(limit, 'limit'),
    ],
    marks: [fasterThanPeers(pilfer.name, 1)],
    versus: () => pilfer.name,
  }
}

export const memory: Workload = {
  name: 'memory',
  title: `Memory: ${SIZE.toLocaleString('en')} entries, least recently used leaves`,
  rows: [
    get('integer', integer),
    get('string', text),
    replace('integer', integer),
    replace('string', text),
    evict('integer', integer),
    evict('string', text),
  ],
}
