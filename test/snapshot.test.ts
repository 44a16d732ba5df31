import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../src/codec/v8.js'
import {
  Cache,
  dictArchive,
  type EvictionPolicy,
  fifo,
  infCache,
  lfu,
  lru,
  lruCache,
  memoize,
  mru,
  noCache,
  type PolicyFactory,
  rawKeymap,
  rr,
  type Snapshot,
} from '../src/index.js'
import { seeded } from '../src/testing/seeded.js'
import { slowArchive } from './helpers/async-archive.js'
import { consumerDir } from './helpers/consumer-dir.js'
import { codeOf } from './helpers/error-code.js'
import { type FakeClock, fakeClock } from './helpers/fake-clock.js'

/** A snapshot as the next session reads it. */
function reread(snapshot: Snapshot): Snapshot {
  const codec = v8Codec()
  return codec.decode(codec.encode(snapshot)) as Snapshot
}

type Command =
  | { do: 'get' | 'delete' | 'has' | 'clear'; key: number }
  | { do: 'set'; key: number; ttl: number | undefined }
  | { do: 'wait'; ms: number }

const key = fc.nat({ max: 11 })
const touch: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('get' as const), key }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('set' as const), key, ttl: fc.constantFrom(20, 80, undefined) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'has' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), key }) },
)
const wait: fc.Arbitrary<Command> = fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 40 }) })
const list = (command: fc.Arbitrary<Command>) => fc.array(command, { maxLength: 150, size: 'max' })

/** What a cache answers to commands, and what it then holds. */
function play(cache: Cache<number, number>, clock: FakeClock, commands: readonly Command[]): unknown[] {
  return commands.map((c, i) => {
    if (c.do === 'wait') return clock.advance(c.ms)
    if (c.do === 'set') cache.set(c.key, i, c.ttl === undefined ? undefined : { ttl: c.ttl })
    const answer = c.do === 'set' ? undefined : cache[c.do](c.key)
    return [answer, cache.size, ...cache]
  })
}

/** Where chance comes from: two caches that begin with the same source draw the same numbers. */
let chance = seeded(1)

const policies: PolicyFactory[] = [lru(), lfu(), mru(), fifo(), rr({ random: () => chance() })]

describe.each(policies)('a cache with $name that was restored', (policy) => {
  it('answers whatever follows as the saved one does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2, 5, 20, Infinity),
        list(touch),
        list(fc.oneof({ weight: 15, arbitrary: touch }, { weight: 1, arbitrary: wait })),
        (maxSize, before, after) => {
          const make = (clock: FakeClock) => new Cache<number, number>({ maxSize, policy, clock })
          const clocks = [fakeClock(), fakeClock()] as const
          const caches = clocks.map(make)
          const [saved, restored] = caches as [Cache<number, number>, Cache<number, number>]
          play(saved, clocks[0], before)
          restored.restore(reread(saved.snapshot()))
          expect([...restored]).toEqual([...saved])
          const answers = caches.map((cache, i) => {
            chance = seeded(2)
            return play(cache, clocks[i]!, after)
          })
          expect(answers[1]).toEqual(answers[0])
        },
      ),
      { numRuns: 200, seed: 1 },
    )
  })

  it('leaves out what has expired meanwhile, and has room for it', () => {
    const clock = fakeClock()
    const cache = new Cache<string, number>({ maxSize: 4, policy, clock })
    cache.set('a', 1, { ttl: 10 }).set('b', 2).set('c', 3, { ttl: 10 }).set('d', 4, { ttl: 30 })
    const snapshot = reread(cache.snapshot())
    clock.advance(20)
    const restored = new Cache<string, number>({ maxSize: 4, policy, clock })
    restored.restore(snapshot)
    expect(restored.size).toBe(2)
    expect([...restored]).toEqual([
      ['b', 2],
      ['d', 4],
    ])
    restored.set('e', 5).set('f', 6)
    expect(restored.evictions).toBe(0)
    clock.advance(20)
    expect([...restored.keys()]).toEqual(['b', 'e', 'f'])
    restored.set('g', 7)
    expect(restored.evictions).toBe(1)
  })
})

/** The methods of a policy as functions of their own. */
function bound(policy: EvictionPolicy): EvictionPolicy {
  return {
    onInsert: (slot, key) => policy.onInsert(slot, key),
    onHit: (slot) => policy.onHit(slot),
    onRemove: (slot) => policy.onRemove(slot),
    victim: (key) => policy.victim(key),
    clear: () => policy.clear(),
    save: () => policy.save!(),
    restore: (state, held) => policy.restore!(state, held),
  }
}

