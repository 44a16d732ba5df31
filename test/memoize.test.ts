import { describe, expect, it, vi } from 'vitest'
import {
  Cache,
  createArchive,
  dictArchive,
  fifoCache,
  hashKeymap,
  infCache,
  lru,
  lruCache,
  memoize,
  mruCache,
  noCache,
  PilferError,
  rawKeymap,
  stringKeymap,
} from '../src/index.js'
import { slowArchive } from './helpers/async-archive.js'
import { counting } from './helpers/counting.js'
import { codeOf } from './helpers/error-code.js'
import { failingArchive } from './helpers/failing-archive.js'
import { fakeClock } from './helpers/fake-clock.js'

describe('a memoized function', () => {
  it('runs once for equal arguments', () => {
    const square = counting((x: number) => x * x)
    const fast = lruCache()(square)
    expect([fast(3), fast(3), fast(4)]).toEqual([9, 9, 16])
    expect(square.runs).toBe(2)
    expect(fast.info()).toEqual({
      hits: 1,
      misses: 2,
      loads: 0,
      evictions: 0,
      bypasses: 0,
      size: 2,
      maxSize: 1000,
    })
  })

  it('may be made without options', () => {
    const twice = counting((x: number) => 2 * x)
    const fast = lruCache(twice)
    fast(1)
    fast(1)
    expect(twice.runs).toBe(1)
  })

  it('keeps the name and the length', () => {
    const fast = lruCache()(function simulate(_x: number, _y: string) {
      return 1
    })
    expect([fast.name, fast.length]).toEqual(['simulate', 2])
    expect(Object.keys(fast)).toEqual([])
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['NaN', Number.NaN],
    ['false', false],
    ['an empty string', ''],
  ])('remembers %s like any other result', (_, result) => {
    const fn = counting(() => result)
    const fast = lruCache()(fn)
    expect([fast(), fast(), fast()]).toEqual([result, result, result])
    expect(fn.runs).toBe(1)
  })

  it('tells apart what is different, and joins what is equal', () => {
    const show = counting((...args: unknown[]) => args.length)
    const fast = infCache()(show)
    const different: unknown[][] = [
      [],
      [undefined],
      [null],
      [0],
      [-0],
      [Number.NaN],
      ['0'],
      [0n],
      [false],
      [''],
      [1],
      ['1'],
      [1, 2],
      ['1,2'],
      [[1, 2]],
      [1, undefined],
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5],
      [-1],
      [-2],
      [2 ** 1000],
      [2 ** 1000 + 2 ** 948],
      [true],
      ['true'],
      [{ a: 1 }],
      [{ a: '1' }],
      [new Map([[1, 2]])],
      [new Map([[1, 3]])],
      [5e-324],
      [Infinity],
      [-Infinity],
    ]
    for (let round = 0; round < 3; round++) for (const args of different) fast(...args)
    expect(show.runs).toBe(different.length)
    fast({ b: 1, a: { c: 2, d: 3 } })
    fast({ a: { d: 3, c: 2 }, b: 1 })
    expect(show.runs).toBe(different.length + 1)
  })

  it('passes on an error and does not remember it', () => {
    let fails = true
    const fn = counting((x: number) => {
      if (fails) throw new RangeError('too soon')
      return x
    })
    const fast = lruCache()(fn)
    expect(() => fast(1)).toThrow(RangeError)
    fails = false
    expect(fast(1)).toBe(1)
    expect(fn.runs).toBe(2)
  })

  it('hands the original arguments to the function', () => {
    const seen: unknown[] = []
    const fast = lruCache()((...args: unknown[]) => void seen.push(...args))
    const object = { a: [1] }
    fast(object, -0)
    expect(seen[0]).toBe(object)
    expect(Object.is(seen[1], -0)).toBe(true)
  })

  it('may call itself', () => {
    const runs = counting((n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2)))
    const fib = lruCache({ maxSize: 3 })(runs)
    expect(fib(70)).toBe(190392490709135)
    expect(runs.runs).toBe(71)
  })

  it('refuses a promise where it is synchronous, and never stores it', () => {
    const fn = counting((x: number) => Promise.resolve(x))
    const fast = lruCache()(fn)
    expect(codeOf(() => fast(1))).toBe('RESULT_PROMISE')
    expect(() => fast(1)).toThrow(/`async: true`/)
    expect(fast.info().size).toBe(0)
  })
})

