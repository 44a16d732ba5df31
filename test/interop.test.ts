import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../src/archive/dir.js'
import { fileArchive } from '../src/archive/file.js'
import { exportTar, tarArchive } from '../src/archive/tar.js'
import { jsonCodec } from '../src/codec/json.js'
import { type AnyArchive, type Archive, type Codec, dictArchive } from '../src/index.js'
import { hostileKeys } from '../src/testing/archive-samples.js'
import { because, END, member, noPython } from './helpers/tar.js'
import { sink } from './helpers/tar-streams.js'
import { tempDir } from './helpers/temp-dir.js'

const inside = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const script = inside('examples/interop/read_archive.py')

interface Options {
  readonly codec?: Codec<any>
  readonly clock?: () => number
}

interface Kind {
  open(path: string, options: Options): AnyArchive | Promise<AnyArchive>
  /** Where the bytes of its first value are. */
  file(path: string): string
}

const KINDS: Record<string, Kind> = {
  dir: {
    open: (path, options) => dirArchive<any>(path, options),
    file: (path) => join(path, 'a.pilfer'),
  },
  file: { open: (path, options) => fileArchive<any>(path, options), file: (path) => path },
  tar: { open: (path, options) => tarArchive<any>(path, options), file: (path) => path },
  sql: {
    open: async (path, options) => {
      const url = new URL('../src/archive/sql.js', import.meta.url).href
      return (await import(/* @vite-ignore */ url)).sqlArchive(path, options)
    },
    file: (path) => path,
  },
}

const missing = (kind: string): string | undefined =>
  noPython ?? (existsSync(inside(`src/archive/${kind}.ts`)) ? undefined : `there is no ${kind}Archive yet`)

/** What the script prints of an archive. */
function read(path: string) {
  const { status, stdout, stderr } = spawnSync('python3', [script, path], { encoding: 'utf8' })
  const lines = stdout.split('\n').slice(0, -1)
  return {
    status,
    stderr,
    entries: lines.map((line) => JSON.parse(line)).map(({ key, value }) => [key, value]),
  }
}

const VALUES = [
  null,
  true,
  1.5,
  -1e300,
  '',
  'é🙂\u2028',
  [1, [2, {}]],
  { a: { b: 'x'.repeat(100_000) }, é: [] },
]

describe.each(Object.keys(KINDS))('a %s archive of JSON', (kind) => {
  const why = missing(kind)
  const { open, file } = KINDS[kind]!
  const fresh = (): string => join(tempDir(), 'memo')

  it.skipIf(why)(`is read by another language, whatever keys and values it has${because(why)}`, async () => {
    const path = fresh()
    const archive = await open(path, { codec: jsonCodec() })
    for (const [i, key] of hostileKeys().entries())
      await archive.set(key, VALUES[i % VALUES.length], { tags: ['é', '"'] })
    await archive.close()
    const { status, stderr, entries } = read(path)
    expect([status, stderr]).toEqual([0, ''])
    const expected = hostileKeys().map((key, i) => [key, VALUES[i % VALUES.length]] as const)
    expect(new Map(entries as any)).toEqual(new Map(expected))
    expect(entries.length).toBe(expected.length)
  })

  it.skipIf(why)(
    `is read as it is now, without what was replaced, deleted or has expired${because(why)}`,
    async () => {
      const path = fresh()
      const archive = await open(path, { codec: jsonCodec() })
      await archive.set('a', 'old')
      await archive.set('b', 'deleted')
      await archive.set('c', 'brief', { ttl: 1 })
      await archive.set('d', 'lasting', { ttl: 1e9 })
      await archive.set('a', 'new')
      await archive.delete('b')
      await archive.set('e', 5)
      await new Promise((resolve) => setTimeout(resolve, 5))
      await archive.close()
      const { status, entries } = read(path)
      expect([status, Object.fromEntries(entries)]).toEqual([0, { a: 'new', d: 'lasting', e: 5 }])
    },
  )

  it.skipIf(why)(`is read without what is damaged, which is reported${because(why)}`, async () => {
    const path = fresh()
    const archive = await open(path, { codec: jsonCodec() })
    await archive.set('a', 'the value of a')
    await archive.set('b', 'the value of b')
    await archive.close()
    const bytes = readFileSync(file(path))
    bytes[bytes.indexOf('the value of a') + 5]! ^= 1
    writeFileSync(file(path), bytes)
    const { status, stderr, entries } = read(path)
    expect([status, entries]).toEqual([1, [['b', 'the value of b']]])
    expect(stderr).toMatch(/its checksum does not hold/)
  })

  it.skipIf(why)(`is read only where its codec is JSON${because(why)}`, async () => {
    const path = fresh()
    const archive = await open(path, {})
    await archive.set('a', new Map())
    await archive.close()
    const { status, stderr, entries } = read(path)
    expect([status, entries]).toEqual([1, []])
    expect(stderr).toMatch(/its codec is v8, and this script reads json/)
  })
})

