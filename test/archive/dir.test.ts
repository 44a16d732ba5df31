import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { bytesCodec } from '../../src/codec/bytes.js'
import { jsonCodec } from '../../src/codec/json.js'
import { hostileKeys } from '../../src/testing/archive-samples.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { givenDir, namesIn } from '../helpers/dir-archive.js'
import { codeOf } from '../helpers/error-code.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const fresh = (): string => (path = join(tempDir(), 'memo'))
const place = (): string => join(tempDir(), 'copy')
archiveSuite({ describe, it }, 'dir', ({ clock }) => dirArchive(fresh(), { clock }), {
  reopen: (_, { clock }) => dirArchive(path, { clock }),
  place,
})
archiveSuite(
  { describe, it },
  'dir on the disk',
  ({ clock }) => dirArchive(fresh(), { clock, durability: 'disk' }),
  {
    reopen: (_, { clock }) => dirArchive(path, { clock }),
    place,
  },
)
archiveSuite(
  { describe, it },
  'dir of JSON',
  ({ clock }) => dirArchive(fresh(), { clock, codec: jsonCodec() }),
  {
    values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }],
    place,
  },
)

describe('the folder of a dirArchive', () => {
  it('holds a file per key, named after it, a marker, and nothing else', () => {
    const { archive, path } = givenDir()
    archive.set("simulate(3,'abc')", 1)
    archive.set('fibOf(10)', 2)
    expect(namesIn(path)).toEqual(['fib^of(10).pilfer', 'pilfer.json', "simulate(3,'abc').pilfer", 'tmp'])
    expect(JSON.parse(readFileSync(join(path, 'pilfer.json'), 'utf8'))).toEqual({
      format: 'pilfer-dir',
      version: 1,
    })
    expect(namesIn(join(path, 'tmp'))).toEqual([])
  })

  it('is created with the folders above it, but marked only once something is set', () => {
    const deep = join(tempDir(), 'a', 'b', 'c')
    const archive = dirArchive(deep, { durability: 'disk' })
    expect(readdirSync(deep)).toEqual([])
    expect([...archive]).toEqual([])
    archive.set('x', 1)
    expect(existsSync(join(deep, 'pilfer.json'))).toBe(true)
  })

  it('is never left, whatever the key', () => {
    const { archive, path } = givenDir()
    const above = namesIn(dirname(path))
    for (const key of hostileKeys()) archive.set(key, key)
    expect(namesIn(dirname(path))).toEqual(above)
    const inside = readdirSync(path, { withFileTypes: true })
    expect(inside.filter((entry) => entry.isDirectory()).map((entry) => entry.name)).toEqual(['tmp'])
    expect(inside.filter((entry) => entry.name.endsWith('.pilfer'))).toHaveLength(hostileKeys().length)
  })

  it('keeps what others put there when the archive is cleared', () => {
    const { archive, path } = givenDir()
    archive.setMany(Object.entries({ a: 1, b: 2 }))
    mkdirSync(join(path, 'mine.pilfer'))
    for (const name of ['mine.txt', 'foreign.pilfer', 'mine.pilfer/x.pilfer', 'tmp/mine'])
      writeFileSync(join(path, name), 'mine')
    expect([...archive.keys()].sort()).toEqual(['a', 'b'])
    archive.clear()
    expect(namesIn(path)).toEqual(['foreign.pilfer', 'mine.pilfer', 'mine.txt', 'pilfer.json', 'tmp'])
    expect([namesIn(join(path, 'mine.pilfer')), namesIn(join(path, 'tmp'))]).toEqual([['x.pilfer'], ['mine']])
  })

  it('may be removed under an open archive, which then is empty and starts anew', () => {
    const { archive, path } = givenDir()
    archive.set('a', 1)
    rmSync(path, { recursive: true })
    expect([archive.get('a'), archive.has('a'), archive.size, archive.delete('a')]).toEqual([
      undefined,
      false,
      0,
      false,
    ])
    archive.clear()
    archive.set('b', 2)
    expect(namesIn(path)).toEqual(['b.pilfer', 'pilfer.json', 'tmp'])
    rmSync(join(path, 'tmp'), { recursive: true })
    archive.set('c', 3)
    expect([...archive].sort()).toEqual(Object.entries({ b: 2, c: 3 }))
  })

  it('stays the same when the working directory changes', () => {
    const root = tempDir()
    const archive = dirArchive(relative(process.cwd(), join(root, 'memo')))
    const before = process.cwd()
    process.chdir(tempDir())
    try {
      archive.set('a', 1)
    } finally {
      process.chdir(before)
    }
    expect(existsSync(join(root, 'memo', 'a.pilfer'))).toBe(true)
  })

  it('is shared by archives with different codecs, each of which says so when asked for a record of the other', () => {
    const { archive, path } = givenDir()
    archive.set('a', new Map())
    const json = dirArchive(path, { codec: jsonCodec() })
    expect(() => json.get('a')).toThrow(
      /a\.pilfer was written with the codec "v8"; this archive reads with "json"/,
    )
    expect(codeOf(() => json.get('a'))).toBe('CODEC_MISMATCH')
    expect([json.has('a'), [...json.keys()]]).toEqual([true, ['a']])
    json.set('a', 1)
    expect(json.get('a')).toBe(1)
  })
})