describe('maxSize', () => {
  it('0 behaves as noCache, whatever the decorator', () => {
    const fn = counting((x: number) => x)
    const fast = lruCache({ maxSize: 0 })(fn)
    fast(1)
    fast(1)
    expect(fn.runs).toBe(2)
    expect(fast.info()).toMatchObject({ size: 0, maxSize: 0, evictions: 0 })
  })

  it('Infinity behaves as infCache', () => {
    const fn = counting((x: number) => x)
    const fast = mruCache({ maxSize: Infinity })(fn)
    for (let round = 0; round < 2; round++) for (let i = 0; i < 5000; i++) fast(i)
    expect(fn.runs).toBe(5000)
    expect(fast.info().size).toBe(5000)
  })

  it('is never exceeded, and the policy decides', () => {
    const fn = counting((x: number) => x)
    const oldest = fifoCache({ maxSize: 2 })(fn)
    for (const x of [1, 2, 1, 3, 1]) {
      oldest(x)
      expect(oldest.info().size).toBeLessThanOrEqual(2)
    }
    expect(fn.runs).toBe(4)
    expect(oldest.info().evictions).toBe(2)
  })
})

describe('the policy', () => {
  it('is tinylfu by default: what is popular outlives a pass over much that is called once', () => {
    const runsOfPopular = (memoizer: typeof memoize): number => {
      const fn = counting((x: number) => x)
      const fast = memoizer({ maxSize: 20 })(fn)
      for (let round = 0; round < 10; round++) for (let x = 0; x < 15; x++) fast(x)
      for (let x = 100; x < 200; x++) fast(x)
      const before = fn.runs
      for (let x = 0; x < 15; x++) fast(x)
      return fn.runs - before
    }
    expect(runsOfPopular(memoize)).toBeLessThan(3)
    expect(runsOfPopular(lruCache as typeof memoize)).toBe(15)
  })
})

