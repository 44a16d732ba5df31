import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { jsonCodec } from '../../src/codec/json.js'
import {
  type Archive,
  type ArchiveStore,
  type AsyncArchive,
  Cache,
  createArchive,
  dictArchive,
  nullArchive,
} from '../../src/index.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { slowArchive } from '../helpers/async-archive.js'
import { givenDir, namesIn } from '../helpers/dir-archive.js'
import { codeOf, codeOfRejection } from '../helpers/error-code.js'
import { fakeClock } from '../helpers/fake-clock.js'
import { tempDir } from '../helpers/temp-dir.js'

/** A dict archive that notes what is done to it, and changes of what it can do. */
function watched(changes: Partial<Archive['supports']> = {}, clock?: () => number) {
  const inner = dictArchive(clock && { clock })
  const log: string[] = []
  const store: ArchiveStore = {
    kind: 'watched',
    supports: { ...inner.supports, ...changes },
    read(key) {
      log.push(`read ${key}`)
      return inner.read(key)
    },
    write(key, record) {
      log.push(`write ${key}`)
      inner.write(key, record)
    },
    delete: (key) => inner.delete(key),
    clear: () => inner.clear(),
    *keys() {
      try {
        for (const key of inner.keys()) {
          log.push(`list ${key}`)
          yield key
        }
      } finally {
        log.push('end')
      }
    },
    close: () => void log.push('close'),
  }
  return { store, archive: createArchive(store, clock && { clock }), log, inner }
}

archiveSuite({ describe, it }, 'an archive that cannot list its keys', ({ clock }) => {
  return watched({ enumerate: false }, clock).archive
})

describe('copy', () => {
  it('has one record at a time in memory', () => {
    const source = watched()
    source.inner.setMany(Object.entries({ a: 1, b: 2 }))
    const target = createArchive({
      kind: 'target',
      supports: source.archive.supports,
      read: () => undefined,
      write: (key) => void source.log.push(`write ${key} there`),
      delete: () => false,
      clear: () => {},
      keys: () => [],
    })
    source.archive.copy(target)
    expect(source.log).toEqual([
      'list a',
      'read a',
      'write a there',
      'list b',
      'read b',
      'write b there',
      'end',
    ])
  })

  it('returns a promise exactly when one of both has to be waited for', async () => {
    const now = dictArchive({ entries: [['a', 1]] })
    const later = slowArchive<number>()
    const copies: [Archive, Promise<AsyncArchive>, Promise<Archive>] = [
      now.copy(dictArchive()),
      now.copy(slowArchive()),
      later.copy(dictArchive()),
    ]
    expect(copies.map((copy) => copy instanceof Promise)).toEqual([false, true, true])
    expect([
      now.equals(now),
      now.equals(later) instanceof Promise,
      later.equals(now) instanceof Promise,
    ]).toEqual([true, true, true])
    expect(await (await copies[1]).get('a')).toBe(1)
  })

  it('rejects where it returns a promise', async () => {
    expect(await codeOfRejection(slowArchive().copy(5 as never))).toBe('OPTION_INVALID')
    expect(await codeOfRejection(watched({ enumerate: false }).archive.copy(slowArchive()))).toBe(
      'ARCHIVE_NOT_ENUMERABLE',
    )
  })

  it('passes over what has expired, and keeps what has not until it does', () => {
    const clock = fakeClock()
    const source = dictArchive<number>({ clock })
    source.set('a', 1, { ttl: 10 }).set('b', 2, { ttl: 20 })
    clock.advance(10)
    const copy = source.copy(dictArchive({ clock }))
    expect([...copy]).toEqual([['b', 2]])
    clock.advance(10)
    expect([...copy]).toEqual([])
  })

  it('ends where the target refuses a value, with what came before', () => {
    const source = dictArchive<unknown>({ entries: Object.entries({ a: 1, f: () => 1, z: 2 }) })
    const { archive } = givenDir()
    expect(codeOf(() => source.copy(archive))).toBe('VALUE_UNSUPPORTED')
    expect([...archive]).toEqual([['a', 1]])
  })

  it('ends the listing and closes the new place when it fails half-way', () => {
    const source = watched()
    source.inner.setMany(Object.entries({ a: 1, b: 2 }))
    const copies: ReturnType<typeof watched>[] = []
    const archive = createArchive({
      ...source.store,
      at() {
        const copy = watched()
        copies.push(copy)
        return {
          ...copy.store,
          write: () => {
            throw new Error('full')
          },
        }
      },
    })
    expect(codeOf(() => archive.copy('there'))).toEqual(new Error('full'))
    expect(source.log).toEqual(['list a', 'read a', 'end'])
    expect(copies.map(({ log }) => log)).toEqual([['close']])
  })

  it.each([
    ['dict', dictArchive()],
    ['null', nullArchive()],
  ])('a %s archive has no place', (_, archive) => {
    expect(codeOf(() => archive.copy('memo'))).toBe('ARCHIVE_NO_PLACE')
    expect(existsSync('memo')).toBe(false)
  })

  it('a Cache is no target', () => {
    expect(codeOf(() => dictArchive().copy(new Cache() as never))).toBe('OPTION_INVALID')
  })

  it('of a null archive is empty, and a copy to one is lost', () => {
    const target = dictArchive({ entries: [['a', 1]] })
    expect([...nullArchive().copy(target)]).toEqual([['a', 1]])
    const nothing = nullArchive()
    expect(target.copy(nothing)).toBe(nothing)
    expect([nothing.size, nothing.equals(target), nothing.equals(nullArchive())]).toEqual([0, false, true])
  })
})