describe('a snapshot', () => {
  it('is refused for a policy that cannot say its state', () => {
    const { name, create } = lru()
    const stateless = {
      name,
      create(capacity: number) {
        const { save, restore, ...rest } = bound(create(capacity))
        return rest
      },
    }
    const cache = new Cache<string, number>({ maxSize: 2, policy: stateless })
    cache.set('a', 1).set('b', 2).set('c', 3)
    expect(codeOf(() => cache.snapshot())).toBe('SNAPSHOT_UNSUPPORTED')
    const snapshot = new Cache<string, number>({ maxSize: 2, policy: lru() }).snapshot()
    expect(codeOf(() => cache.restore(snapshot))).toBe('SNAPSHOT_UNSUPPORTED')
    expect([...cache.keys()]).toEqual(['b', 'c'])
  })

  it('is plain data', () => {
    const cache = new Cache<string, number>({ maxSize: 2, policy: lru(), clock: () => 0 })
    cache.set('a', 1).set('b', 2, { ttl: 5 })
    cache.get('a')
    const snapshot = cache.snapshot()
    expect(snapshot).toEqual({
      format: 'pilfer-snapshot',
      version: 1,
      policy: 'lru',
      maxSize: 2,
      entries: [
        { slot: 0, key: 'a', value: 1, expires: Infinity },
        { slot: 1, key: 'b', value: 2, expires: 5 },
      ],
      order: [0, 1],
    })
    expect(structuredClone(snapshot)).toEqual(snapshot)
  })

  it('stays as it is while the cache goes on', () => {
    const cache = new Cache<string, number>({ maxSize: 2, policy: lfu() })
    cache.set('a', 1).set('b', 2)
    const snapshot = cache.snapshot()
    const copy = reread(snapshot)
    cache.set('a', 3).set('c', 3).delete('a')
    cache.restore(snapshot)
    cache.set('d', 4)
    expect(snapshot).toEqual(copy)
  })

  it('takes no more room than its entries where nothing is ever evicted', () => {
    const cache = new Cache<number, number>()
    for (let i = 0; i < 1000; i++) cache.set(i, i)
    for (let i = 0; i < 999; i++) cache.delete(i)
    expect(cache.snapshot().entries).toEqual([{ slot: 0, key: 999, value: 999, expires: Infinity }])
  })

  it('replaces what is in memory, and keeps the number of evictions', () => {
    const cache = new Cache<string, number>({ maxSize: 2, policy: fifo() })
    cache.set('a', 1)
    const snapshot = cache.snapshot()
    cache.set('b', 2).set('c', 3)
    cache.restore(snapshot)
    expect([...cache]).toEqual([['a', 1]])
    expect(cache.evictions).toBe(1)
  })

  it('keeps results of every kind', () => {
    const values = [
      undefined,
      null,
      NaN,
      -0,
      new Map([[1, new Set([2])]]),
      new Error('e'),
      new Uint8Array(100_000),
    ]
    const cache = new Cache<number, unknown>()
    for (const [i, value] of values.entries()) cache.set(i, value)
    const restored = new Cache<number, unknown>()
    restored.restore(reread(cache.snapshot()))
    expect([...restored.values()]).toEqual(values)
  })
})

describe('an archive', () => {
  it('counts as holding nothing of what was restored, so that all of it is written before it is lost', () => {
    const archive = dictArchive<number>()
    const cache = new Cache<string, number>({ maxSize: 2, policy: lru(), archive })
    const snapshot = cache.set('a', 1).set('b', 2).snapshot()
    archive.clear()
    cache.restore(snapshot)
    expect(archive.size).toBe(0)
    cache.set('c', 3)
    expect([...archive]).toEqual(expect.arrayContaining([['a', 1]]))
    cache.dump()
    expect(archive.size).toBe(3)
  })

  it('has its newer results replaced by what was restored, once that leaves', () => {
    const archive = dictArchive<number>()
    const cache = new Cache<string, number>({ maxSize: 1, policy: lru(), archive })
    const snapshot = cache.set('a', 1).snapshot()
    cache.set('a', 2)
    cache.restore(snapshot)
    expect(archive.get('a')).toBe(2)
    cache.set('b', 3)
    expect(archive.get('a')).toBe(1)
  })

  it('takes strings as keys only', () => {
    const cache = new Cache<any, number>()
    cache.set('a', 1)
    const before = [...cache]
    cache.set(2, 2)
    const snapshot = cache.snapshot()
    const over = new Cache<any, number>({ archive: dictArchive<number>() })
    over.set('a', 1)
    expect(codeOf(() => over.restore(snapshot))).toBe('KEY_NOT_STRING')
    expect([...over]).toEqual(before)
  })

  it('does not bring in what was being read from it when the snapshot was restored', async () => {
    const archive = slowArchive()
    await archive.set('a', 'old')
    const cache = new Cache<string, string>({ archive })
    const empty = cache.snapshot()
    const loading = cache.load('a')
    cache.restore(empty)
    await loading
    expect(cache.size).toBe(0)
  })
})