describe.skipIf(noPython)(`the reader in Python${because(noPython)}`, () => {
  it('refuses what is no archive', () => {
    const path = join(tempDir(), 'notes.txt')
    writeFileSync(path, 'notes')
    for (const place of [path, tempDir(), join(tempDir(), 'missing')]) {
      const { status, stderr, entries } = read(place)
      expect([status, entries]).toEqual([1, []])
      expect(stderr).toContain(place)
    }
  })

  it('finds the frames behind damage in a file archive', () => {
    const path = join(tempDir(), 'memo.log')
    const archive = fileArchive<any>(path, { codec: jsonCodec() })
    // The bytes of the file itself, as a value, are no entries.
    for (const [key, value] of Object.entries({ a: 1, b: 2, c: 3 })) archive.set(key, value)
    archive.set('copy', readFileSync(path, 'latin1'))
    archive.set('d', 4)
    const whole = readFileSync(path)
    const starts: number[] = []
    for (
      let at = whole.indexOf('\x89PLN', 0, 'latin1');
      at !== -1;
      at = whole.indexOf('\x89PLN', at + 1, 'latin1')
    )
      starts.push(at)
    const bytes = Buffer.from(whole)
    bytes[starts[1]! + 9]! ^= 1
    writeFileSync(path, bytes)
    const { status, stderr, entries } = read(path)
    expect([status, entries.map(([key]) => key)]).toEqual([1, ['a', 'c', 'copy', 'd']])
    expect(stderr).toContain(`at byte ${starts[1]}`)
    // The successor of an entry is damaged.
    writeFileSync(path, whole)
    fileArchive<any>(path, { codec: jsonCodec() }).set('a', 'new')
    const again = readFileSync(path)
    again[again.length - 2]! ^= 1
    writeFileSync(path, again)
    expect(read(path).entries.map(([key]) => key)).toEqual(['b', 'c', 'copy', 'd'])
    // A writer was killed.
    writeFileSync(path, whole)
    truncateSync(path, whole.length - 3)
    expect(read(path)).toMatchObject({ status: 0, stderr: '' })
  })

  it('reads tars that something else has added to, also packed, as tarArchive does', async () => {
    const path = join(tempDir(), 'memo.tar')
    const { writable, bytes } = sink()
    await exportTar(dictArchive({ entries: Object.entries({ a: 1, b: 2 }) }), writable, {
      codec: jsonCodec(),
    })
    const theirs = [
      member({ name: 'b.json', body: '"theirs"' }),
      member({ name: './^c%2f.json', body: '[3]' }),
      member({ name: 'D^.json', body: '4' }),
      member({ name: 'folder/', type: '5' }),
    ]
    const whole = Buffer.concat([bytes().subarray(0, -1024), ...theirs, END])
    for (const stored of [whole, gzipSync(whole)]) {
      writeFileSync(path, stored)
      const { status, stderr, entries } = read(path)
      expect([status, Object.fromEntries(entries)]).toEqual([0, { a: 1, b: 'theirs', 'C/': [3], 'D^': 4 }])
      expect(stderr).toContain('folder is passed over')
    }
    writeFileSync(path, whole)
    const archive: Archive<any> = tarArchive(path, { codec: jsonCodec() })
    expect(archive.equals(new Map(read(path).entries as any))).toBe(true)
  })

  it('says where a tar is damaged between its entries', () => {
    const path = join(tempDir(), 'memo.tar')
    const archive = tarArchive<any>(path, { codec: jsonCodec() })
    archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
    const whole = readFileSync(path)
    // The two headers of the second entry.
    for (const at of [2048, 3072]) {
      const bytes = Buffer.from(whole)
      bytes[at]! ^= 1
      writeFileSync(path, bytes)
      const { status, stderr, entries } = read(path)
      expect([status, entries]).toEqual([1, [['a', 1]]])
      expect(stderr).toContain(path)
    }
  })
})
