import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Archive, Cache, dictArchive, fifo, lru, lruCache, mru, nullArchive } from '../src/index.js'
import { slowArchive } from './helpers/async-archive.js'
import { counting } from './helpers/counting.js'
import { codeOf, codeOfRejection } from './helpers/error-code.js'
import { fakeClock } from './helpers/fake-clock.js'

describe('seed entries', () => {
  it('are in memory, and in the archive once they are dumped', () => {
    const archive = dictArchive<number>()
    const cache = new Cache({ archive, entries: new Map([['a', 1]]) })
    expect([[...cache], archive.size]).toEqual([[['a', 1]], 0])
    archive.set('a', 0)
    expect([cache.load('a'), cache.get('a')]).toEqual([0, 1])
    expect([cache.dump(), archive.get('a')]).toEqual([1, 1])
  })

  it('come from anything that gives pairs', () => {
    const pairs = [['a', 1]] as const
    for (const entries of [
      pairs,
      new Map(pairs),
      pairs.values(),
      dictArchive({ entries: pairs }),
      new Cache({ entries: pairs }),
    ])
      expect([...new Cache({ entries })]).toEqual([['a', 1]])
  })

  it('beyond maxSize leave as if each had been set', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(lru(), mru(), fifo()),
        (all, maxSize, policy) => {
          const entries = all.map((key, i) => [key, i] as const)
          const options = { maxSize, policy, write: 'back' } as const
          const seeded = new Cache<string, number>({ ...options, archive: dictArchive<number>(), entries })
          const filled = new Cache<string, number>({ ...options, archive: dictArchive<number>() })
          for (const [key, value] of entries) filled.set(key, value)
          expect([...seeded]).toEqual([...filled])
          expect(seeded.archive!.equals(filled.archive!)).toBe(true)
          expect(seeded.size).toBeLessThanOrEqual(maxSize)
        },
      ),
    )
  })

  it.each([
    [{ clear: false }, ['a', 'b', 'c']],
    [{ clear: true }, ['c']],
  ])(
    'beyond maxSize are written before an asynchronous archive is synchronised with %j',
    async (options, left) => {
      const archive = slowArchive<number>()
      const entries = Object.entries({ a: 1, b: 2, c: 3 })
      const cache = new Cache({ archive, entries, maxSize: 1, policy: lru() })
      expect([...cache]).toEqual([['c', 3]])
      await cache.sync(options)
      expect(await archive.equals(new Map(entries.filter(([key]) => left.includes(key))))).toBe(true)
    },
  )

  it('beyond maxSize come before whatever is done next, though it be slow', async () => {
    const entries = Object.entries({ a: 1, b: 2, c: 3, d: 4 })
    const archive = slowArchive<number>({ write: 5 })
    await archive.setMany(entries.map(([key]) => [key, 0] as const))
    const cache = new Cache<string, number>({ archive, entries, maxSize: 1, policy: lru() })
    const double = counting(async (x: number) => x * 2)
    const shared = lruCache({ cache, name: 'f' })(double)
    await Promise.all([cache.set('a', 9), cache.load('b'), cache.load('c'), shared(1)])
    expect([await archive.get('a'), await archive.get('b'), await archive.get('c')]).toEqual([9, 2, 3])
    await cache.load('b')
    expect(cache.get('b')).toBe(2)
  })

  it('beyond maxSize that cannot be written are reported, or thrown when they are waited for', async () => {
    const refusing = () => {
      const archive = slowArchive<number>()
      archive.set = async () => {
        throw new Error('full')
      }
      return archive
    }
    const options = { entries: Object.entries({ a: 1, b: 2 }), maxSize: 1, policy: lru() }
    const reported: unknown[] = []
    const onArchiveError = (error: unknown) => reported.push(error)
    const cache = new Cache<string, number>({ ...options, archive: refusing(), onArchiveError })
    await cache.load('x')
    expect(reported).toEqual([new Error('full')])
    const strict = new Cache<string, number>({ ...options, archive: refusing(), onArchiveError: 'throw' })
    expect(await codeOfRejection(strict.dump('x'))).toEqual(new Error('full'))
    expect(await strict.dump('x')).toBe(0)
  })

  it('beyond maxSize that cannot be written do not keep close from writing the rest', async () => {
    const archive = slowArchive<number>({ write: 5 })
    const [set, close] = [archive.set.bind(archive), archive.close.bind(archive)]
    const written: string[] = []
    archive.set = async (key, value) => {
      if (key === 'a') throw new Error('full')
      await set(key, value)
      written.push(key)
      return archive
    }
    archive.close = async () => {
      written.push('closed')
      await close()
    }
    const entries = Object.entries({ a: 1, b: 2, c: 3 })
    const cache = new Cache({ archive, entries, maxSize: 1, policy: lru(), onArchiveError: 'throw' })
    expect(await codeOfRejection(cache.close())).toEqual(new Error('full'))
    expect(written).toEqual(['b', 'c', 'closed'])
  })

  it.each(['load', 'dump', 'sync'] as const)(
    'beyond maxSize are waited for by %s of a function that shares the cache, as often as it is called',
    async (member) => {
      const entries = Object.entries({ 'f(1)': 1, 'f(2)': 2, 'f(3)': 3 })
      const archive = slowArchive<number>({ write: 10 })
      const cache = new Cache<string, number>({ archive, entries, maxSize: 1, policy: lru() })
      const f = lruCache({ cache, name: 'f' })(async (x: number) => x)
      const inArchive = () => Promise.all([archive.has('f(1)'), archive.has('f(2)')])
      const seen = await Promise.all([f[member]().then(inArchive), f[member]().then(inArchive)])
      expect(seen).toEqual([
        [true, true],
        [true, true],
      ])
    },
  )

  it('reach an asynchronous archive before it is closed, whether there was room for them or not', async () => {
    const archive = slowArchive<number>()
    const kept = dictArchive<number>()
    const entries = Object.entries({ a: 1, b: 2 })
    const close = archive.close.bind(archive)
    archive.close = async () => {
      await archive.copy(kept)
      await close()
    }
    await new Cache({ archive, entries, maxSize: 1, policy: lru() }).close()
    expect(kept.equals(new Map(entries))).toBe(true)
  })

  it.each([5, 'ab', null, {}, [5], ['ab'], [['a']], [['a', 1, 2]], [null]])('refuses %j', (entries) => {
    expect(codeOf(() => new Cache({ entries: entries as never }))).toBe('OPTION_INVALID')
  })

  it('have keys that go with the archive', () => {
    expect(codeOf(() => new Cache({ entries: [[1, 1]], archive: dictArchive() }))).toBe('KEY_NOT_STRING')
    expect(new Cache({ entries: [[1, 1]], archive: nullArchive() }).get(1)).toBe(1)
  })

  it('are no option of a decorator', () => {
    expect(codeOf(() => lruCache({ entries: [] } as never))).toBe('OPTION_UNKNOWN')
  })
})

