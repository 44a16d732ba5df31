import { describe, expect, it } from 'vitest'
import { type Archive, Cache, dictArchive, lru, lruCache } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { archives, decorate, decorators, product, sized } from './parts.js'

const square = (x: number): number => x * x

/** The counters without those that a case does not speak of. */
const counts = (fast: { info(): object }) => {
  const { hits, misses, loads, size, maxSize } = fast.info() as Record<string, number>
  return [hits, misses, loads, size, maxSize]
}

describe('info', () => {
  const calls = [1, 2, 3, 1, 2, 3, 3]
  it.each([
    ['noCache', {}, [0, 7, 0, 0, 0]],
    ['infCache', {}, [4, 3, 0, 3, Infinity]],
    ['lruCache', { maxSize: 2 }, [1, 6, 0, 2, 2]],
    ['fifoCache', { maxSize: 2 }, [1, 6, 0, 2, 2]],
    ['mruCache', { maxSize: 2 }, [3, 4, 0, 2, 2]],
    ['lfuCache', { maxSize: 3 }, [4, 3, 0, 3, 3]],
    ['rrCache', { maxSize: 3 }, [4, 3, 0, 3, 3]],
    ['lruCache', {}, [4, 3, 0, 3, 1000]],
  ] as const)('of %s with %j counts hits, misses, loads, size and maxSize', (name, options, expected) => {
    const fast = decorate(name)(options)(square)
    for (const x of calls) fast(x)
    expect(counts(fast)).toEqual(expected)
  })

  it.each(product(decorators, Object.keys(archives)))('of %s over %s counts loads', (name, archive) => {
    const fast = decorate(name)({ ...sized(name, 3), archive: archives[archive]!() })(square)
    for (const x of [1, 2, 3]) fast(x)
    fast.clear()
    for (const x of [1, 2, 3, 4]) fast(x)
    expect(fast.info()).toMatchObject({ hits: 0, misses: 1, loads: 3 })
    for (const x of [4, 4]) fast(x)
    const [hits, loads] = name === 'noCache' ? [0, 5] : [2, 3]
    expect(fast.info()).toMatchObject({ hits, misses: 1, loads })
  })

  it('counts neither lookup, has, key, load nor dump', () => {
    const fast = lruCache({ archive: dictArchive() })(square)
    fast(1)
    const before = fast.info()
    fast.lookup(1)
    fast.lookup(2)
    fast.has(1)
    fast.key(2)
    fast.dump()
    fast.load()
    expect(fast.info()).toEqual(before)
  })
})

describe('clear', () => {
  it.each(decorators)('of %s empties the memory, zeroes the counters and leaves the archive', (name) => {
    const archive = dictArchive<number>()
    const fast = decorate(name)({ archive })(square)
    for (const x of [1, 2, 2]) fast(x)
    fast.clear()
    expect(fast.info()).toMatchObject({ hits: 0, misses: 0, loads: 0, evictions: 0, size: 0 })
    expect(archive.size).toBe(2)
  })

  it.each([
    [true, { hits: 1, misses: 2, size: 0 }],
    [false, { hits: 0, misses: 0, size: 0 }],
  ])('with keepStats %j', (keepStats, expected) => {
    const fast = lruCache()(square)
    for (const x of [1, 2, 2]) fast(x)
    fast.clear({ keepStats })
    expect(fast.info()).toMatchObject(expected)
  })

  it('concerns the function alone where a cache is shared', () => {
    const cache = new Cache({ maxSize: 9, policy: lru() })
    const [f, g] = ['f', 'g'].map((name) => lruCache({ cache, name })(square))
    f!(1)
    g!(1)
    f!.clear()
    expect([f!.lookup(1), g!.lookup(1)]).toEqual([undefined, 1])
  })
})

describe('lookup', () => {
  it.each(Object.keys(archives))('sees the memory only, and not %s', (archive) => {
    const fast = lruCache({ archive: archives[archive]!() })(square)
    fast(3)
    expect(fast.lookup(3)).toBe(9)
    fast.clear()
    expect([fast.lookup(3), fast.has(3)], 'undefined where klepto throws KeyError').toEqual([undefined, true])
  })
})

describe('load and dump', () => {
  it.each(Object.keys(archives))('move what belongs to the function between memory and %s', (archive) => {
    const store: Archive<number> = archives[archive]!()
    const fast = lruCache({ archive: store, write: 'back' })(square)
    for (const x of [1, 2, 3]) fast(x)
    expect(store.size).toBe(0)
    expect([fast.dump(fast.key(2), 'absent'), store.size]).toEqual([1, 1])
    expect([fast.dump(), store.size]).toEqual([3, 3])
    fast.clear()
    expect([fast.load(fast.key(3), 'absent'), fast.lookup(3), fast.info().size]).toEqual([1, 9, 1])
    expect([fast.load(), fast.info().size]).toEqual([3, 3])
  })

  it.each(Object.keys(archives))('load from %s stops at maxSize, where klepto exceeds it', (archive) => {
    const store: Archive<number> = archives[archive]!()
    const all = Array.from({ length: 7 }, (_, i) => i)
    const source = lruCache({ archive: store })(square)
    for (const x of all) source(x)
    const fast = lruCache({ archive: store, maxSize: 3 })(square)
    fast.load()
    expect(fast.info().size).toBe(3)
    fast.load(...all.map((x) => fast.key(x)))
    expect(fast.info().size).toBe(3)
    expect(all.every((x) => [undefined, x * x].includes(fast.lookup(x)))).toBe(true)
  })

  it('sync writes and reads; with clear the archive holds what memory holds', () => {
    const archive = dictArchive<number>()
    const fast = lruCache({ archive, write: 'back' })(square)
    fast(1)
    archive.set(fast.key(2), 4)
    fast.sync()
    expect([fast.lookup(2), archive.get(fast.key(1))]).toEqual([4, 1])
    fast.cache.delete(fast.key(2))
    fast.sync({ clear: true })
    expect([...archive]).toEqual([[fast.key(1), 1]])
  })
})

describe('the archive of a function', () => {
  it('is put aside, back, replaced and dropped', () => {
    const first = dictArchive<number>()
    const second = dictArchive<number>()
    const fast = lruCache({ archive: first })(square)
    fast(1)
    fast.archived(false)
    fast(2)
    expect([fast.archived(), first.size]).toEqual([false, 1])
    fast.archived(true)
    expect([fast.archived(), fast.cache.archive]).toEqual([true, first])
    fast.open(second)
    fast(3)
    expect([first.size, second.size]).toEqual([1, 1])
    fast.drop()
    expect([fast.archived(), fast.info().size, second.size]).toEqual([false, 3, 1])
    expect(codeOf(() => fast.archived(true))).toBe('ARCHIVE_MISSING')
  })
})

describe('what a memoized function shows', () => {
  it('is its cache, its keymap, what it ignores and the original', () => {
    const fast = lruCache({ ignore: ['x'] })(square)
    expect([fast.cache instanceof Cache, fast.keymap.name, fast.ignored, fast.wrapped]).toEqual([
      true,
      'hash',
      ['x'],
      square,
    ])
  })
})