describe('members', () => {
  const make = () => {
    const fn = counting(function area(w: number, h: number) {
      return w * h
    })
    const archive = dictArchive()
    return { fn, archive, fast: lruCache({ maxSize: 2, archive, name: 'area' })(fn) }
  }

  it('key is what memory and archive use', () => {
    const { fast, archive } = make()
    fast(2, 3)
    expect(fast.key(2, 3)).toBe('area(2,3)')
    expect(fast.cache.get('area(2,3)')).toBe(6)
    expect(archive.get('area(2,3)')).toBe(6)
  })

  it('lookup looks into memory only, and counts nothing', () => {
    const { fast, fn } = make()
    expect(fast.lookup(2, 3)).toBe(undefined)
    fast(2, 3)
    expect(fast.lookup(2, 3)).toBe(6)
    fast.clear({ keepStats: true })
    expect(fast.lookup(2, 3)).toBe(undefined)
    expect(fast.info()).toMatchObject({ hits: 0, misses: 1 })
    expect(fn.runs).toBe(1)
  })

  it('has asks both', () => {
    const { fast } = make()
    expect(fast.has(2, 3)).toBe(false)
    fast(2, 3)
    expect(fast.has(2, 3)).toBe(true)
    fast.clear()
    expect(fast.has(2, 3)).toBe(true)
  })

  it('refresh runs again and remembers the new result', () => {
    let rate = 1
    const fast = lruCache()((x: number) => x * rate)
    expect(fast(2)).toBe(2)
    rate = 10
    expect([fast(2), fast.refresh(2), fast(2)]).toEqual([2, 20, 20])
  })

  it('invalidate forgets in both', () => {
    const { fast, archive, fn } = make()
    fast(2, 3)
    expect(fast.invalidate(2, 3)).toBe(true)
    expect(fast.invalidate(2, 3)).toBe(false)
    expect([...archive.keys()]).toEqual([])
    fast(2, 3)
    expect(fn.runs).toBe(2)
  })

  it('clear empties the memory and the counters, and leaves the archive', () => {
    const { fast, archive } = make()
    fast(2, 3)
    fast(2, 3)
    fast.clear({ keepStats: true })
    expect(fast.info()).toMatchObject({ hits: 1, misses: 1, size: 0 })
    fast(2, 3)
    fast.clear()
    expect(fast.info()).toMatchObject({ hits: 0, misses: 0, loads: 0, size: 0 })
    expect(archive.size).toBe(1)
  })

  it('load, dump and sync move entries, and load never exceeds maxSize', () => {
    const { fast, archive, fn } = make()
    for (const w of [1, 2, 3, 4]) fast(w, 1)
    expect(archive.size).toBe(4)
    fast.clear()
    expect(fast.load()).toBe(2)
    expect(fast.info().size).toBe(2)
    expect(fast.load(fast.key(4, 1), fast.key(9, 9))).toBe(1)
    expect(fast.info().size).toBe(2)
    expect(fast.lookup(4, 1)).toBe(4)
    archive.clear()
    expect(fast.dump()).toBe(2)
    expect(archive.size).toBe(2)
    archive.set('area(7,7)', 49)
    fast.sync({ clear: true })
    expect(archive.size).toBe(2)
    expect(fn.runs).toBe(4)
  })

  it('archived, open and drop swap the archive', () => {
    const { fast, archive, fn } = make()
    fast(1, 1)
    fast.archived(false)
    expect(fast.archived()).toBe(false)
    fast(2, 1)
    expect(archive.size).toBe(1)
    fast.archived(true)
    fast.dump()
    expect(archive.size).toBe(2)
    const other = dictArchive()
    fast.open(other)
    fast.dump()
    expect(other.size).toBe(2)
    fast.drop()
    expect(fast.archived()).toBe(false)
    expect(codeOf(() => fast.archived(true))).toBe('ARCHIVE_MISSING')
    expect(codeOf(() => fast.drop())).toBe('ARCHIVE_MISSING')
    expect(fn.runs).toBe(2)
  })

  it('shows cache, keymap, ignored and wrapped', () => {
    const keymap = stringKeymap()
    const fn = (x: number) => x
    const fast = lruCache({ keymap, ignore: 'this' })(fn)
    expect(fast.cache).toBeInstanceOf(Cache)
    expect(fast.keymap).toBe(keymap)
    expect(fast.ignored).toEqual(['this'])
    expect(fast.wrapped).toBe(fn)
  })

  it('disposal dumps, then closes', () => {
    const written: string[] = []
    const archive = dictArchive()
    const close = vi.spyOn(archive, 'close').mockImplementation(() => void written.push(...archive.keys()))
    const fast = lruCache({ archive, write: 'back' })(function f(x: number) {
      return x
    })
    fast(1)
    expect(archive.size).toBe(0)
    fast[Symbol.dispose]()
    expect(written).toEqual(['f(1)'])
    expect(close).toHaveBeenCalledOnce()
  })
})