describe('the archive of a cache', () => {
  it('cannot be put back or dropped when there is none', () => {
    const cache = new Cache<string, number>()
    expect([codeOf(() => cache.archived(true)), codeOf(() => cache.drop())]).toEqual([
      'ARCHIVE_MISSING',
      'ARCHIVE_MISSING',
    ])
    cache.archived(false)
    expect(codeOf(() => cache.archived(true))).toBe('ARCHIVE_MISSING')
    cache.open(dictArchive<number>())
    cache.archived(false)
    cache.drop()
    expect([codeOf(() => cache.archived(true)), codeOf(() => cache.drop())]).toEqual([
      'ARCHIVE_MISSING',
      'ARCHIVE_MISSING',
    ])
  })

  it('stays what it is when it is put aside or back twice', () => {
    const archive = dictArchive<number>()
    const cache = new Cache<string, number>({ archive })
    for (const on of [true, true, false, false, true]) {
      cache.archived(on)
      expect([cache.archived(), cache.archive]).toEqual([on, on ? archive : undefined])
    }
  })

  it('is put aside by true or false alone', () => {
    const cache = new Cache({ archive: dictArchive() }) as any
    for (const given of [['yes'], [1], [null], [true, false], [undefined, undefined]])
      expect([given, codeOf(() => cache.archived(...given))]).toEqual([given, 'OPTION_INVALID'])
    expect(cache.archived()).toBe(true)
  })

  it('is an archive', () => {
    const archive = dictArchive()
    const cache = new Cache({ archive })
    const { supports: _, ...rest } = {
      supports: 0,
      ...Object.fromEntries(['read', 'write', 'set', 'delete', 'keys'].map((name) => [name, () => {}])),
    }
    for (const wrong of [
      undefined,
      null,
      'dir:./memo',
      {},
      new Map(),
      new Cache(),
      dictArchive,
      rest,
    ] as any[]) {
      expect(codeOf(() => cache.open(wrong))).toBe('OPTION_INVALID')
      if (wrong !== undefined) expect(codeOf(() => new Cache({ archive: wrong }))).toBe('OPTION_INVALID')
    }
    expect(cache.archive).toBe(archive)
  })

  it('keeps what is deleted from memory, which a load brings back', () => {
    const archive = dictArchive<number>()
    const cache = new Cache<string, number>({ archive })
    cache.set('a', 1).set('b', 2)
    cache.delete('a')
    cache.popKeys(['b'])
    expect([cache.size, archive.size]).toEqual([0, 2])
    expect([cache.load(), cache.get('a')]).toEqual([2, 1])
  })
})

