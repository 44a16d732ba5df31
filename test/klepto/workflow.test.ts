import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Cache, dictArchive, lru, lruCache } from '../../src/index.js'
import { tempDir } from '../helpers/temp-dir.js'
import { allArchives, archives, counting, decorate, decorators, product, sized } from './parts.js'
import { run } from './processes.js'

describe('a function that calls itself through its cache', () => {
  it.each(product(decorators, Object.keys(allArchives)))('%s over %s', (name, archive) => {
    const runs = counting((n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2)))
    const store = allArchives[archive]!<number>()
    const fib = decorate(name)({ ...sized(name, 3), archive: store, name: 'fib' })(runs)
    expect(fib(15)).toBe(610)
    if (archive !== 'null') expect([runs.runs, store.size]).toEqual([16, 16])
    else if (name === 'infCache' || name === 'lruCache') expect(runs.runs).toBe(16)
    else expect(runs.runs).toBeLessThanOrEqual(1973)
    expect(fib.info().size).toBeLessThanOrEqual(fib.info().maxSize)
  })

  it('and another that calls it back share a cache', () => {
    const cache = new Cache({ maxSize: 100, policy: lru() })
    const isEven: (n: number) => boolean = lruCache({ cache })(function isEven(n: number) {
      return n === 0 || isOdd(n - 1)
    })
    const isOdd = lruCache({ cache })(function isOdd(n: number): boolean {
      return n !== 0 && isEven(n - 1)
    })
    expect([isEven(40), isOdd(40), cache.size]).toEqual([true, false, 82])
  })
})

describe('a session after the other', () => {
  it('loads what the first one computed, whichever way the call is written', async () => {
    const path = join(tempDir(), 'memo')
    const first = await run('session', { path, calls: [[2], [3], [2, 3]] })
    expect(first).toMatchObject({ results: [4, 9, 8], info: { misses: 3, loads: 0, hits: 0 } })
    const second = await run('session', { path, calls: [[2, 2], [3, 2, true], [2, 3], [2], [4]] })
    expect(second).toMatchObject({ results: [4, 9, 8, 4, 16], info: { misses: 1, loads: 3, hits: 1 } })
    expect(second.keys.length).toBe(4)
    const next = await run('session', { path, version: '2', calls: [[2], [3]] })
    expect(next.info, 'a new version reads no old results').toMatchObject({ misses: 2, loads: 0 })
  })

  it.each(Object.keys(archives))('goes on over %s after clear, drop and open', (archive) => {
    const store = archives[archive]!<number>()
    const fn = counting((x: number) => x * x)
    const square = lruCache({ archive: store, maxSize: 3, name: 'square' })(fn)
    const all = [1, 2, 3, 4, 5]
    const results = all.map((x) => x * x)
    expect(all.map((x) => square(x))).toEqual(results)
    square.clear()
    expect(all.map((x) => square(x))).toEqual(results)
    square.drop()
    square.clear()
    square.open(store)
    expect(all.map((x) => square(x))).toEqual(results)
    expect(fn.runs).toBe(5)
  })

  it('takes back what was memorized without an archive', () => {
    const fn = counting((x: number) => x + 1)
    const increment = lruCache({ name: 'increment', write: 'back' })(fn)
    increment(1)
    const archive = dictArchive<number>()
    increment.open(archive)
    increment.dump()
    expect([...archive]).toEqual([[increment.key(1), 2]])
  })
})

describe('results that are no plain values', () => {
  it.each(decorators)('%s remembers undefined and null, and no error', (name) => {
    const fn = counting((x: string) => {
      if (x === 'throw') throw new RangeError('mine')
      return x === 'null' ? null : undefined
    })
    const fast = decorate(name)({ archive: dictArchive(), name: 'fn' })(fn)
    for (let i = 0; i < 2; i++) {
      expect([fast('null'), fast('undefined')]).toEqual([null, undefined])
      expect(() => fast('throw')).toThrow(RangeError)
    }
    expect(fn.runs).toBe(4)
  })

  it.each(decorators)(
    '%s gives the value of an async function each time, where klepto keeps the coroutine',
    async (name) => {
      let runs = 0
      const fast = decorate(name)({ archive: dictArchive() })(async function f(x: number) {
        runs++
        return x
      })
      expect([await fast(1), await fast(1), runs]).toEqual([1, 1, 1])
    },
  )
})
