import { createReadStream, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../../src/archive/dir.js'
import { fileArchive } from '../../../src/archive/file.js'
import { exportTar, importTar, tarArchive } from '../../../src/archive/tar.js'
import { type AnyArchive, dictArchive, nullArchive } from '../../../src/index.js'
import { archiveValues, hostileKeys } from '../../../src/testing/archive-samples.js'
import { slowArchive } from '../../helpers/async-archive.js'
import { codeOfRejection } from '../../helpers/error-code.js'
import { because, END, givenTar, member, noGnuTar, toolOutput, writeHoled } from '../../helpers/tar.js'
import { exported, imported, sink } from '../../helpers/tar-streams.js'
import { tempDir } from '../../helpers/temp-dir.js'

const json = (name: string, value: unknown, parts = {}) =>
  member({ name, body: JSON.stringify(value), ...parts })

const KINDS = {
  dict: (options) => dictArchive(options),
  dir: (options) => dirArchive(join(tempDir(), 'memo'), options),
  file: (options) => fileArchive(join(tempDir(), 'memo.log'), options),
  tar: (options) => tarArchive(join(tempDir(), 'memo.tar'), options),
  asynchronous: (options) => slowArchive(options),
} satisfies Record<string, (options: { clock: () => number }) => AnyArchive>

describe('importTar', () => {
  it.each(Object.entries(KINDS))(
    'gives a %s archive all that exportTar has written, with times and tags',
    async (_, make) => {
      const clock = () => 1050
      const source = dictArchive<unknown>({ clock: () => 1000 })
      for (const [i, value] of archiveValues().entries()) source.set(`value ${i}`, value, { tags: [`${i}`] })
      for (const [i, key] of hostileKeys().entries()) source.set(key, i, { ttl: 100 + i })
      for (const gzip of [false, true]) {
        const { writable, bytes } = sink()
        await exportTar(source, writable, { gzip })
        const archive: any = make({ clock })
        await archive.set('other', 'stays')
        await archive.set('value 1', 'replaced')
        expect(await importTar(archive, Readable.from([bytes()]), { clock })).toMatchObject({
          entries: source.size,
          passedOver: 0,
        })
        expect(await archive.get('other')).toBe('stays')
        await archive.delete('other')
        expect(await archive.equals(source)).toBe(true)
        for (const key of source.keys()) {
          const { created, expires, tags } = await archive.read(key)
          expect({ created, expires, tags, value: 0 }).toEqual({ ...source.read(key)!, value: 0 })
        }
      }
    },
  )

  it('takes the bytes in pieces of any length, from any iterable', async () => {
    const source = dictArchive({ entries: Object.entries({ a: 1, b: 'x'.repeat(3000), c: [] }) })
    const plain = await exported(source)
    for (const bytes of [plain, gzipSync(plain)])
      for (const length of [1, 7, 511, 512, 513, 4096, bytes.length]) {
        const pieces: Buffer[] = []
        for (let at = 0; at < bytes.length; at += length) pieces.push(bytes.subarray(at, at + length))
        const { archive, bytes: count } = await imported([Buffer.alloc(0), ...pieces])
        expect([length, archive.equals(source), count]).toEqual([length, true, plain.length])
      }
  })

  it('takes files that something else has put there, as tarArchive does', async () => {
    const parts = [
      json('a.json', 1),
      json('./b/c.json', [2], { mtime: Date.UTC(2040, 0, 1) / 1000 }),
      member({ name: 'note.txt', body: 'text' }),
      member({
        name: 'x',
        body: '3',
        words: [
          ['path', 'é long.json'],
          ['mtime', '7.25'],
        ],
      }),
      member({ name: '7.json', body: '4', type: '7' }),
    ]
    const bytes = Buffer.concat([...parts, END])
    const { archive, entries, passedOver } = await imported([bytes])
    const path = join(tempDir(), 'same.tar')
    writeFileSync(path, bytes)
    const same = givenTar({}, path).archive
    expect([entries, passedOver, archive.equals(same)]).toEqual([5, 0, true])
    for (const key of same.keys()) {
      const { size: _, ...record } = same.read(key)!
      expect(archive.read(key)).toEqual(record)
    }
    expect(archive.read('b/c')!.created).toBe(Date.UTC(2040, 0, 1))
    expect(archive.get('note.txt')).toEqual(new Uint8Array(Buffer.from('text')))
  })

  it('passes over folders, links, devices and words about all that follows, and counts them', async () => {
    const { archive, entries, passedOver } = await imported([
      member({
        type: 'g',
        name: 'pax_global_header',
        body: '52 comment=0123456789012345678901234567890123456789\n',
      }),
      ...['1', '2', '3', '4', '5', '6'].map((type) => member({ name: 'x.json', type })),
      member({ name: 'sparse.json', body: '1', words: [['GNU.sparse.major', '1']] }),
      member({ name: 'volume', type: 'V' }),
      member({ name: 'dumped', type: 'D', body: 'x'.repeat(600) }),
      json('a.json', 1),
      END,
    ])
    expect([[...archive], entries, passedOver]).toEqual([[['a', 1]], 1, 9])
  })

  it('honours what a tarArchive says of entries that are not in force', async () => {
    let now = 0
    const { archive: source, bytes } = givenTar({ clock: () => now })
    source.setMany(Object.entries({ a: 'old', b: 'deleted', c: 3 }))
    source.set('a', 'new')
    source.delete('b')
    source.set('d', 'expires', { ttl: 5 })
    now = 5
    const { archive, entries, passedOver } = await imported([bytes()], { clock: () => now })
    expect([Object.fromEntries(archive), entries, passedOver]).toEqual([{ a: 'new', c: 3 }, 2, 4])
  })

  it('forgets what a later entry of the tar takes back, and nothing else', async () => {
    const { archive: source, path, bytes } = givenTar()
    writeFileSync(path, Buffer.concat([json('a.json', 'theirs'), json('b.json', 'theirs'), END]))
    source.delete('a')
    source.set('b', 'ours')
    source.delete('b')
    source.set('c', 1)
    source.delete('c')
    const before = dictArchive<unknown>({ entries: Object.entries({ c: 'here before', d: 1 }) })
    const { entries } = await imported([bytes()], {}, before)
    expect([Object.fromEntries(before), entries]).toEqual([{ c: 'here before', d: 1 }, 0])
  })

  it('gives bytes memory of their own', async () => {
    const source = dictArchive<unknown>({
      entries: [['large', { view: new Float64Array(20_000).fill(1.5) }]],
    })
    const { writable, bytes } = sink()
    await exportTar(source, writable)
    const archive = dictArchive<any>()
    await importTar(archive, [bytes(), Buffer.alloc(0)])
    const { view } = archive.get('large')
    expect([view.byteOffset, view.buffer.byteLength, view[19_999]]).toEqual([0, 160_000, 1.5])
  })

  it('reads from a file, and does no harm when it is done once more', async () => {
    const source = dictArchive({ entries: Object.entries({ a: 1, b: 2 }) })
    const path = join(tempDir(), 'exported.tar.gz')
    writeFileSync(path, await exported(source, { gzip: true }))
    const archive = dictArchive<any>()
    for (let i = 0; i < 2; i++) {
      const stream = createReadStream(path)
      expect(await imported(stream, {}, archive)).toMatchObject({ entries: 2, passedOver: 0 })
      expect([archive.equals(source), stream.destroyed]).toEqual([true, true])
    }
    expect(await imported(createReadStream(path), {}, nullArchive() as any)).toMatchObject({ entries: 2 })
  })

  it('reads on only when an entry has been written', async () => {
    const bytes = await exported(
      dictArchive({ entries: Array.from({ length: 50 }, (_, i) => [`${i}`, 'x'.repeat(100_000)] as const) }),
    )
    let given = 0
    const source = Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += 10_000) {
          given = at
          yield bytes.subarray(at, at + 10_000)
        }
      })(),
      { highWaterMark: 1 },
    )
    const archive = dictArchive<any>()
    let most = 0
    const write = archive.write.bind(archive)
    archive.write = ((key: string, record: any) => {
      most = Math.max(most, given - (archive.size + 1) * 100_000)
      return new Promise((resolve) => setTimeout(resolve, 1)).then(() => write(key, record))
    }) as any
    expect(await imported(source, {}, archive)).toMatchObject({ entries: 50 })
    expect(most).toBeLessThan(400_000)
  })

  it('may be fed by what exportTar writes', async () => {
    const source = dictArchive<unknown>({
      entries: archiveValues().map((value, i) => [`${i}`, value] as const),
    })
    const archive = slowArchive()
    const between = new PassThrough()
    const [written, read] = await Promise.all([
      exportTar(source, between, { gzip: true }),
      importTar(archive, between),
    ])
    expect([read.entries, read.bytes]).toEqual([written.entries, written.bytes])
    expect(await archive.equals(source)).toBe(true)
  })
})