describe('an archive', () => {
  const slow = (x: number): string => `result ${x}`

  it('is read where memory has nothing, and that is a load', () => {
    const archive = dictArchive()
    const first = counting(slow)
    lruCache({ archive })(first)(1)
    const second = counting(slow)
    const fast = lruCache({ archive })(second)
    expect([fast(1), fast(1)]).toEqual(['result 1', 'result 1'])
    expect(second.runs).toBe(0)
    expect(fast.info()).toMatchObject({ loads: 1, hits: 1, misses: 0 })
  })

  it('write through: the result is there when the call returns', () => {
    const archive = dictArchive()
    lruCache({ archive })(counting(slow))(1)
    expect(archive.get('slow(1)')).toBe('result 1')
  })

  it('write back: on eviction, dump, sync', () => {
    const archive = dictArchive()
    const fast = lruCache({ archive, write: 'back', maxSize: 1 })(counting(slow))
    fast(1)
    expect(archive.size).toBe(0)
    fast(2)
    expect([...archive.keys()]).toEqual(['slow(1)'])
    fast.dump()
    expect([...archive.keys()].sort()).toEqual(['slow(1)', 'slow(2)'])
  })

  it('with noCache is the only place for results', () => {
    for (const write of ['through', 'back'] as const) {
      const archive = dictArchive()
      const fn = counting(slow)
      const fast = noCache({ archive, write })(fn)
      expect([fast(1), fast(1)]).toEqual(['result 1', 'result 1'])
      expect(fn.runs).toBe(1)
      expect(fast.info()).toMatchObject({ misses: 1, loads: 1, size: 0 })
    }
  })

  it('purge: an overflow writes everything and empties the memory', () => {
    const archive = dictArchive()
    const fast = lruCache({ archive, write: 'back', maxSize: 3, onOverflow: 'purge' })(counting(slow))
    for (const x of [1, 2, 3]) fast(x)
    expect([fast.info().size, archive.size]).toEqual([3, 0])
    fast(4)
    expect([fast.info().size, archive.size]).toEqual([0, 4])
    expect(fast(4)).toBe('result 4')
    expect(fast.info()).toMatchObject({ loads: 1, size: 1 })
  })

  it('purge without an archive evicts as usual', () => {
    const fast = lruCache({ maxSize: 3, onOverflow: 'purge' })(counting(slow))
    for (const x of [1, 2, 3, 4]) fast(x)
    expect(fast.info()).toMatchObject({ size: 3, evictions: 1 })
  })

  it('may be shared by functions, told apart by name and version', () => {
    const archive = dictArchive()
    const one = memoize({ archive, name: 'one' })((x: number) => x + 1)
    const two = memoize({ archive, name: 'two' })((x: number) => x + 2)
    const newer = memoize({ archive, name: 'one', version: '2' })((x: number) => x + 3)
    expect([one(1), two(1), newer(1)]).toEqual([2, 3, 4])
    expect([...archive.keys()].sort()).toEqual(['one(1)', 'one@2(1)', 'two(1)'])
    one.clear()
    expect(one.load()).toBe(1)
    expect(one.info().size).toBe(1)
    one.sync({ clear: true })
    expect(archive.size).toBe(3)
  })

  it("version: 'source' follows the text of the function", () => {
    const archive = dictArchive()
    const options = { archive, name: 'f', version: 'source' } as const
    const a = memoize(options)((x: number) => x + 1)
    const b = memoize(options)((x: number) => x + 2)
    const again = memoize(options)((x: number) => x + 1)
    expect([a(1), b(1), again(1)]).toEqual([2, 3, 2])
    expect(again.info().loads).toBe(1)
  })

  it.each([
    ['a(', 'a'],
    ['a@1', 'a'],
    ['a:this', 'a'],
    ['a%28;', 'a('],
  ])('keeps the function %s apart from %s', (x, y) => {
    const archive = dictArchive()
    const f = memoize({ archive, name: x })((n: unknown) => ['f', n])
    const g = memoize({ archive, name: y, version: '1' })((n: unknown) => ['g', n])
    const h = memoize({ archive, name: y })((n: unknown) => ['h', n])
    for (const fn of [f, g, h]) fn(1)
    expect(new Set([f.key(1), g.key(1), h.key(1)]).size).toBe(3)
    expect([f(1), g(1), h(1)]).toEqual([
      ['f', 1],
      ['g', 1],
      ['h', 1],
    ])
  })

  it('needs a name', () => {
    const archive = dictArchive()
    expect(
      codeOf(() =>
        memoize({ archive })(
          (
            () => (x: number) =>
              x
          )(),
        ),
      ),
    ).toBe('NAME_REQUIRED')
    const later = memoize()(
      (
        () => (x: number) =>
          x
      )(),
    )
    expect(codeOf(() => later.open(archive))).toBe('NAME_REQUIRED')
  })

  it('warns once when different functions use one name', () => {
    const archive = dictArchive()
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    memoize({ archive, name: 'f' })((x: number) => x + 1)
    for (const y of [2, 3, 4]) memoize({ archive, name: 'f' })((x: number) => x + y)
    expect(warn.mock.calls.map(String)).toEqual([
      expect.stringMatching(/two different functions use the name f/),
    ])
    warn.mockRestore()
  })

  it('is not for keys that mean nothing outside the process', () => {
    const archive = dictArchive()
    expect(codeOf(() => memoize({ archive, keymap: rawKeymap() })(counting(slow)))).toBe('OPTION_CONFLICT')
    const later = memoize({ keymap: rawKeymap() })(slow)
    expect(codeOf(() => later.open(archive))).toBe('OPTION_CONFLICT')
  })
})