/** A memoized function, and the arguments that it has been run with. */
function cubeOf(options: { maxSize?: number } = {}) {
  const runs: number[] = []
  const cube = lruCache({ maxSize: 2, ...options })(function cube(x: number) {
    runs.push(x)
    return x ** 3
  })
  return Object.assign(cube, { runs })
}

describe('a memoized function', () => {
  it('has its results and their order again', () => {
    const first = cubeOf()
    for (const x of [1, 2, 1]) first(x)
    const second = cubeOf()
    second.restore(reread(first.snapshot()))
    for (const x of [1, 3, 2]) second(x)
    expect(second.info()).toMatchObject({ hits: 1, misses: 2, evictions: 2, size: 2 })
  })

  it('has its counters again where they are in the snapshot, and otherwise goes on counting', () => {
    const first = cubeOf()
    for (const x of [1, 1, 2, 3, 3, 3]) first(x)
    const second = cubeOf()
    second(7)
    second.restore(reread(first.snapshot()))
    expect(second.info()).toEqual({
      hits: 0,
      misses: 1,
      loads: 0,
      evictions: 0,
      bypasses: 0,
      size: 2,
      maxSize: 2,
    })
    second.restore(reread(first.snapshot({ stats: true })))
    expect(second.info()).toEqual(first.info())
    second(3)
    expect(second.info().hits).toBe(first.info().hits + 1)
  })

  it('leads no call to a result that was there before', () => {
    const calls = [1, 2, 3, 4, 5, 6]
    const cube = cubeOf({ maxSize: 6 })
    for (const x of calls) cube(x)
    for (const x of calls) cube(x)
    const other = cubeOf({ maxSize: 6 })
    for (const x of [...calls].reverse()) other(x)
    cube.restore(other.snapshot())
    expect(calls.map((x) => cube(x))).toEqual(calls.map((x) => x ** 3))
    cube.restore(cubeOf({ maxSize: 6 }).snapshot())
    for (const x of calls) cube(x)
    expect(cube.runs).toHaveLength(12)
  })

  it('finds restored results beyond the number of slots that a memory begins with', () => {
    const xs = Array.from({ length: 1000 }, (_, x) => x)
    const first = cubeOf({ maxSize: 5000 })
    for (const x of xs) first(x)
    for (const x of xs) if (x % 3 === 0) first.invalidate(x)
    const second = cubeOf({ maxSize: 5000 })
    second.restore(reread(first.snapshot()))
    for (const round of [1, 2])
      expect(
        xs.map((x) => second(x)),
        `round ${round}`,
      ).toEqual(xs.map((x) => x ** 3))
    expect(second.runs).toHaveLength(334)
    expect(second.info().size).toBe(1000)
  })

  it('does not remember what was being computed when it was restored', async () => {
    let finish = (_: string): void => {}
    const name = lruCache(async function name(_: number) {
      return new Promise<string>((resolve) => {
        finish = resolve
      })
    })
    const empty = name.snapshot()
    const running = name(1)
    name.restore(empty)
    finish('old')
    expect(await running).toBe('old')
    expect(name.info().size).toBe(0)
    const again = name(1)
    finish('new')
    expect(await again).toBe('new')
    expect(await name(1)).toBe('new')
  })

  it('has a snapshot without memory and with one that has no bound', () => {
    const twice = function twice(x: number) {
      return 2 * x
    }
    const none = noCache(twice)
    none(1)
    none.restore(none.snapshot())
    expect(none.snapshot().entries).toEqual([])
    const all = infCache(twice)
    all(1)
    const next = infCache(twice)
    next.restore(reread(all.snapshot()))
    expect(next.lookup(1)).toBe(2)
  })

  it('is restored under the same name and version only', () => {
    const named = (name?: string, version?: string) =>
      lruCache({ name, version })(function area(w: number, h: number) {
        return w * h
      })
    const snapshot = named().snapshot()
    expect(snapshot.name).toBe('area')
    expect(() => named('volume').restore(snapshot)).toThrow(
      'the snapshot has the name "area", and it is to be restored where the name is "volume"',
    )
    expect(codeOf(() => named(undefined, '2').restore(snapshot))).toBe('SNAPSHOT_MISMATCH')
    expect(codeOf(() => named().restore(named().cache.snapshot()))).toBe('SNAPSHOT_MISMATCH')
    named('area').restore(snapshot)
  })

  it('is restored under the same policy and size only', () => {
    const snapshot = cubeOf().snapshot()
    const twin = (options: object) => memoize({ name: 'cube', ...options })((x: number) => x)
    expect(() => twin({ policy: lfu(), maxSize: 2 }).restore(snapshot)).toThrow(
      'the snapshot has the policy "lru", and it is to be restored where the policy is "lfu"',
    )
    expect(() => twin({ policy: lru(), maxSize: 3 }).restore(snapshot)).toThrow(
      'the snapshot has the maxSize 2, and it is to be restored where the maxSize is 3',
    )
    for (const maxSize of [0, Infinity])
      expect(codeOf(() => twin({ maxSize }).restore(snapshot))).toBe('SNAPSHOT_MISMATCH')
    twin({ policy: lru(), maxSize: 2 }).restore(snapshot)
  })

  it('takes an option that is a boolean', () => {
    const cube = cubeOf()
    expect(codeOf(() => cube.snapshot({ stats: 1 } as object))).toBe('OPTION_INVALID')
    expect(codeOf(() => cube.snapshot({ stat: true } as object))).toBe('OPTION_UNKNOWN')
  })
})

