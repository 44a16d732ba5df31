import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../../src/archive/dir.js'
import { fileArchive } from '../../../src/archive/file.js'
import { exportTar, tarArchive } from '../../../src/archive/tar.js'
import { jsonCodec } from '../../../src/codec/json.js'
import { createArchive, dictArchive, nullArchive } from '../../../src/index.js'
import { archiveValues, hostileKeys } from '../../../src/testing/archive-samples.js'
import { slowArchive } from '../../helpers/async-archive.js'
import { codeOfRejection } from '../../helpers/error-code.js'
import { because, givenTar, noGnuTar, noPython, toolOutput } from '../../helpers/tar.js'
import { exported, sink } from '../../helpers/tar-streams.js'
import { tempDir } from '../../helpers/temp-dir.js'

/** A file with these bytes. */
function fileOf(bytes: Uint8Array, name = 'exported.tar'): string {
  const path = join(tempDir(), name)
  writeFileSync(path, bytes)
  return path
}

const KINDS = {
  dict: (options) => dictArchive(options),
  dir: (options) => dirArchive(join(tempDir(), 'memo'), options),
  file: (options) => fileArchive(join(tempDir(), 'memo.log'), options),
  tar: (options) => tarArchive(join(tempDir(), 'memo.tar'), options),
  asynchronous: (options) => slowArchive(options),
} satisfies Record<string, (options: { clock: () => number }) => unknown>

