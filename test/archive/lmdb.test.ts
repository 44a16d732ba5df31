import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { open } from 'lmdb'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { lmdbArchive } from '../../src/archive/lmdb.js'
import { jsonCodec } from '../../src/codec/json.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { namesIn } from '../helpers/dir-archive.js'
import { codeOf } from '../helpers/error-code.js'
import { fakeClock } from '../helpers/fake-clock.js'
import { givenLmdb } from '../helpers/lmdb-archive.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const fresh = (): string => (path = join(tempDir(), 'memo'))
const place = (): string => join(tempDir(), 'copy')
archiveSuite({ describe, it }, 'lmdb', ({ clock }) => lmdbArchive(fresh(), { clock }), {
  reopen: (_, { clock }) => lmdbArchive(path, { clock }),
  place,
})
archiveSuite(
  { describe, it },
  'lmdb on the disk',
  ({ clock }) => lmdbArchive(fresh(), { clock, durability: 'disk' }),
  { reopen: (_, { clock }) => lmdbArchive(path, { clock }), place },
)
archiveSuite(
  { describe, it },
  'lmdb of JSON',
  ({ clock }) => lmdbArchive(fresh(), { clock, codec: jsonCodec(), name: 'json' }),
  {
    values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }],
    place,
  },
)

describe('the folder of an lmdbArchive', () => {
  it('holds the database, its locks, a marker, and nothing else', () => {
    const { archive, path } = givenLmdb()
    archive.set('a', 1)
    expect(namesIn(path)).toEqual(['data.mdb', 'lock.mdb', 'pilfer-lock', 'pilfer-lock.lock', 'pilfer.json'])
    expect(JSON.parse(readFileSync(join(path, 'pilfer.json'), 'utf8'))).toEqual({
      format: 'pilfer-lmdb',
      version: 1,
    })
  })

  it('is created with the folders above it, whatever its name', () => {
    const deep = join(tempDir(), 'a', 'b.mdb')
    const archive = lmdbArchive(deep, { durability: 'disk' })
    expect([...archive]).toEqual([])
    archive.set('x', 1)
    expect(statSync(deep).isDirectory()).toBe(true)
    archive.close()
    expect(lmdbArchive(deep).get('x')).toBe(1)
  })

  it('stays the same when the working directory changes, and is one by every path that leads there', () => {
    const root = tempDir()
    const archive = lmdbArchive(relative(process.cwd(), join(root, 'memo')))
    symlinkSync(join(root, 'memo'), join(root, 'link'))
    const before = process.cwd()
    process.chdir(tempDir())
    try {
      archive.set('a', 1)
    } finally {
      process.chdir(before)
    }
    const linked = lmdbArchive(join(root, 'link'))
    linked.transact(() => archive.set('b', 2))
    expect([...linked]).toEqual(Object.entries({ a: 1, b: 2 }))
  })

  it('is shared by archives with different codecs, each of which says so when asked for a record of the other', () => {
    const { archive, path } = givenLmdb()
    archive.set('a', new Map())
    const json = lmdbArchive(path, { codec: jsonCodec() })
    expect(() => json.get('a')).toThrow(
      /record of "a" was written with the codec "v8"; this archive reads with "json"/,
    )
    expect(codeOf(() => json.get('a'))).toBe('CODEC_MISMATCH')
    expect([json.has('a'), [...json.keys()], json.verify().records]).toEqual([true, ['a'], 1])
    json.set('a', 1)
    expect(json.get('a')).toBe(1)
  })

  it('is made anew when it has been removed and is opened again', () => {
    const { archive, path } = givenLmdb()
    archive.set('a', 1)
    rmSync(path, { recursive: true })
    const next = lmdbArchive(path)
    next.set('b', 2)
    archive.close()
    next.set('c', 3)
    next.close()
    expect([...lmdbArchive(path)]).toEqual(Object.entries({ b: 2, c: 3 }))
  })

  it('gives the space of what is replaced to what comes', () => {
    const { archive, path } = givenLmdb()
    for (let i = 0; i < 30; i++) archive.set('a', new Uint8Array(2_000_000).fill(i))
    expect(statSync(join(path, 'data.mdb')).size).toBeLessThan(9_000_000)
  })
})