describe("results that are not a function's own to save", () => {
  it('are refused where the cache may be shared, and saved as a whole', () => {
    const shared = () => {
      const cache = new Cache({ maxSize: 3, policy: lru() })
      return {
        cache,
        plus: memoize({ cache, name: 'plus' })((a: number, b: number) => a + b),
        times: memoize({ cache, name: 'times' })((a: number, b: number) => a * b),
      }
    }
    const { cache, plus, times } = shared()
    plus(2, 3)
    times(2, 3)
    expect(() => plus.snapshot()).toThrow('cache.snapshot()')
    expect(codeOf(() => plus.snapshot())).toBe('OPTION_CONFLICT')
    expect(codeOf(() => plus.restore(cache.snapshot() as Snapshot))).toBe('OPTION_CONFLICT')
    const next = shared()
    next.cache.restore(reread(cache.snapshot()))
    expect([next.plus.lookup(2, 3), next.times.lookup(2, 3)]).toEqual([5, 6])
  })

  it('are refused where they are kept by instance, and saved for one', () => {
    const area = lruCache({ name: 'Square.area' })(function area(this: { side: number }) {
      return this.side ** 2
    })
    const [small, large] = [{ side: 1 }, { side: 2 }]
    area.call(small)
    area.call(large)
    expect(() => area.snapshot()).toThrow('of(instance).snapshot()')
    expect(codeOf(() => area.snapshot())).toBe('OPTION_CONFLICT')
    const snapshot = reread(area.of(large).snapshot())
    expect(codeOf(() => area.restore(snapshot))).toBe('OPTION_CONFLICT')
    const twin = { side: 2 }
    area.of(twin).restore(snapshot)
    expect(area.of(twin).lookup.call(undefined)).toBe(4)
    expect(area.of(small).lookup()).toBe(1)
  })

  it('are refused where no name tells them from others', () => {
    const anonymous = lruCache((x: number) => -x)
    const named = lruCache({ name: 'negative' })((x: number) => -x)
    for (const cache of [anonymous, anonymous.cache])
      expect(codeOf(() => cache.snapshot())).toBe('NAME_REQUIRED')
    const snapshot = { ...named.snapshot(), name: '' }
    for (const cache of [anonymous, anonymous.cache])
      expect(codeOf(() => cache.restore(snapshot))).toBe('NAME_REQUIRED')
  })

  it('are refused where their keys mean nothing in another process', () => {
    const size = lruCache({ keymap: rawKeymap() })(function size(value: object) {
      return Object.keys(value).length
    })
    for (const memory of [size, size.cache]) {
      expect(codeOf(() => memory.snapshot())).toBe('OPTION_CONFLICT')
      const code = memory === size ? 'SNAPSHOT_MISMATCH' : 'OPTION_CONFLICT'
      expect(codeOf(() => memory.restore(lruCache(size.wrapped).snapshot()))).toBe(code)
    }
    const cache = new Cache()
    memoize({ cache, keymap: rawKeymap(), name: 'size' })((value: object) => Object.keys(value).length)
    expect(codeOf(() => cache.snapshot())).toBe('OPTION_CONFLICT')
  })
})