describe('load and dump', () => {
  it('pass over keys that are not there', async () => {
    for (const archive of [dictArchive<number>(), slowArchive<number>()]) {
      const cache = new Cache<string, number>({ archive: archive as never, write: 'back' })
      await cache.set('a', 1)
      await archive.set('b', 2)
      expect(await Promise.all([cache.load('x', 'y'), cache.dump('x', 'b')])).toEqual([0, 0])
      expect([await cache.load('x', 'b'), await cache.dump('x', 'a')]).toEqual([1, 1])
      expect([[...cache.keys()].sort(), await archive.size]).toEqual([['a', 'b'], 2])
    }
  })

  it('never exceed maxSize, whatever is named', async () => {
    const entries = Object.entries({ a: 1, b: 2, c: 3, d: 4 })
    for (const archive of [dictArchive<number>(), slowArchive<number>()]) {
      await archive.setMany(entries)
      const cache = new Cache<string, number>({ archive: archive as never, maxSize: 2, policy: fifo() })
      await cache.load('a', 'b', 'c', 'd')
      expect([...cache]).toEqual(entries.slice(2))
      await Promise.all(entries.map(([key]) => cache.load(key)))
      expect(cache.size).toBe(2)
      await cache.load()
      expect(cache.size).toBe(2)
      expect(await archive.equals(new Map(entries))).toBe(true)
    }
  })

  it('leave what the archive has as it is there, its time and tags too', async () => {
    const clock = fakeClock()
    for (const archive of [dictArchive<number>({ clock }), slowArchive<number>({ clock })]) {
      await archive.set('a', 1, { tags: ['old'] })
      const cache = new Cache<string, number>({ archive: archive as never, clock })
      await cache.load()
      const before = await archive.read('a')
      clock.advance(10)
      expect(await cache.dump()).toBe(1)
      await cache.sync()
      expect(await archive.read('a')).toEqual(before)
      await archive.delete('a')
      expect([await cache.dump(), await archive.get('a')]).toEqual([1, 1])
    }
  })

  it('do not make an old result young', () => {
    const clock = fakeClock()
    const archive = dictArchive<number>({ clock })
    const make = (ttl?: number) =>
      lruCache({ archive, clock, ...(ttl === undefined ? {} : { ttl }) })(function f() {
        return clock()
      })
    const old = make()()
    clock.advance(80)
    const patient = make()
    patient.load()
    patient.sync()
    clock.advance(80)
    expect(make(100)()).toBe(old + 160)
  })

  it('dump does not bring back what was forgotten while it was looked for', async () => {
    const archive = slowArchive<number>({ read: 5 })
    const cache = new Cache<string, number>({ archive })
    await cache.set('a', 1)
    await archive.delete('a')
    const dumping = cache.dump()
    cache.delete('a')
    expect([await dumping, await archive.size]).toEqual([0, 0])
  })

  it('dump counts what is in the archive afterwards', async () => {
    const archive = slowArchive<number>({ write: 5 })
    const cache = new Cache<string, number>({ archive, write: 'back' })
    for (const key of ['a', 'b', 'c']) await cache.set(key, 1)
    const dumping = cache.dump()
    cache.delete('c')
    expect([await dumping, await archive.size, await cache.dump('a', 'a')]).toEqual([2, 2, 1])
  })

  it('of a function pass over the keys of others', () => {
    const cache = new Cache<string, number>({ archive: dictArchive<number>(), write: 'back' })
    const [f, g] = ['f', 'g'].map((name) => lruCache({ cache, name })((x: number) => x)) as [any, any]
    g(1)
    expect([f.dump('g(1)'), cache.archive!.size, g.dump('g(1)')]).toEqual([0, 0, 1])
    cache.clear()
    expect([f.load('g(1)', 'g:this(1)', 'x'), cache.size, g.load('g(1)')]).toEqual([0, 0, 1])
  })

  it('of a method take the keys that hold the instance', () => {
    const archive = dictArchive<number>()
    class Circle {
      constructor(readonly r: number) {}
    }
    const area = lruCache({ archive })(function area(this: Circle, n: number) {
      return this.r * n
    })
    const circle = new Circle(2)
    area.call(circle, 3)
    const [key] = [...archive.keys()] as [string]
    const one = area.of(circle)
    one.clear()
    expect([key.startsWith('area:this('), one.load(key), one.lookup(3)]).toEqual([true, 1, 6])
  })
})

