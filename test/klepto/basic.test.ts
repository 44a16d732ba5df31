import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asRecord, Cache, dictArchive, lru, nullArchive } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { tempDir } from '../helpers/temp-dir.js'
import { archives } from './parts.js'

const kinds = Object.keys(archives)
const sorted = <V>(entries: Iterable<[string, V]>): [string, V][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1))

/** A cache over an archive of each kind, with `a` and `b` in memory only. */
function given(kind: string) {
  const archive = archives[kind]!<number>()
  const cache = new Cache<string, number>({ archive, write: 'back' })
  cache.set('a', 1).set('b', 2)
  return { archive, cache }
}

describe.each(kinds)('an archive as a dictionary: %s', (kind) => {
  it('is read, written and listed like one', () => {
    const archive = archives[kind]!<number>()
    expect(
      archive.set('a', 1).setMany([
        ['b', 2],
        ['c', 3],
      ]),
    ).toBe(archive)
    expect([archive.get('a'), archive.get('z'), archive.get('z', 0), archive.has('b')]).toEqual([
      1,
      undefined,
      0,
      true,
    ])
    expect(sorted(archive)).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
    expect([[...archive.keys()].sort(), [...archive.values()].sort()]).toEqual([
      ['a', 'b', 'c'],
      [1, 2, 3],
    ])
    expect(archive.getMany(['a', 'z', 'c'])).toEqual(
      new Map([
        ['a', 1],
        ['c', 3],
      ]),
    )
    expect([archive.delete('a'), archive.delete('a'), archive.size]).toEqual([true, false, 2])
    archive.clear()
    expect(archive.size).toBe(0)
  })

  it('is read, written and listed like an object', () => {
    const memo = asRecord(archives[kind]!<number>())
    Object.assign(memo, { x: 1, y: 2 })
    expect([memo['x'], memo['z'], 'y' in memo, 'toString' in memo]).toEqual([1, undefined, true, false])
    delete memo['x']
    expect(Object.entries(memo)).toEqual([['y', 2]])
  })
})

describe.each(kinds)('a copy of an archive: %s', (kind) => {
  it('goes into an archive of any kind, and equals it by content', () => {
    for (const other of kinds) {
      const archive = archives[kind]!<unknown>().setMany([
        ['a', [1, { b: null }]],
        ['b', 'text'],
      ])
      const copy = archive.copy(archives[other]!<unknown>())
      expect([archive.equals(copy), copy.equals(archive), copy.equals(new Map(archive))]).toEqual([
        true,
        true,
        true,
      ])
      copy.set('a', [1, { b: 0 }])
      expect([archive.equals(copy), archive.get('a')]).toEqual([false, [1, { b: null }]])
      archive.set('a', [1, { b: 0 }]).set('c', 1)
      expect([archive.equals(copy), copy.equals(archive)]).toEqual([false, false])
    }
  })

  it('can be made by the name of a place where the kind has one', () => {
    const archive = archives[kind]!<number>().set('a', 1)
    const place = join(tempDir(), 'copy')
    if (kind === 'dict') return expect(codeOf(() => archive.copy(place))).toBe('ARCHIVE_NO_PLACE')
    expect(archive.copy(place).equals(archive)).toBe(true)
    expect(codeOf(() => archive.copy(place))).toBe('ARCHIVE_NOT_EMPTY')
  })
})