describe('what is no snapshot', () => {
  const cube = cubeOf()
  cube(1)
  cube(2)
  const good = cube.snapshot({ stats: true })
  const [a, b] = good.entries as [object, object]

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'pilfer-snapshot'],
    ['a list', []],
    ['another format', { ...good, format: 'pilfer-archive' }],
    ['a newer version', { ...good, version: 2 }],
    ['one without entries', { ...good, entries: undefined }],
    ['one whose entries are no list', { ...good, entries: new Map() }],
    ['one with a hole', { ...good, entries: new Array(2) }],
    ['one whose entry is none', { ...good, entries: [a, 1] }],
    ['one with a slot out of bounds', { ...good, entries: [a, { ...b, slot: 2 }], order: [0, 2] }],
    ['one with a negative slot', { ...good, entries: [a, { ...b, slot: -1 }], order: [0, -1] }],
    ['one with half a slot', { ...good, entries: [a, { ...b, slot: 0.5 }], order: [0, 0.5] }],
    ['one whose slot is text', { ...good, entries: [a, { ...b, slot: '1' }], order: [0, '1'] }],
    ['one with a slot twice', { ...good, entries: [a, { ...b, slot: 0 }], order: [0, 0] }],
    ['one with a key twice', { ...good, entries: [a, { ...a, slot: 1 }] }],
    ['one with no time to expire', { ...good, entries: [a, { ...b, expires: null }] }],
    ['one that expires at NaN', { ...good, entries: [a, { ...b, expires: NaN }] }],
    ['one with too few entries for its order', { ...good, entries: [a] }],
    ['one with a short order', { ...good, order: [0] }],
    ['one without order', { ...good, order: undefined }],
    ['one with counters that are none', { ...good, stats: null }],
    ['one that lacks a counter', { ...good, stats: { ...good.stats, loads: undefined } }],
    ['one with a negative counter', { ...good, stats: { ...good.stats, hits: -1 } }],
  ])('%s is refused, and nothing changes', (_, snapshot) => {
    const before = cube.snapshot({ stats: true })
    expect(codeOf(() => cube.restore(snapshot as Snapshot))).toBe('SNAPSHOT_INVALID')
    expect(codeOf(() => cube.cache.restore(snapshot as Snapshot))).toBe('SNAPSHOT_INVALID')
    expect(cube.snapshot({ stats: true })).toEqual(before)
  })

  it('is refused by a memory without policy too', () => {
    const cache = new Cache<string, number>().set('a', 1)
    const snapshot = cache.snapshot()
    expect(codeOf(() => cache.restore({ ...snapshot, order: [0] }))).toBe('SNAPSHOT_INVALID')
    const [entry] = snapshot.entries
    expect(codeOf(() => cache.restore({ ...snapshot, entries: [{ ...entry!, slot: 2 ** 40 }] }))).toBe(
      'SNAPSHOT_INVALID',
    )
    const none = new Cache<string, number>({ maxSize: 0 })
    expect(codeOf(() => none.restore({ ...none.snapshot(), entries: [entry!] }))).toBe('SNAPSHOT_INVALID')
    expect([...cache]).toEqual([['a', 1]])
  })
})

describe('two sessions', () => {
  it('are one for the function: entries, counts of use, counters', () => {
    const dir = consumerDir()
    const run = (program: string): unknown => {
      const file = join(dir, 'session.mjs')
      writeFileSync(file, `${SESSION}\n${program}`)
      return JSON.parse(execFileSync(process.execPath, [file], { cwd: dir, encoding: 'utf8' }))
    }
    const first = run(`
      for (const x of [1, 1, 1, 2, 2, 3, 4]) square(x)
      writeFileSync('session', codec.encode(square.snapshot({ stats: true })).inline)
      console.log(JSON.stringify({ runs, info: square.info() }))
    `)
    expect(first).toMatchObject({ runs: 4, info: { hits: 3, misses: 4, evictions: 1, size: 3 } })
    const second = run(`
      square.restore(codec.decode({ inline: readFileSync('session'), blobs: [] }))
      const before = square.info()
      const results = [1, 2, 4, 5].map((x) => square(x))
      console.log(JSON.stringify({ runs, before, results, held: [1, 2, 3, 4, 5].filter((x) => square.has(x)) }))
    `)
    expect(second).toMatchObject({
      runs: 1,
      before: { hits: 3, misses: 4, evictions: 1, size: 3 },
      results: [1, 4, 16, 25],
      held: [1, 2, 5],
    })
  })
})

const SESSION = `
  import { readFileSync, writeFileSync } from 'node:fs'
  import { lfuCache } from 'pilfer'
  import { v8Codec } from 'pilfer/codec/v8'

  const codec = v8Codec()
  let runs = 0
  const square = lfuCache({ maxSize: 3 })(function square(x) {
    runs++
    return x * x
  })
`