describe('an archive that fails', () => {
  it('never loses the result; the failure is reported and the next call tries again', () => {
    const archive = failingArchive()
    const errors: unknown[] = []
    const fn = counting(function f(x: number) {
      return x
    })
    const fast = lruCache({ archive, maxSize: 1, onArchiveError: (error) => errors.push(error) })(fn)
    archive.failing.writes = true
    expect(fast(1)).toBe(1)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toBeInstanceOf(PilferError)
    archive.failing.writes = false
    expect(fast(2)).toBe(2)
    expect([...archive.keys()].sort()).toEqual(['f(1)', 'f(2)'])
    archive.failing.reads = true
    expect(fast(1)).toBe(1)
    expect(errors).toHaveLength(2)
    expect(fn.runs).toBe(3)
  })

  it('keeps its entries in memory when a purge fails, within maxSize', () => {
    const archive = failingArchive()
    const fast = lruCache({
      archive,
      maxSize: 2,
      write: 'back',
      onOverflow: 'purge',
      onArchiveError: () => {},
    })(function f(x: number) {
      return x
    })
    archive.failing.writes = true
    for (const x of [1, 2, 3]) fast(x)
    expect(fast.info().size).toBe(2)
    archive.failing.writes = false
    fast.dump()
    expect([...archive.keys()].sort()).toEqual(['f(2)', 'f(3)'])
  })

  it("throws with onArchiveError: 'throw'", () => {
    const archive = failingArchive()
    archive.failing.writes = true
    const fast = lruCache({ archive, onArchiveError: 'throw' })(function f(x: number) {
      return x
    })
    expect(codeOf(() => fast(1))).toBe('ARCHIVE_FULL')
  })

  it('warns once per code by default', async () => {
    const archive = failingArchive()
    archive.failing.writes = true
    const warnings: Error[] = []
    const listen = (warning: Error): void => void warnings.push(warning)
    // Those of the tests before are on their way.
    await new Promise((resolve) => setImmediate(resolve))
    process.on('warning', listen)
    const fast = lruCache({ archive })(function f(x: number) {
      return x
    })
    for (const x of [1, 2, 3]) fast(x)
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    expect(warnings.map((w) => (w as { code?: string }).code)).toEqual(['ARCHIVE_FULL'])
  })

  it('asked directly, throws', () => {
    const archive = failingArchive()
    const fast = lruCache({ archive, write: 'back' })(function f(x: number) {
      return x
    })
    fast(1)
    archive.failing.writes = true
    expect(codeOf(() => fast.dump())).toBe('ARCHIVE_FULL')
  })
})

