import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Cache, dictArchive, lru, lruCache, memoize, noCache } from '../src/index.js'
import { slowArchive } from './helpers/async-archive.js'
import { counting } from './helpers/counting.js'
import { codeOf, codeOfRejection } from './helpers/error-code.js'
import { fakeClock } from './helpers/fake-clock.js'

describe('an async function', () => {
  it('is recognised, and its result remembered', async () => {
    let runs = 0
    const fast = lruCache()(async function load(x: number) {
      runs++
      await turn()
      return x * 2
    })
    const first = fast(2)
    expect(first).toBeInstanceOf(Promise)
    expect(await first).toBe(4)
    expect(await fast(2)).toBe(4)
    expect(runs).toBe(1)
    expect(fast.lookup(2)).toBe(4)
    expect(fast.info()).toMatchObject({ hits: 1, misses: 1 })
  })

  it('shares one run between concurrent calls of one key', async () => {
    let runs = 0
    const fast = lruCache()(async (x: number) => {
      runs++
      await turn()
      return { x }
    })
    const results = await Promise.all([fast(1), fast(1), fast(2), fast(1)])
    expect(runs).toBe(2)
    expect(results[0]).toBe(results[3])
    expect(fast.info()).toMatchObject({ misses: 2, hits: 2 })
  })

  it('forgets a rejected run', async () => {
    let runs = 0
    const fast = lruCache()(async () => {
      if (++runs === 1) throw new RangeError('not yet')
      return runs
    })
    const both = await Promise.allSettled([fast(), fast()])
    expect(both.map((r) => r.status)).toEqual(['rejected', 'rejected'])
    expect(await fast()).toBe(2)
    expect(runs).toBe(2)
  })

  it('remembers undefined', async () => {
    let runs = 0
    const fast = lruCache()(async () => void runs++)
    await fast()
    await fast()
    expect(runs).toBe(1)
  })

  it('does not store what was invalidated or cleared while it was computed', async () => {
    let source = 'old'
    const fast = lruCache()(async () => {
      const read = source
      await turn()
      return read
    })
    const before = fast()
    source = 'new'
    await fast.invalidate()
    expect(await before).toBe('old')
    expect(await fast()).toBe('new')
    fast.clear()
    source = 'newest'
    const stale = fast()
    source = 'last'
    fast.clear()
    expect(await stale).toBe('newest')
    expect(await fast()).toBe('last')
  })

  it('refresh replaces a run under way', async () => {
    let n = 0
    const fast = lruCache()(async () => {
      const mine = ++n
      await turn()
      if (mine === 1) await turn()
      return mine
    })
    const slow = fast()
    expect(await fast.refresh()).toBe(2)
    expect(await slow).toBe(1)
    expect(await fast()).toBe(2)
  })

  it('works with a synchronous archive', async () => {
    const archive = dictArchive()
    let runs = 0
    const make = () =>
      lruCache({ archive })(async function load(x: number) {
        runs++
        return x
      })
    await make()(1)
    const second = make()
    expect(await second(1)).toBe(1)
    expect(runs).toBe(1)
    expect(second.info().loads).toBe(1)
    expect(await second.has(1)).toBe(true)
    expect(await second.load()).toBe(1)
    expect(await second.dump()).toBe(1)
    await second[Symbol.asyncDispose]()
    expect(codeOf(() => archive.get('x'))).toBe('ARCHIVE_CLOSED')
  })

  it('rejects where a call has no key', async () => {
    const fast = lruCache()(async (x: unknown) => x)
    expect(await codeOfRejection(fast(() => 1))).toBe('KEY_UNSUPPORTED')
    expect(await codeOfRejection(fast.refresh(() => 1))).toBe('KEY_UNSUPPORTED')
    expect(await codeOfRejection(fast.has(() => 1))).toBe('KEY_UNSUPPORTED')
  })
})