describe('exportTar', () => {
  it.each(Object.entries(KINDS))(
    'writes a tar that is a tarArchive with all that a %s archive has',
    async (_, make) => {
      let now = 1000
      const clock = () => now
      const archive: any = make({ clock })
      for (const [i, value] of archiveValues().entries())
        await archive.set(`value ${i}`, value, { tags: [`${i}`] })
      for (const [i, key] of hostileKeys().entries()) await archive.set(key, i, { ttl: 100 + i })
      now = 1050
      const { writable, bytes } = sink()
      const counts = await exportTar(archive, writable)
      expect(counts).toEqual({ entries: await archive.size, bytes: bytes().length })
      expect([writable.writableFinished, bytes().length % 512]).toEqual([true, 0])
      const copy = tarArchive<any>(fileOf(bytes()), { clock })
      expect(await archive.equals(copy)).toBe(true)
      for await (const key of archive.keys()) {
        const { size: _size, ...record } = copy.read(key)!
        const { size: _other, ...original } = await archive.read(key)
        expect([key, isDeepStrictEqual(record, original)]).toEqual([key, true])
      }
      expect(copy.verify()).toEqual({ records: counts.entries, faults: [], leftovers: 0 })
      now = 2000
      expect(copy.size).toBe(archiveValues().length)
    },
  )

  it('writes the very bytes that a new tarArchive of the entries has', async () => {
    const { archive, path } = givenTar()
    const values = { a: 1, b: 'x'.repeat(3_000_000), 'C/d': [null], e: 'y'.repeat(508) }
    archive.setMany(Object.entries(values))
    expect((await exported(archive)).equals(readFileSync(path))).toBe(true)
    expect((await exported(dictArchive())).equals(Buffer.alloc(1024))).toBe(true)
  })

  it('writes what is in force and nothing else', async () => {
    const { archive, path } = givenTar()
    archive.setMany(Object.entries({ a: 'old', b: 'deleted', c: 3 }))
    archive.set('a', 'new')
    archive.delete('b')
    const bytes = await exported(archive)
    expect([bytes.includes('old'), bytes.includes('deleted'), bytes.includes('.pilfer/')]).toEqual([
      false,
      false,
      false,
    ])
    expect(readFileSync(path).includes('deleted')).toBe(true)
    expect(tarArchive(fileOf(bytes), { codec: jsonCodec() }).equals(archive)).toBe(true)
  })

  it('compresses with gzip', async () => {
    const archive = dictArchive({ entries: Object.entries({ a: 1, b: 'x'.repeat(100_000) }), clock: () => 0 })
    const packed = await exported(archive, { gzip: true })
    expect(gunzipSync(packed).equals(await exported(archive))).toBe(true)
    expect(packed.length).toBeLessThan(2000)
  })

  it('writes to a file', async () => {
    const path = join(tempDir(), 'exported.tar')
    const archive = dictArchive({ entries: [['a', 1]] })
    expect(await exportTar(archive, createWriteStream(path), { gzip: false })).toEqual({
      entries: 1,
      bytes: 3072,
    })
    expect(tarArchive(path).get('a')).toBe(1)
  })

  it.skipIf(noGnuTar)(`is extracted by GNU tar, packed or not${because(noGnuTar)}`, async () => {
    const archive = dictArchive({ entries: hostileKeys().map((key, i) => [key, i] as const) })
    for (const [gzip, flag] of [
      [false, '-xf'],
      [true, '-xzf'],
    ] as const) {
      const folder = tempDir()
      toolOutput('tar', [flag, fileOf(await exported(archive, { gzip })), '-C', folder])
      // One file for each key, in any case.
      expect(toolOutput('ls', ['-A', folder]).split('\n').length - 1).toBe(hostileKeys().length)
    }
  })

  it.skipIf(noPython)(`is read by the tarfile of Python${because(noPython)}`, async () => {
    const time = Date.UTC(2040, 0, 1)
    const archive = dictArchive({
      entries: Object.entries({ a: [1], b: 'x'.repeat(2000) }),
      clock: () => time,
    })
    const path = fileOf(await exported(archive, { gzip: true }))
    const script = 'import sys, tarfile; [print(m.name, m.size, m.mtime) for m in tarfile.open(sys.argv[1])]'
    expect(toolOutput('python3', ['-c', script, path])).toBe(
      `a.json 3 ${time / 1000}\nb.json 2002 ${time / 1000}\n`,
    )
  })

  it('is read by tar-stream', async () => {
    const archive = dictArchive({
      entries: Object.entries({ a: [1], [`${'x'.repeat(300)}`]: 2 }),
      clock: () => 5000,
    })
    const entries = extract()
    Readable.from([await exported(archive)]).pipe(entries as unknown as Writable)
    const names: string[] = []
    for await (const entry of entries) {
      names.push(entry.header.name)
      expect([entry.header.mtime.getTime(), entry.header.uname]).toEqual([5000, 'pilfer'])
      entry.resume()
    }
    expect(names).toEqual(['a.json', expect.stringMatching(/^#[0-9a-f]{64}\.json$/)])
  })
})

describe('exportTar, while the archive changes', () => {
  it('writes each key once, though an entry that is set anew is listed anew', async () => {
    const { archive } = givenTar()
    const large = 'x'.repeat(100_000)
    archive.setMany(Object.entries({ a: large, b: large, c: large }))
    let count = 0
    const path = join(tempDir(), 'exported.tar')
    const writable = createWriteStream(path)
    const write = writable.write.bind(writable)
    writable.write = ((...args: Parameters<typeof write>) => {
      if (count < 100) archive.set('a', `${large}${++count}`)
      return write(...args)
    }) as typeof write
    const { entries } = await exportTar(archive, writable, { codec: jsonCodec() })
    expect([entries, count]).toEqual([3, 4])
    expect([...tarArchive(path, { codec: jsonCodec() }).keys()].sort()).toEqual(['a', 'b', 'c'])
  })

  it('writes values as they were when they were read', async () => {
    const bytes = new Uint8Array(3_000_000).fill(1)
    const archive = dictArchive<Uint8Array>({ entries: [['a', bytes]] })
    const { writable, bytes: written } = sink({ highWaterMark: 1, delay: true })
    const done = exportTar(archive, writable)
    while (written().length === 0) await new Promise(setImmediate)
    bytes.fill(2)
    await done
    expect(
      tarArchive<Uint8Array>(fileOf(written()))
        .get('a')!
        .every((byte) => byte === 1),
    ).toBe(true)
  })

  it('reads on only when what it read has been taken', async () => {
    const reads: string[] = []
    const inner = dictArchive<string>({
      entries: Array.from({ length: 50 }, (_, i) => [`${i}`, 'x'.repeat(100_000)] as const),
    })
    const archive = createArchive<string>({
      ...storeOf(inner),
      read(key) {
        reads.push(key)
        return inner.read(key)
      },
    })
    const through = new PassThrough()
    const done = exportTar(archive, through, { codec: jsonCodec() })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(reads.length).toBeLessThan(5)
    through.resume()
    expect((await done).entries).toBe(50)
  })
})

/** What an archive is made of that does as another one. */
const storeOf = (inner: any) => ({
  kind: 'wrapped',
  supports: inner.supports,
  read: (key: string) => inner.read(key),
  write: (key: string, record: any) => void inner.write(key, record),
  delete: (key: string) => inner.delete(key),
  clear: () => inner.clear(),
  keys: () => inner.keys(),
})

describe('exportTar, when something fails', () => {
  it('throws what the stream throws', async () => {
    const reason = new Error('the disk is gone')
    const archive = dictArchive({ entries: Object.entries({ a: 'x'.repeat(100_000), b: 2 }) })
    for (const gzip of [false, true]) {
      const writable = new Writable({ write: (_chunk, _encoding, done) => done(reason) })
      expect(await codeOfRejection(exportTar(archive, writable, { gzip }))).toBe(reason)
      expect(writable.destroyed).toBe(true)
    }
    const closed = new Writable({ write: (_chunk, _encoding, done) => done() })
    closed.destroy()
    expect(await codeOfRejection(exportTar(archive, closed))).toMatchObject({
      code: expect.stringMatching(/^ERR_STREAM/),
    })
  })

  it('throws what the archive throws, and destroys the stream', async () => {
    const reason = new Error('the server is gone')
    const inner = dictArchive({ entries: Object.entries({ a: 1, b: 2 }) })
    const archive = createArchive({
      ...storeOf(inner),
      read: (key) => {
        if (key === 'b') throw reason
        return inner.read(key)
      },
    })
    const { writable } = sink()
    expect(await codeOfRejection(exportTar(archive, writable))).toBe(reason)
    expect([writable.destroyed, writable.writableFinished]).toEqual([true, false])
  })

  it('names the entry that the codec cannot keep', async () => {
    const archive = dictArchive<unknown>({
      entries: Object.entries({ fine: 1, faulty: { part: undefined } }),
    })
    const done = exportTar(archive, sink().writable, { codec: jsonCodec() })
    await expect(done).rejects.toThrow(/the entry "faulty" cannot be exported: .*part/)
    expect(await codeOfRejection(done)).toBe('VALUE_UNSUPPORTED')
  })

  it('refuses what is no archive, no stream, no option', async () => {
    const archive = dictArchive()
    const { writable } = sink()
    for (const [args, code] of [
      [[undefined, writable], 'OPTION_INVALID'],
      [[new Map(), writable], 'OPTION_INVALID'],
      [[archive, undefined], 'OPTION_INVALID'],
      [[archive, 'a path'], 'OPTION_INVALID'],
      [[archive, writable, 5], 'OPTION_INVALID'],
      [[archive, writable, { gzip: 9 }], 'OPTION_INVALID'],
      [[archive, writable, { codec: {} }], 'OPTION_INVALID'],
      [[archive, writable, { gziped: true }], 'OPTION_UNKNOWN'],
      [[unlisted(), writable], 'ARCHIVE_NOT_ENUMERABLE'],
    ] as const)
      expect(await codeOfRejection((exportTar as any)(...args))).toBe(code)
    expect(writable.destroyed).toBe(false)
    expect(await exportTar(nullArchive(), writable)).toEqual({ entries: 0, bytes: 1024 })
  })
})

function unlisted() {
  const inner = dictArchive()
  return createArchive({ ...storeOf(inner), supports: { ...inner.supports, enumerate: false } })
}