describe('ttl', () => {
  it('lets a result count for so long, and no longer', () => {
    const clock = fakeClock()
    const fn = counting((x: number) => x)
    const fast = lruCache({ ttl: 100, clock })(fn)
    fast(1)
    clock.advance(99)
    fast(1)
    expect(fn.runs).toBe(1)
    clock.advance(1)
    expect([fast.lookup(1), fast.has(1)]).toEqual([undefined, false])
    fast(1)
    fast(1)
    expect(fn.runs).toBe(2)
    expect(fast.info()).toMatchObject({ hits: 2, misses: 2 })
  })

  it('goes along into the archive and out of it', () => {
    const clock = fakeClock()
    const archive = dictArchive({ clock })
    const fn = counting(function f(x: number) {
      return x
    })
    const options = { ttl: 100, clock, archive } as const
    lruCache(options)(fn)(1)
    clock.advance(60)
    const second = lruCache(options)(fn)
    second(1)
    expect(fn.runs).toBe(1)
    clock.advance(40)
    second(1)
    expect(fn.runs).toBe(2)
    clock.advance(50)
    const stricter = lruCache({ ...options, ttl: 10 })(fn)
    stricter(1)
    expect(fn.runs).toBe(3)
  })
})

describe('a shared cache', () => {
  it('keeps functions apart and is bounded as one', () => {
    const cache = new Cache({ maxSize: 3, policy: lru() })
    const plus = lruCacheOn(cache, 'plus', (x: number) => x + 1)
    const minus = lruCacheOn(cache, 'minus', (x: number) => x - 1)
    expect([plus(1), minus(1), plus(2), minus(2)]).toEqual([2, 0, 3, 1])
    expect(cache.size).toBe(3)
    plus.clear()
    expect([...cache.keys()].sort()).toEqual(['minus(1)', 'minus(2)'])
  })

  it('needs names, and different ones', () => {
    const cache = new Cache()
    expect(
      codeOf(() =>
        memoize({ cache })(
          (
            () => (x: number) =>
              x
          )(),
        ),
      ),
    ).toBe('NAME_REQUIRED')
    memoize({ cache, name: 'f' })((x: number) => x + 1)
    expect(codeOf(() => memoize({ cache, name: 'f' })((x: number) => x + 2))).toBe('OPTION_CONFLICT')
  })

  it('decides its own size', () => {
    const cache = new Cache()
    expect(codeOf(() => memoize({ cache, maxSize: 3 } as never))).toBe('OPTION_CONFLICT')
  })
})

function lruCacheOn<F extends (...args: any[]) => any>(cache: Cache<any, any>, name: string, fn: F) {
  return memoize({ cache, name })(fn)
}