describe.each(kinds)('memory over an archive: %s', (kind) => {
  it('begins with the seed entries, which the archive gets by dump', () => {
    const archive = archives[kind]!<number>()
    const cache = new Cache({ archive, entries: [['a', 1] as const, ['b', 2] as const] })
    expect([cache.get('a'), cache.size, archive.size, cache.equals(archive)]).toEqual([1, 2, 0, false])
    cache.dump()
    expect([archive.size, cache.equals(archive), archive.equals(cache)]).toEqual([2, true, true])
  })

  it('is dumped whole or by key; absent keys are passed over', () => {
    const { archive, cache } = given(kind)
    expect([cache.dump('a', 'z'), archive.size, cache.dump(), archive.size]).toEqual([1, 1, 2, 2])
    cache.clear()
    expect([cache.load('b', 'z'), cache.size, cache.get('b')]).toEqual([1, 1, 2])
    cache.load()
    expect(sorted(cache)).toEqual([
      ['a', 1],
      ['b', 2],
    ])
  })

  it('forgets what the archive then brings back', () => {
    const { archive, cache } = given(kind)
    cache.dump()
    expect([cache.delete('a'), archive.has('a'), cache.has('a')]).toEqual([true, true, false])
    cache.sync()
    expect(cache.get('a')).toBe(1)
  })

  it('and the archive are the same after sync; with clear the archive is what memory is', () => {
    const { archive, cache } = given(kind)
    archive.set('c', 3)
    cache.sync()
    expect(sorted(cache)).toEqual(sorted(archive))
    expect(cache.size).toBe(3)
    cache.delete('c')
    cache.sync({ clear: true })
    expect([sorted(archive), sorted(cache)]).toEqual([
      [
        ['a', 1],
        ['b', 2],
      ],
      [
        ['a', 1],
        ['b', 2],
      ],
    ])
  })

  it('has its archive put aside and back, however often that is said', () => {
    const { archive, cache } = given(kind)
    cache.archived(false)
    cache.archived(false)
    expect([cache.archived(), cache.dump(), archive.size]).toEqual([false, 0, 0])
    cache.archived(true)
    cache.archived(true)
    expect([cache.archived(), cache.archive, cache.dump(), archive.size]).toEqual([true, archive, 2, 2])
  })

  it('gets another archive, or none', () => {
    const { archive, cache } = given(kind)
    const other = archives[kind]!<number>()
    cache.open(other)
    cache.dump()
    expect([archive.size, other.size]).toEqual([0, 2])
    cache.drop()
    expect([cache.archived(), cache.size, other.size]).toEqual([false, 2, 2])
    cache.open(archive)
    cache.dump()
    expect(archive.size).toBe(2)
  })

  it('gives entries away by popKeys, all of them or none', () => {
    const { archive, cache } = given(kind)
    cache.dump()
    expect(codeOf(() => cache.popKeys(['a', 'z']))).toBe('KEY_ABSENT')
    expect(cache.size).toBe(2)
    expect(cache.popKeys(['z', 'a'], 0)).toEqual([0, 1])
    expect([cache.popKeys(['b']), cache.size, archive.size]).toEqual([[2], 0, 2])
  })
})

describe('what klepto refuses', () => {
  const cache = new Cache<string, number>()
  it.each<[string, () => unknown, string]>([
    ['archived(true) without an archive', () => cache.archived(true), 'ARCHIVE_MISSING'],
    ['archived(1)', () => cache.archived(1 as never), 'OPTION_INVALID'],
    ["archived('yes')", () => cache.archived('yes' as never), 'OPTION_INVALID'],
    ['drop() without an archive', () => cache.drop(), 'ARCHIVE_MISSING'],
    ['open({})', () => cache.open({} as never), 'OPTION_INVALID'],
    ["popKeys(['z'])", () => cache.popKeys(['z']), 'KEY_ABSENT'],
    ['an unknown option', () => new Cache({ cached: false } as object), 'OPTION_UNKNOWN'],
    ['a bound without a policy', () => new Cache({ maxSize: 3 }), 'OPTION_INVALID'],
    ['sync(true)', () => cache.sync(true as never), 'OPTION_INVALID'],
  ])('%s', (_, body, code) => {
    expect(codeOf(body)).toBe(code)
  })
})

describe('the null archive', () => {
  it('takes everything and keeps nothing', () => {
    const archive = nullArchive<number>()
    expect(archive.set('a', 1)).toBe(archive)
    expect([archive.get('a'), archive.has('a'), archive.size, [...archive]]).toEqual([
      undefined,
      false,
      0,
      [],
    ])
  })

  it('counts as no archive', () => {
    expect(new Cache({ archive: nullArchive() }).archived()).toBe(false)
  })
})

describe('a bounded memory', () => {
  it('is not exceeded by load, and loses nothing', () => {
    const archive = dictArchive<number>({ entries: Array.from({ length: 9 }, (_, i) => [`k${i}`, i]) })
    const cache = new Cache<string, number>({ maxSize: 4, policy: lru(), archive, write: 'back' })
    for (const load of [() => cache.load(), () => cache.load(...archive.keys()), () => cache.sync()]) {
      load()
      expect([cache.size, archive.size]).toEqual([4, 9])
    }
  })
})