describe('close', () => {
  it.each<[string, (cache: Cache<string, number>, archive: Archive<number>) => unknown]>([
    [
      'set before the archive was opened',
      (cache, archive) => {
        cache.drop()
        cache.set('a', 1).open(archive)
      },
    ],
    ['set while it was aside', (cache) => cache.archived(false) ?? cache.set('a', 1)],
    ['restored', (cache) => cache.restore(new Cache({ entries: [['a', 1]] }).snapshot())],
    ['set, and its failure reported', (cache) => cache.set('a', 1)],
  ])('throws what fails of an entry that was %s, after closing the archive', (_, give) => {
    const archive = dictArchive<number>()
    archive.set = () => {
      throw new Error('full')
    }
    for (const close of ['close', Symbol.dispose] as const) {
      let isClosed = false
      archive.close = () => {
        isClosed = true
        throw new Error('closed badly')
      }
      const cache = new Cache<string, number>({ archive, onArchiveError: () => {} })
      give(cache, archive)
      expect(codeOf(() => cache[close]())).toEqual(new Error('full'))
      expect(isClosed).toBe(true)
      cache.clear()
      expect(codeOf(() => cache[close]())).toEqual(new Error('closed badly'))
    }
  })
})

describe('popKeys', () => {
  it.each(['a', 5, undefined, null, {}])('refuses %j, which is no list of keys', (keys) => {
    const cache = new Cache({ entries: [['a', 1]] })
    expect(codeOf(() => cache.popKeys(keys as never))).toBe('OPTION_INVALID')
    expect(cache.size).toBe(1)
  })

  it('gives the value of a key that is named twice once', () => {
    const entries = [
      ['a', 1],
      [NaN, 2],
      [undefined, 3],
    ] as const
    const cache = new Cache<unknown, number>({ entries })
    for (const keys of [
      ['a', 'a'],
      [NaN, 'a', NaN],
      [undefined, undefined],
      [undefined, 'x'],
    ])
      expect(codeOf(() => cache.popKeys(keys))).toBe('KEY_ABSENT')
    expect([...cache]).toEqual(entries)
    expect(cache.popKeys(['a', NaN, 'a', undefined], null)).toEqual([1, 2, null, 3])
    expect(cache.size).toBe(0)
  })

  it('takes a stored undefined for a value, and no keys for none', () => {
    const cache = new Cache<string, undefined>({ entries: [['a', undefined]] })
    expect([cache.popKeys([]), cache.popKeys(new Set(['a']), 'absent')]).toEqual([[], [undefined]])
  })

  it('takes out what is being loaded at the same time', async () => {
    const archive = slowArchive<number>()
    const cache = new Cache<string, number>({ archive })
    await cache.set('a', 1)
    const loading = cache.load('a')
    expect(cache.popKeys(['a'])).toEqual([1])
    await loading
    expect(cache.has('a')).toBe(false)
  })
})