describe('functions that use `this`', () => {
  it('keep results apart by what they are called on', () => {
    const area = lruCache()(function area(this: { r: number }, factor: number) {
      return this.r * factor
    })
    const a = { r: 1, area }
    const b = { r: 2, area }
    expect([a.area(3), b.area(3), a.area(3)]).toEqual([3, 6, 3])
    expect(area.info()).toMatchObject({ hits: 1, misses: 2, size: 2 })
    expect(area.of(a).info().size).toBe(1)
    area.clear()
    expect(area.info().size).toBe(0)
  })

  it('keep them apart in a shared cache, and for a `this` that is no object', () => {
    const area = memoize({ cache: new Cache() })(function area(this: { r: number }, f: number) {
      return this.r * f
    })
    expect([area.call({ r: 1 }, 2), area.call({ r: 2 }, 2)]).toEqual([2, 4])
    const twice = lruCache()(function twice(this: string) {
      return this.repeat(2)
    })
    expect([twice.call('a'), twice.call('b'), twice.call('a')]).toEqual(['aa', 'bb', 'aa'])
  })

  it('clear reaches every instance, and sync takes nothing from others', () => {
    const archive = dictArchive()
    const area = lruCache({ archive, name: 'area' })(function area(this: { r: number }) {
      return this.r
    })
    const [a, b] = [{ r: 1 }, { r: 2 }]
    area.call(a)
    area.call(b)
    const own = area.of(a)
    area.of(a).sync({ clear: true })
    area.sync({ clear: true })
    expect(archive.size).toBe(2)
    area.clear()
    expect(own.info().size).toBe(0)
    expect(codeOf(() => area.of(3 as never))).toBe('OPTION_INVALID')
  })

  it('share results if told to ignore it', () => {
    const area = counting(function area(this: { r: number }) {
      return this.r
    })
    const shared = lruCache({ ignore: ['this'] })(area)
    expect(shared.call({ r: 1 })).toBe(1)
    expect(shared.call({ r: 2 })).toBe(1)
    expect(area.runs).toBe(1)
  })

  it('that do not use it share results whatever they are called on', () => {
    const fn = counting((x: number) => x)
    const twice = lruCache()((x: number) => fn(x))
    const tools = { twice }
    tools.twice(1)
    twice(1)
    expect(fn.runs).toBe(1)
  })

  it('with an archive take it as an argument', () => {
    const archive = dictArchive()
    const make = () =>
      lruCache({ archive, name: 'area' })(function area(this: { r: number }, f: number) {
        return this.r * f
      })
    const first = make()
    expect([first.call({ r: 1 }, 3), first.call({ r: 2 }, 3)]).toEqual([3, 6])
    const second = make()
    expect([second.call({ r: 1 }, 3), second.call({ r: 2 }, 3)]).toEqual([3, 6])
    expect(second.info()).toMatchObject({ loads: 2, misses: 0 })
    expect([...archive.keys()].sort()).toEqual(["area:this({'r':1},3)", "area:this({'r':2},3)"])
  })
})

describe('guards', () => {
  it('keep functions of one name apart in a cache, at the second try too, and closures of one text', () => {
    const cache = new Cache()
    const times = (n: number) => memoize({ cache, name: 'times' })((x: number) => n * x)
    expect(times(2)(1)).toBe(2)
    expect(codeOf(() => times(3))).toBe('OPTION_CONFLICT')
    expect(codeOf(() => times(3))).toBe('OPTION_CONFLICT')
  })

  it('hold for an archive that is opened through the cache', () => {
    const anonymous = memoize({ keymap: rawKeymap() })(
      (
        () => (x: number) =>
          x
      )(),
    )
    expect(codeOf(() => anonymous.cache.open(dictArchive()))).toBe('NAME_REQUIRED')
    const raw = memoize({ keymap: rawKeymap(), name: 'raw' })((x: number) => x)
    expect(codeOf(() => raw.cache.open(dictArchive()))).toBe('OPTION_CONFLICT')
    const sync = memoize({ name: 'sync' })((x: number) => x)
    expect(codeOf(() => sync.cache.open(slowArchive() as never))).toBe('ARCHIVE_ASYNC')
    expect(sync(1)).toBe(1)
  })

  it('open takes an archive and nothing else', () => {
    const fast = memoize({ name: 'f' })((x: number) => x)
    for (const wrong of ['dir:x', null, undefined, {}])
      expect(codeOf(() => fast.open(wrong as never))).toBe('OPTION_INVALID')
  })

  it('a function that forgets its own result while it runs is not remembered', () => {
    let runs = 0
    const fast = lruCache()((x: number) => {
      if (++runs === 1) fast.invalidate(x)
      return runs
    })
    expect([fast(1), fast(1), fast(1)]).toEqual([1, 2, 2])
  })

  it('a rejected promise of a synchronous function does not end the process', async () => {
    const fast = lruCache()(() => Promise.reject(new Error('down')))
    expect(codeOf(() => fast())).toBe('RESULT_PROMISE')
    await new Promise((resolve) => setTimeout(resolve, 5))
  })

  it('one result that cannot be written does not keep the others from the archive', () => {
    const archive = createArchive({
      kind: 'picky',
      supports: dictArchive().supports,
      read: () => undefined,
      write(key) {
        if (key === 'f(2)') throw new PilferError('VALUE_UNSUPPORTED', 'no')
        written.push(key)
      },
      delete: () => false,
      clear: () => {},
      keys: () => [],
    })
    const written: string[] = []
    const fast = lruCache({ archive, write: 'back' })(function f(x: number) {
      return x
    })
    for (const x of [1, 2, 3]) fast(x)
    expect(codeOf(() => fast.dump())).toBe('VALUE_UNSUPPORTED')
    expect(written).toEqual(['f(1)', 'f(3)'])
    expect(codeOf(() => fast.close())).toBe('VALUE_UNSUPPORTED')
    expect(codeOf(() => archive.get('x'))).toBe('ARCHIVE_CLOSED')
  })
})