describe('opening an lmdbArchive', () => {
  it.each([
    ['not a folder', 'pilfer', 'ARCHIVE_PATH'],
    ['that of a dir archive', '{"format":"pilfer-dir","version":1}', 'ARCHIVE_PATH'],
    ['no version', '{"format":"pilfer-lmdb"}', 'ARCHIVE_PATH'],
    ['a later version', '{"format":"pilfer-lmdb","version":2}', 'FORMAT_NEWER'],
  ])('refuses a folder whose marker is %s', (_, marker, code) => {
    const folder = tempDir()
    writeFileSync(join(folder, 'pilfer.json'), marker)
    expect(codeOf(() => lmdbArchive(folder))).toBe(code)
    expect(namesIn(folder)).toEqual(['pilfer.json'])
  })

  it('refuses the folder of a dirArchive, and a dirArchive refuses its own', () => {
    const [dir, lmdb] = [tempDir(), tempDir()]
    dirArchive(dir).set('a', 1)
    lmdbArchive(lmdb)
    expect(codeOf(() => lmdbArchive(dir))).toBe('ARCHIVE_PATH')
    expect(codeOf(() => dirArchive(lmdb))).toBe('ARCHIVE_PATH')
  })

  it('refuses the database of another program, and leaves it as it is', () => {
    const folder = tempDir()
    const other = open(folder, { noSubdir: false })
    other.putSync('mine', 1)
    void other.close()
    const before = readFileSync(join(folder, 'data.mdb'))
    expect(codeOf(() => lmdbArchive(folder))).toBe('ARCHIVE_PATH')
    expect([readFileSync(join(folder, 'data.mdb')).equals(before), namesIn(folder)]).toEqual([
      true,
      ['data.mdb', 'lock.mdb'],
    ])
  })

  it('refuses a database that is none, and leaves it as it is', () => {
    const { path, archive } = givenLmdb()
    archive.close()
    for (const content of ['something else', 'something else'.repeat(1000)]) {
      writeFileSync(join(path, 'data.mdb'), content)
      expect(codeOf(() => lmdbArchive(path))).toBe('ARCHIVE_PATH')
      expect(readFileSync(join(path, 'data.mdb'), 'utf8')).toBe(content)
    }
  })

  it('refuses a path that is or passes a file, and touches nothing', () => {
    const file = join(tempDir(), 'file')
    writeFileSync(file, 'mine')
    for (const path of [file, join(file, 'memo')])
      expect(codeOf(() => lmdbArchive(path))).toBe('ARCHIVE_PATH')
    expect(readFileSync(file, 'utf8')).toBe('mine')
    for (const path of ['', 'a\0b', undefined, 5] as any[])
      expect(codeOf(() => lmdbArchive(path))).toBe('ARCHIVE_PATH')
  })

  it.each([
    [{ codec: 'json' }, 'OPTION_INVALID', '`codec`'],
    [{ name: '' }, 'OPTION_INVALID', '`name`'],
    [{ name: 'a\0b' }, 'OPTION_INVALID', '`name`'],
    [{ name: '\ud83d' }, 'OPTION_INVALID', '`name`'],
    [{ name: 'x'.repeat(101) }, 'OPTION_INVALID', '`name`'],
    [{ durability: 'maybe' }, 'OPTION_INVALID', '`durability`'],
    [{ clock: 5 }, 'OPTION_INVALID', '`clock`'],
    [{ onDamage: true }, 'OPTION_INVALID', '`onDamage`'],
    [{ durabilty: 'disk' }, 'OPTION_UNKNOWN', '`durability`'],
    [{ mapSize: 2 ** 30 }, 'OPTION_UNKNOWN', '`mapSize`'],
  ])('refuses the options %j', (options: any, code, named) => {
    const folder = join(tempDir(), 'memo')
    expect(codeOf(() => lmdbArchive(folder, options))).toBe(code)
    expect(() => lmdbArchive(folder, options)).toThrow(named)
    expect(existsSync(folder)).toBe(false)
  })

  it('is refused within a transaction of the same folder, unless the archive is open already', () => {
    const { archive, path } = givenLmdb()
    archive.transact(() => {
      expect(codeOf(() => lmdbArchive(path, { name: 'new' }))).toBe('ARCHIVE_UNSUPPORTED')
      lmdbArchive(path).set('a', 1)
    })
    expect(archive.get('a')).toBe(1)
    lmdbArchive(path, { name: 'new' }).set('a', 2)
    expect(archive.get('a')).toBe(1)
  })
})