describe('equals of a cache', () => {
  it('compares what is in memory, with keys of any kind', () => {
    const key = {}
    const archive = dictArchive<number>()
    const cache = new Cache<unknown, unknown>({ entries: [[key, [1]]] })
    expect([
      cache.equals(new Map([[key, [1]]])),
      cache.equals(new Map([[{}, [1]]])),
      cache.equals(archive),
    ]).toEqual([true, false, false])
    const archived = new Cache<string, number>({ archive, maxSize: 1, policy: lru() })
    archived.set('a', 1).set('b', 2)
    expect([archived.equals(new Map([['b', 2]])), archived.equals(archive)]).toEqual([true, false])
    archive.delete('a')
    expect([archived.equals(archive), archive.equals(archived), archived.equals(archived)]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('is no use, and passes over what has expired', () => {
    const clock = fakeClock()
    const entries = Object.entries({ a: 1, b: 2 })
    const cache = new Cache<string, number>({ entries, maxSize: 2, policy: lru(), clock })
    const other = new Cache<string, number>({ entries, maxSize: 2, policy: lru() })
    expect([cache.equals(other), other.equals(cache)]).toEqual([true, true])
    for (const one of [cache, other]) {
      one.set('c', 3)
      expect([...one.keys()].sort()).toEqual(['b', 'c'])
    }
    cache.set('c', 3, { ttl: 10 })
    clock.advance(10)
    expect(cache.equals(new Map([['b', 2]]))).toBe(true)
  })

  it('gives a promise for an asynchronous archive only', async () => {
    const archive = slowArchive<number>()
    const cache = new Cache<string, number>({ archive })
    await cache.set('a', 1)
    expect(cache.equals(new Map([['a', 1]]))).toBe(true)
    const compared: Promise<boolean> = cache.equals(archive)
    expect([await compared, await archive.equals(cache)]).toEqual([true, true])
    await archive.set('b', 2)
    expect(await cache.equals(archive)).toBe(false)
  })

  it.each([undefined, null, 5, 'a', [], {}, new Set()])('refuses %j', async (other: any) => {
    expect(codeOf(() => new Cache().equals(other))).toBe('OPTION_INVALID')
    expect(await codeOfRejection((async () => new Cache({ archive: slowArchive() }).equals(other))())).toBe(
      'OPTION_INVALID',
    )
  })
})

describe('an archive as the store itself, with maxSize 0', () => {
  const modes = (['through', 'back'] as const).flatMap((write) =>
    (['evict', 'purge'] as const).flatMap((onOverflow) =>
      [true, false].map((isAsync) => ({ write, onOverflow, isAsync })),
    ),
  )

  it.each(modes)('loads or computes and writes each call: %o', async ({ isAsync, ...mode }) => {
    const archive = isAsync ? slowArchive<number>() : dictArchive<number>()
    const square = counting((x: number) => x * x)
    const fast = lruCache({ ...mode, archive, name: 'square', maxSize: 0 })(square)
    for (const x of [1, 2, 1, 2, 1]) {
      expect(await fast(x)).toBe(x * x)
      expect(fast.info().size).toBe(0)
      expect(await archive.has(fast.key(x))).toBe(true)
    }
    expect(square.runs).toBe(2)
    expect(fast.info()).toMatchObject({ hits: 0, misses: 2, loads: 3 })
    expect(await fast.refresh(1)).toBe(1)
    expect(await fast.invalidate(2)).toBe(true)
    expect(await archive.equals(new Map([[fast.key(1), 1]]))).toBe(true)
  })

  it.each(modes)('loses nothing of many calls at once: %o', async ({ isAsync, ...mode }) => {
    const archive = isAsync ? slowArchive<number>() : dictArchive<number>()
    const square = counting((x: number) => x * x)
    const fast = lruCache({ ...mode, archive, name: 'square', maxSize: 0 })(square)
    const calls = Array.from({ length: 60 }, (_, i) => i % 20)
    expect(await Promise.all(calls.map((x) => fast(x)))).toEqual(calls.map((x) => x * x))
    expect([square.runs, fast.info().size]).toEqual([20, 0])
    const expected = new Map(calls.map((x) => [fast.key(x), x * x]))
    expect(await archive.equals(expected)).toBe(true)
  })

  it.each(modes)('a cache is as empty as its archive is full: %o', async ({ isAsync, ...mode }) => {
    const archive = isAsync ? slowArchive<number>() : dictArchive<number>()
    const entries = Object.entries({ a: 1, b: 2 })
    const cache = new Cache<string, number>({ ...mode, archive: archive as never, maxSize: 0, entries })
    await cache.set('c', 3)
    await cache.set('a', 4)
    await cache.load('a')
    await cache.load()
    expect([cache.size, cache.get('a'), [...cache]]).toEqual([0, undefined, []])
    expect(await archive.equals(new Map(Object.entries({ a: 4, b: 2, c: 3 })))).toBe(true)
    await cache.dump()
    await cache.sync()
    expect(await archive.size).toBe(3)
    await cache.close()
  })
})