describe('bad input', () => {
  it.each<[string, () => unknown, string, RegExp]>([
    ['a negative size', () => lruCache({ maxSize: -1 }), 'OPTION_INVALID', /`maxSize`.*received -1/],
    ['a fraction', () => lruCache({ maxSize: 1.5 }), 'OPTION_INVALID', /`maxSize`.*received 1.5/],
    ['NaN', () => lruCache({ maxSize: Number.NaN }), 'OPTION_INVALID', /`maxSize`.*received NaN/],
    [
      'a size in words',
      () => lruCache({ maxSize: '9' as never }),
      'OPTION_INVALID',
      /`maxSize`.*received "9"/,
    ],
    [
      'an unknown option',
      () => lruCache({ maxsize: 9 } as never),
      'OPTION_UNKNOWN',
      /did you mean `maxSize`/,
    ],
    ['an option that is fixed', () => lruCache({ policy: lru() } as never), 'OPTION_UNKNOWN', /`policy`/],
    [
      'a wrong write mode',
      () => lruCache({ write: 'later' as never }),
      'OPTION_INVALID',
      /"through" or "back"/,
    ],
    ['a ttl of 0', () => lruCache({ ttl: 0 }), 'OPTION_INVALID', /`ttl`/],
    ['a keymap class', () => lruCache({ keymap: hashKeymap as never }), 'OPTION_INVALID', /`keymap`/],
    ['a path for an archive', () => lruCache({ archive: './memo' as never }), 'OPTION_INVALID', /`archive`/],
    ['no options object', () => lruCache(5 as never), 'OPTION_INVALID', /takes an object of options/],
    ['no function', () => lruCache()(5 as never), 'FUNCTION_UNSUPPORTED', /received number/],
    [
      'a generator',
      () => lruCache()(function* g() {} as never),
      'FUNCTION_UNSUPPORTED',
      /generator function g/,
    ],
    ['a class', () => lruCache()(class A {} as never), 'FUNCTION_UNSUPPORTED', /the class A/],
    [
      'an unknown clear option',
      () => lruCache()(() => 1).clear({ keepstats: true } as never),
      'OPTION_UNKNOWN',
      /keepStats/,
    ],
    ['a Cache without policy', () => new Cache({ maxSize: 3 }), 'OPTION_INVALID', /`policy`/],
  ])('%s is refused by name', (_, body, code, message) => {
    expect(codeOf(body)).toBe(code)
    expect(body).toThrow(message)
  })

  it('a call without a key throws and names the argument', () => {
    const fn = counting((x: unknown) => x)
    const fast = lruCache()(fn)
    expect(codeOf(() => fast({ options: { signal: () => 1 } }))).toBe('KEY_UNSUPPORTED')
    expect(() => fast({ options: { signal: () => 1 } })).toThrow(/options\.signal/)
    expect(fn.runs).toBe(0)
  })
})