describe('the archives of one folder', () => {
  it('know nothing of each other', () => {
    const { archive, path } = givenLmdb()
    const names = ['x', 'memo:memo', 'récords/../x', 'MEMO']
    const others = names.map((name) => lmdbArchive(path, { name, durability: 'disk' }))
    archive.set('a', 'memo')
    for (const [i, other] of others.entries()) other.setMany(Object.entries({ a: names[i], b: 1 }))
    expect(archive.size).toBe(1)
    others[0]!.clear()
    expect(others.map((other) => other.size)).toEqual([0, 2, 2, 2])
    for (const other of others) other.close()
    archive.close()
    expect(lmdbArchive(path, { name: 'MEMO' }).get('a')).toBe('MEMO')
    expect(lmdbArchive(path).get('a')).toBe('memo')
  })

  it('change together in a transaction of one of them', () => {
    const { archive, path } = givenLmdb()
    const other = lmdbArchive(path, { name: 'other', durability: 'disk' })
    archive.transact(() => {
      archive.set('a', 1)
      other.set('a', 2)
    })
    expect(() =>
      other.transact(() => {
        archive.set('a', 3)
        other.set('a', 4)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect([archive.get('a'), other.get('a')]).toEqual([1, 2])
  })

  it('keep the folder open until the last is closed, and a transaction to its end', () => {
    const { archive, path } = givenLmdb()
    const same = lmdbArchive(path)
    archive.close()
    same.set('a', 1)
    same.transact(() => {
      same.set('b', 2)
      same.close()
    })
    expect(codeOf(() => same.get('a'))).toBe('ARCHIVE_CLOSED')
    const next = lmdbArchive(path)
    expect([...next]).toEqual(Object.entries({ a: 1, b: 2 }))
    next.set('c', 3)
  })

  it('are at most 256 at a time', () => {
    const { archive, path } = givenLmdb()
    const open = (i: number): unknown => lmdbArchive(path, { name: `n${i}` }).set('a', i)
    for (let i = 0; i < 255; i++) open(i)
    expect(codeOf(() => open(255))).toBe('ARCHIVE_IO')
    expect(() => open(255)).toThrow(/MDB_DBS_FULL/)
    for (let i = 0; i < 255; i++) expect(lmdbArchive(path, { name: `n${i}` }).get('a')).toBe(i)
    archive.set('a', 1)
    expect(archive.get('a')).toBe(1)
  })
})

describe('a transaction of an lmdbArchive', () => {
  it('inside another comes to nothing alone when it throws', () => {
    const { archive } = givenLmdb()
    archive.set('a', 1)
    archive.transact(() => {
      archive.set('a', 2)
      expect(() =>
        archive.transact(() => {
          archive.set('a', 3)
          archive.set('b', 3)
          throw new Error('no')
        }),
      ).toThrow('no')
      expect([archive.get('a'), archive.has('b')]).toEqual([2, false])
      archive.transact(() => archive.set('c', 4))
    })
    expect([...archive]).toEqual(Object.entries({ a: 2, c: 4 }))
  })

  it('throws what its work throws, even what looks like an error of LMDB', () => {
    const { archive } = givenLmdb()
    for (const reason of [Object.assign(new Error('mine'), { code: -30792 }), undefined, 'text']) {
      let thrown: unknown = 'nothing'
      try {
        archive.transact(() => {
          archive.set('a', 1)
          throw reason
        })
      } catch (error) {
        thrown = error
      }
      expect([thrown, archive.size]).toEqual([reason, 0])
    }
  })

  it('sees the whole archive as it has changed it', () => {
    const clock = fakeClock()
    const { archive } = givenLmdb({ clock })
    archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }), { ttl: 50 })
    archive.transact(() => {
      archive.delete('b')
      archive.set('d', 4)
      clock.advance(50)
      archive.set('a', 5)
      expect([[...archive], archive.size, archive.prune(), archive.stats().entries]).toEqual([
        Object.entries({ a: 5, d: 4 }),
        2,
        1,
        2,
      ])
      expect(archive.getMany(['a', 'b', 'c', 'd']).size).toBe(2)
      expect(archive.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
      archive.clear()
      archive.set('e', 6)
      expect([...archive.keys()]).toEqual(['e'])
    })
    expect([...archive]).toEqual([['e', 6]])
  })

  it('refuses a value without a trace of the others that were to be set with it', () => {
    const { archive } = givenLmdb()
    expect(
      codeOf(() =>
        archive.setMany([
          ['a', 1],
          ['b', () => 1],
        ]),
      ),
    ).toBe('VALUE_UNSUPPORTED')
    expect(archive.size).toBe(0)
  })
})

describe('a record of an lmdbArchive', () => {
  it('may be read while another is read', () => {
    const { archive, path } = givenLmdb()
    archive.set('inner', 'in')
    const outer = lmdbArchive(path, {
      codec: {
        name: 'reader',
        encode: () => ({ inline: Buffer.from('outer'), blobs: [] }),
        decode: ({ inline }) => `${archive.get('inner')} ${Buffer.from(inline).toString()}`,
      },
    })
    outer.set('outer', '')
    expect([outer.get('outer'), outer.getMany(['outer']).get('outer')]).toEqual(['in outer', 'in outer'])
  })

  it('is pruned only as long as it has expired', () => {
    const clock = fakeClock()
    const { archive } = givenLmdb({ clock })
    const keys = Array.from({ length: 2_500 }, (_, i) => `k${i}`)
    archive.setMany(
      keys.map((key) => [key, 1] as const),
      { ttl: 50 },
    )
    clock.advance(50)
    archive.setMany(keys.slice(0, 100).map((key) => [key, 2] as const))
    archive.setMany(
      keys.slice(100, 200).map((key) => [key, 3] as const),
      { ttl: 50 },
    )
    expect([archive.size, archive.prune(), archive.prune(), archive.size]).toEqual([200, 2_300, 0, 200])
    expect(archive.verify()).toEqual({ records: 200, faults: [], leftovers: 0 })
    clock.advance(50)
    expect([archive.prune(), archive.size, archive.stats().deadBytes]).toEqual([100, 100, 0])
  })

  it('is what a Map would hold, whatever is done in whatever order', () => {
    const key = fc.constantFrom('a', 'A', '', '\0', '🙂', 'x'.repeat(2_000), `${'x'.repeat(2_000)}y`)
    const value = fc.oneof(
      { arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, maxDepth: 2 }), weight: 4 },
      fc.constantFrom(70_000, 1_100_000).map((length) => new Uint8Array(length).fill(length % 251)),
    )
    const ttl = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined })
    const step = fc.oneof(
      { arbitrary: fc.tuple(fc.constant('set' as const), key, value, ttl), weight: 3 },
      fc.tuple(fc.constantFrom('get' as const, 'delete' as const, 'has' as const), key),
      fc.tuple(fc.constantFrom('clear', 'reopen', 'wait', 'prune', 'begin', 'keep', 'undo')),
    )
    interface Kept {
      value: unknown
      expires: number
    }
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const clock = fakeClock()
        const { path, archive: first } = givenLmdb({ clock })
        let archive = first
        let model = new Map<string, Kept>()
        const living = (): Map<string, unknown> =>
          new Map(
            [...model].filter(([, { expires }]) => expires > clock()).map(([k, kept]) => [k, kept.value]),
          )
        const rest = [...steps]
        const play = (depth: number): 'keep' | 'undo' => {
          for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
            const [what, k = '', given, ms = Infinity] = next as [string, string?, unknown?, number?]
            if (what === 'set') {
              archive.set(k, given, { ttl: ms })
              model.set(k, { value: structuredClone(given), expires: clock() + ms })
            } else if (what === 'get') expect(isDeepStrictEqual(archive.get(k), living().get(k))).toBe(true)
            else if (what === 'has') expect(archive.has(k)).toBe(living().has(k))
            else if (what === 'delete') expect(archive.delete(k)).toBe(model.delete(k))
            else if (what === 'wait') clock.advance(7)
            else if (what === 'prune') {
              expect(archive.prune()).toBe(model.size - living().size)
              for (const [k, { expires }] of model) if (expires <= clock()) model.delete(k)
            } else if (what === 'clear') {
              archive.clear()
              model.clear()
            } else if (what === 'reopen' && depth === 0) {
              archive.close()
              archive = lmdbArchive(path, { clock })
            } else if (what === 'begin' && depth < 3) {
              const before = new Map(model)
              const end = new Error('undo')
              try {
                archive.transact(() => {
                  if (play(depth + 1) === 'undo') throw end
                })
              } catch (error) {
                if (error !== end) throw error
                model = before
              }
            } else if ((what === 'keep' || what === 'undo') && depth > 0) return what
            expect(archive.size).toBe(living().size)
          }
          return 'keep'
        }
        play(0)
        const expected = [...living()].sort(([a], [b]) => (a < b ? -1 : 1))
        expect(isDeepStrictEqual([...archive], expected)).toBe(true)
        expect(archive.verify()).toEqual({ records: model.size, faults: [], leftovers: 0 })
        archive.close()
      }),
      { numRuns: 80 },
    )
  })
})