describe('async: true', () => {
  it('is for functions that return promises without being async functions', async () => {
    let runs = 0
    const fast = lruCache({ async: true })((x: number) => {
      runs++
      return Promise.resolve(x)
    })
    expect(await Promise.all([fast(1), fast(1)])).toEqual([1, 1])
    expect(await fast(1)).toBe(1)
    expect(runs).toBe(1)
  })

  it('turns what a synchronous function throws into a rejection', async () => {
    const fast = lruCache({ async: true })((): number => {
      throw new RangeError('no')
    })
    await expect(fast()).rejects.toThrow(RangeError)
  })
})

describe('an asynchronous archive', () => {
  it('makes a synchronous function asynchronous', async () => {
    const archive = slowArchive<number>()
    const square = counting(function square(x: number) {
      return x * x
    })
    const fast = lruCache({ archive, maxSize: 1 })(square)
    expect(await fast(3)).toBe(9)
    expect(await archive.get('square(3)')).toBe(9)
    expect(await fast(4)).toBe(16)
    expect(await fast(3)).toBe(9)
    expect(square.runs).toBe(2)
    expect(fast.info()).toMatchObject({ misses: 2, loads: 1, size: 1 })
    expect(await fast.has(4)).toBe(true)
    expect(await fast.invalidate(4)).toBe(true)
    expect(await fast.has(4)).toBe(false)
  })

  it('shares one load between concurrent calls', async () => {
    const archive = slowArchive<number>()
    const square = counting(function square(x: number) {
      return x * x
    })
    await lruCache({ archive })(square)(3)
    const second = lruCache({ archive })(square)
    expect(await Promise.all([second(3), second(3), second(3)])).toEqual([9, 9, 9])
    expect(second.info()).toMatchObject({ loads: 1, hits: 2, misses: 0 })
  })

  it('write back: evicted results are written, and the rest on sync', async () => {
    const archive = slowArchive<number>()
    const fast = lruCache({ archive, maxSize: 2, write: 'back' })(function f(x: number) {
      return x
    })
    for (const x of [1, 2, 3, 4]) await fast(x)
    expect(await archive.size).toBe(2)
    await fast.sync()
    expect(await archive.size).toBe(4)
  })

  it('noCache keeps nothing in memory', async () => {
    const archive = slowArchive<number>()
    let runs = 0
    const fast = noCache({ archive })(async function f(x: number) {
      runs++
      return x
    })
    await fast(1)
    await fast(1)
    expect(runs).toBe(1)
    expect(fast.info().size).toBe(0)
  })

  it('cannot be opened by a synchronous function', () => {
    const fast = lruCache()(function f(x: number) {
      return x
    })
    expect(codeOf(() => fast.open(slowArchive()))).toBe('ARCHIVE_ASYNC')
  })

  it('ttl goes along', async () => {
    const clock = fakeClock()
    const archive = slowArchive<number>({ clock })
    let runs = 0
    const make = () =>
      lruCache({ archive, clock, ttl: 100 })(async function f() {
        return ++runs
      })
    expect(await make()()).toBe(1)
    clock.advance(50)
    expect(await make()()).toBe(1)
    clock.advance(50)
    expect(await make()()).toBe(2)
  })

  it('keeps the order of writes to one key', async () => {
    const archive = slowArchive<number>()
    const cache = new Cache<string, number>({ archive })
    await Promise.all([cache.set('x', 1), cache.set('x', 2), cache.set('y', 3)])
    expect([await archive.get('x'), await archive.get('y')]).toEqual([2, 3])
  })
})

describe('a shared cache over an asynchronous archive', () => {
  it('makes its functions asynchronous', async () => {
    const cache = new Cache<string, any>({ maxSize: 5, policy: lru(), archive: slowArchive() })
    const plus = memoize({ cache, name: 'plus' })((x: number) => x + 1)
    expect(await plus(1)).toBe(2)
    expect(await cache.archive!.get('plus(1)')).toBe(2)
  })
})