describe('opening a dirArchive', () => {
  it.each([
    ['not a folder', 'pilfer', 'ARCHIVE_PATH'],
    ['no object', '[]', 'ARCHIVE_PATH'],
    ['another format', '{"format":"other","version":1}', 'ARCHIVE_PATH'],
    ['no version', '{"format":"pilfer-dir"}', 'ARCHIVE_PATH'],
    ['empty', '', 'ARCHIVE_PATH'],
    ['a later version', '{"format":"pilfer-dir","version":2}', 'FORMAT_NEWER'],
  ])('refuses a folder whose marker is %s', (_, marker, code) => {
    const folder = tempDir()
    writeFileSync(join(folder, 'pilfer.json'), marker)
    expect(codeOf(() => dirArchive(folder))).toBe(code)
  })

  it('refuses a path that is or passes a file, and touches nothing', () => {
    const file = join(tempDir(), 'file')
    writeFileSync(file, 'mine')
    for (const path of [file, join(file, 'memo')]) expect(codeOf(() => dirArchive(path))).toBe('ARCHIVE_PATH')
    expect(readFileSync(file, 'utf8')).toBe('mine')
    for (const path of ['', 'a\0b', undefined, 5] as any[])
      expect(codeOf(() => dirArchive(path))).toBe('ARCHIVE_PATH')
  })

  it.each([
    [{ codec: 'json' }, 'OPTION_INVALID', '`codec`'],
    [{ codec: {} }, 'OPTION_INVALID', '`codec`'],
    [{ durability: 'maybe' }, 'OPTION_INVALID', '`durability`'],
    [{ clock: 5 }, 'OPTION_INVALID', '`clock`'],
    [{ onDamage: true }, 'OPTION_INVALID', '`onDamage`'],
    [{ durabilty: 'disk' }, 'OPTION_UNKNOWN', '`durability`'],
  ])('refuses the options %j', (options: any, code, named) => {
    const folder = join(tempDir(), 'memo')
    expect(codeOf(() => dirArchive(folder, options))).toBe(code)
    expect(() => dirArchive(folder, options)).toThrow(named)
    expect(existsSync(folder)).toBe(false)
  })

  it('sweeps what dead writers left, and only that', () => {
    const { archive, path, temporary } = givenDir()
    archive.set('a', 1)
    const mine = readdirSync(join(path, 'tmp'))
    expect(mine).toEqual([])
    const host = 'a'.repeat(12)
    const files = {
      foreign: 'notes.txt',
      elsewhere: `${host}-1-0-0-00000000.tmp`,
      old: `${host}-2-0-0-00000000.tmp`,
    }
    for (const name of Object.values(files)) writeFileSync(join(path, 'tmp', name), '')
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
    utimesSync(join(path, 'tmp', files.old), yesterday, yesterday)
    dirArchive(path)
    expect(temporary()).toEqual([files.elsewhere, files.foreign])
  })
})

describe('a record of a dirArchive', () => {
  it.each([0, 1, 65_407, 65_408, 65_409, 70_000, 3_000_000])('holds %i bytes', (length) => {
    const { archive, file } = givenDir({ codec: bytesCodec() })
    const value = new Uint8Array(length).map((_, i) => i % 251)
    archive.set('bytes', value)
    const back = archive.get('bytes') as Uint8Array
    expect(Buffer.compare(back, value)).toBe(0)
    expect(back.buffer.byteLength).toBe(length)
    expect(statSync(file('bytes')).size).toBeGreaterThan(length)
  })

  it('has room for a key that is longer than what is read at once', () => {
    const { archive } = givenDir()
    for (const length of [5_000, 100_000]) {
      archive.set('k'.repeat(length), length)
      expect([archive.get('k'.repeat(length)), archive.has('k'.repeat(length))]).toEqual([length, true])
    }
    expect([...archive.values()].sort()).toEqual([100_000, 5_000])
  })

  it('may be read while another is read', () => {
    const { archive, path } = givenDir()
    archive.set('inner', 'in')
    const outer = dirArchive(path, {
      codec: {
        name: 'reader',
        encode: () => ({ inline: Buffer.from('outer'), blobs: [] }),
        decode: ({ inline }) => `${archive.get('inner')} ${Buffer.from(inline).toString()}`,
      },
    })
    outer.set('outer', '')
    expect(outer.get('outer')).toBe('in outer')
  })

  it('is what a Map would hold, whatever is done in whatever order', () => {
    const key = fc.constantFrom('a', 'A', '../a', '', 'x'.repeat(300))
    const step = fc.oneof(
      fc.tuple(
        fc.constant('set' as const),
        key,
        fc.anything({ withBigInt: true, withDate: true, withMap: true, maxDepth: 2 }),
      ),
      fc.tuple(fc.constantFrom('get' as const, 'delete' as const, 'has' as const), key),
      fc.tuple(fc.constantFrom('clear' as const, 'reopen' as const)),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { path, archive: first } = givenDir()
        let archive = first
        const model = new Map<string, unknown>()
        for (const [what, k = '', value] of steps) {
          if (what === 'reopen') archive = dirArchive(path)
          else if (what === 'set') {
            archive.set(k, value)
            model.set(k, structuredClone(value))
          } else if (what === 'clear') {
            archive.clear()
            model.clear()
          } else expect(archive[what](k)).toEqual(model[what](k))
        }
        expect(new Map(archive)).toEqual(model)
      }),
      { numRuns: 60 },
    )
  })
})