describe('copy of a dir archive to another folder', () => {
  it('has the same options', () => {
    const clock = fakeClock()
    const { archive, reports } = givenDir({ codec: jsonCodec(), durability: 'disk', clock })
    archive.set('a', [1], { ttl: 10 })
    const place = join(tempDir(), 'x', 'copy')
    const copy = archive.copy(place)
    expect(dirArchive(place, { codec: jsonCodec(), clock }).get('a')).toEqual([1])
    expect(codeOf(() => copy.set('m', new Map()))).toBe('VALUE_UNSUPPORTED')
    writeFileSync(join(place, 'a.pilfer'), 'damaged')
    expect([copy.get('a'), archive.get('a')]).toEqual([undefined, [1]])
    clock.advance(10)
    expect(archive.has('a')).toBe(false)
    expect(reports.map(({ code }) => code)).toEqual(['RECORD_DAMAGED'])
  })

  it('goes into an empty folder, and into that of an archive without entries', () => {
    const { archive } = givenDir()
    archive.set('a', 1)
    expect([...archive.copy(tempDir())]).toEqual([['a', 1]])
    const emptied = givenDir()
    emptied.archive.set('b', 2)
    emptied.archive.clear()
    expect(namesIn(emptied.path)).toEqual(['pilfer.json', 'tmp'])
    expect([...archive.copy(emptied.path)]).toEqual([['a', 1]])
  })

  it.each([
    ['an entry', (path: string) => dirArchive(path).set('b', 2)],
    ['a foreign file', (path: string) => writeFileSync(join(path, 'mine.txt'), '')],
    ['a folder', (path: string) => mkdirSync(join(path, 'tmp'))],
  ])('refuses one with %s in it, and leaves it alone', (_, prepare) => {
    const { archive } = givenDir()
    archive.set('a', 1)
    const place = tempDir()
    prepare(place)
    const before = readdirSync(place)
    expect(codeOf(() => archive.copy(place))).toBe('ARCHIVE_NOT_EMPTY')
    expect(readdirSync(place)).toEqual(before)
  })

  it('refuses itself, a file, a folder of something else, and what is no path', () => {
    const { archive, path } = givenDir()
    archive.set('a', 1)
    expect(codeOf(() => archive.copy(path))).toBe('ARCHIVE_NOT_EMPTY')
    const place = tempDir()
    writeFileSync(join(place, 'pilfer.json'), '{"format":"other","version":1}')
    for (const wrong of [join(place, 'pilfer.json'), place, '', 'a\0b'])
      expect([wrong, codeOf(() => archive.copy(wrong))]).toEqual([wrong, 'ARCHIVE_PATH'])
    expect([...archive]).toEqual([['a', 1]])
  })
})

describe('equals', () => {
  const key = fc.constantFrom('a', 'b', 'c')
  const value = fc.constantFrom<unknown>(undefined, NaN, 0, -0, [1], { x: new Set([1]) }, new Map())
  const content = fc.uniqueArray(fc.tuple(key, value), { selector: ([k]) => k })

  it('is what node:util says of two Maps', () => {
    fc.assert(
      fc.property(content, content, (one, other) => {
        const [a, b] = [new Map(one), new Map(other)]
        const expected = isDeepStrictEqual(a, b)
        const holders = [dictArchive({ entries: b }), new Cache({ entries: b }), b]
        for (const holder of holders) {
          expect(dictArchive({ entries: a }).equals(holder)).toBe(expected)
          expect(new Cache({ entries: a }).equals(holder)).toBe(expected)
        }
        expect(dictArchive({ entries: a }).copy(dictArchive()).equals(a)).toBe(true)
      }),
    )
  })

  it('lists no further than it has to', () => {
    const { archive, log, inner } = watched()
    inner.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
    expect(dictArchive({ entries: [['a', 2]] }).equals(archive)).toBe(false)
    expect(log).toEqual(['list a', 'read a', 'end'])
  })

  it('is refused by a closed archive', () => {
    const archive = dictArchive()
    archive.close()
    expect(codeOf(() => dictArchive().equals(archive))).toBe('ARCHIVE_CLOSED')
    expect(codeOf(() => archive.equals(new Map<unknown, unknown>([[1, 1]])))).toBe('ARCHIVE_CLOSED')
  })
})