describe.skipIf(noGnuTar)(`importTar of what GNU tar makes${because(noGnuTar)}`, () => {
  it('takes every format, packed or not', async () => {
    const folder = tempDir()
    const long = `${'long-name-'.repeat(15)}é`
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'a.json'), '1')
    writeFileSync(join(folder, 'sub', `${long}.json`), JSON.stringify('x'.repeat(20_000)))
    symlinkSync('a.json', join(folder, 'link.json'))
    for (const format of ['oldgnu', 'gnu', 'posix'])
      for (const flags of ['-c', '-cz']) {
        const path = join(tempDir(), 'theirs.tar')
        toolOutput('tar', [`--format=${format}`, flags, '-f', path, '-C', folder, '.'])
        const { archive, passedOver } = await imported(createReadStream(path))
        expect([format, passedOver, ...[...archive.keys()].sort()]).toEqual([format, 3, 'a', `sub/${long}`])
        expect(archive.get(`sub/${long}`)).toBe('x'.repeat(20_000))
      }
  })

  it('passes over files with holes, unless they have many in the old form, which is refused', async () => {
    const folder = tempDir()
    const path = join(tempDir(), 'theirs.tar')
    writeFileSync(join(folder, 'a.json'), '1')
    writeFileSync(join(folder, 'b.json'), '2')
    for (const [holes, flags, code] of [
      [2, ['--format=gnu'], undefined],
      [20, ['--format=posix'], undefined],
      [20, ['--format=gnu'], 'TAR_DAMAGED'],
    ] as const) {
      writeHoled(join(folder, 'holes.json'), holes)
      toolOutput('tar', [...flags, '-S', '-cf', path, '-C', folder, 'a.json', 'holes.json', 'b.json'])
      const archive = dictArchive<any>()
      const done = imported(createReadStream(path), {}, archive)
      if (code === undefined) expect(await done).toMatchObject({ entries: 2, passedOver: 1 })
      else expect(await codeOfRejection(done)).toBe(code)
      expect(Object.fromEntries(archive)).toEqual(code === undefined ? { a: 1, b: 2 } : { a: 1 })
    }
  })
})
