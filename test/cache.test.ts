import { describe, expect, it } from 'vitest'
import { Cache, dictArchive, lru, nullArchive } from '../src/index.js'
import { slowArchive } from './helpers/async-archive.js'
import { codeOf } from './helpers/error-code.js'
import { fakeClock } from './helpers/fake-clock.js'

describe('Cache', () => {
  it('is a Map', () => {
    const cache = new Cache<string, number | undefined>()
    cache.set('a', 1).set('b', undefined).set('c', 3)
    expect([cache.get('a'), cache.get('b', 9), cache.get('x', 9)]).toEqual([1, undefined, 9])
    expect([cache.has('b'), cache.has('x'), cache.size]).toEqual([true, false, 3])
    expect([cache.delete('a'), cache.delete('a'), cache.size]).toEqual([true, false, 2])
    expect([...cache]).toEqual([
      ['b', undefined],
      ['c', 3],
    ])
    expect([[...cache.keys()], [...cache.values()]]).toEqual([
      ['b', 'c'],
      [undefined, 3],
    ])
    const seen: unknown[] = []
    cache.forEach((value, key, whole) => {
      seen.push([value, key, whole === cache])
    })
    expect(seen).toEqual([
      [undefined, 'b', true],
      [3, 'c', true],
    ])
    cache.clear()
    expect(cache.size).toBe(0)
  })

  it('takes keys of any kind as long as there is no archive', () => {
    const key = {}
    const cache = new Cache<unknown, number>({ maxSize: 2, policy: lru() })
    cache.set(key, 1).set(Number.NaN, 2)
    expect([cache.get(key), cache.get(Number.NaN), cache.get({})]).toEqual([1, 2, undefined])
    const archived = new Cache<unknown, number>({ archive: dictArchive(), onArchiveError: 'throw' })
    expect(codeOf(() => archived.set(key, 1))).toBe('KEY_NOT_STRING')
  })

  it('can be changed while it is iterated', () => {
    const cache = new Cache<number, number>()
    for (let i = 0; i < 10; i++) cache.set(i, i)
    for (const [key] of cache) cache.delete(key)
    expect(cache.size).toBe(0)
  })

  it('get is a use, has and iteration are not', () => {
    const cache = new Cache<string, number>({ maxSize: 2, policy: lru() })
    cache.set('a', 1).set('b', 2)
    cache.has('a')
    for (const _ of cache);
    cache.set('c', 3)
    expect(cache.has('a')).toBe(false)
    cache.get('b')
    cache.set('d', 4)
    expect([...cache.keys()].sort()).toEqual(['b', 'd'])
    expect(cache.evictions).toBe(2)
  })

  it('writes through by default, back if told so', () => {
    const through = new Cache({ archive: dictArchive<number>() })
    through.set('a', 1)
    expect(through.archive!.get('a')).toBe(1)
    const back = new Cache<string, number>({
      archive: dictArchive<number>(),
      write: 'back',
      maxSize: 1,
      policy: lru(),
    })
    back.set('a', 1)
    expect(back.archive!.size).toBe(0)
    back.set('b', 2)
    expect([...back.archive!]).toEqual([['a', 1]])
    back.close()
  })

  it('an eviction while the archive is put aside is not written, what stays is written later', () => {
    const archive = dictArchive<number>()
    const cache = new Cache<string, number>({ archive, maxSize: 2, policy: lru() })
    cache.archived(false)
    cache.set('a', 1).set('b', 2).set('c', 3)
    cache.archived(true)
    expect(archive.size).toBe(0)
    cache.set('d', 4)
    expect([...archive.keys()].sort()).toEqual(['b', 'd'])
    cache.dump()
    expect([...archive.keys()].sort()).toEqual(['b', 'c', 'd'])
  })

  it('load never replaces what the archive does not have yet', () => {
    const archive = dictArchive<number>()
    archive.set('a', 1)
    const cache = new Cache<string, number>({ archive, write: 'back' })
    cache.set('a', 2)
    expect(cache.load()).toBe(0)
    expect(cache.get('a')).toBe(2)
    cache.dump()
    archive.set('a', 3)
    expect(cache.load('a')).toBe(1)
    expect(cache.get('a')).toBe(3)
  })

  it('sync joins both; with clear, the archive has only what memory has', () => {
    const archive = dictArchive<number>()
    archive.set('a', 1)
    const cache = new Cache<string, number>({ archive, write: 'back' })
    cache.set('b', 2)
    cache.sync()
    expect([cache.size, archive.size]).toEqual([2, 2])
    cache.delete('a')
    cache.sync({ clear: true })
    expect([...archive.keys()]).toEqual(['b'])
  })

  it('open counts everything as unsaved in the new archive', () => {
    const cache = new Cache<string, number>({ archive: dictArchive<number>(), maxSize: 1, policy: lru() })
    cache.set('a', 1)
    const next = dictArchive<number>()
    cache.open(next)
    cache.set('b', 2)
    expect([...next.keys()].sort()).toEqual(['a', 'b'])
  })

  it('the null archive is none', () => {
    const cache = new Cache({ archive: nullArchive() })
    cache.set('a', 1)
    expect(cache.archived()).toBe(false)
    expect(codeOf(() => cache.archived(true))).toBe('ARCHIVE_MISSING')
  })

  it('popKeys takes all or none', () => {
    const cache = new Cache<string, number>()
    cache.set('a', 1).set('b', 2)
    expect(codeOf(() => cache.popKeys(['a', 'x']))).toBe('KEY_ABSENT')
    expect(cache.size).toBe(2)
    expect(cache.popKeys(['a', 'x'], null)).toEqual([1, null])
    expect(cache.popKeys(['b'])).toEqual([2])
    expect(cache.size).toBe(0)
  })

  it('an entry lives as long as its ttl says', () => {
    const clock = fakeClock()
    const archive = dictArchive<number>({ clock })
    const cache = new Cache<string, number>({ clock, archive })
    cache.set('a', 1, { ttl: 10 }).set('b', 2)
    expect(codeOf(() => cache.set('c', 1, { ttl: 0 }))).toBe('OPTION_INVALID')
    clock.advance(10)
    expect([cache.get('a'), cache.has('a'), cache.get('b')]).toEqual([undefined, false, 2])
    expect([...archive.keys()]).toEqual(['b'])
  })

  it('refuses archived("no") and open("path")', () => {
    const cache = new Cache()
    expect(codeOf(() => cache.archived('no' as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => cache.open('./memo' as never))).toBe('OPTION_INVALID')
  })

  it('over an asynchronous archive moves entries in promises', async () => {
    const archive = slowArchive<number>()
    const cache = new Cache<string, number>({ archive, maxSize: 2, policy: lru(), write: 'back' })
    await cache.set('a', 1)
    await cache.set('b', 2)
    await cache.set('c', 3)
    expect(await archive.size).toBe(1)
    await cache.dump()
    expect(await archive.size).toBe(3)
    cache.clear()
    expect(await cache.load()).toBe(2)
    await cache.sync({ clear: true })
    expect(await archive.size).toBe(2)
    await cache.close()
  })
})
