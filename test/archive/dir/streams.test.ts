import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../../src/archive/dir.js'
import { bytesCodec } from '../../../src/codec/bytes.js'
import { gzip } from '../../../src/codec/gzip.js'
import { v8Codec } from '../../../src/codec/v8.js'
import { compose } from '../../../src/codec.js'
import { flipBit, givenDir } from '../../helpers/dir-archive.js'
import { codeOf, codeOfRejection } from '../../helpers/error-code.js'

const LENGTH = 3_000_000
const bytes = (length = LENGTH): Uint8Array => new Uint8Array(length).map((_, i) => (i * 7) % 251)

function* pieces(all: Uint8Array, length = 100_000): Generator<Uint8Array> {
  for (let at = 0; at < all.length; at += length) yield all.subarray(at, at + length)
}

async function collected(stream: AsyncIterable<Uint8Array>, parts: Uint8Array[] = []): Promise<Buffer> {
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

/** How many of this process's descriptors lead below `path`. */
const descriptors = (path: string): number =>
  process.platform === 'linux' ? readLinks().filter((target) => target.startsWith(path)).length : 0

function readLinks(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)]
    } catch {
      return [] // That of the listing itself.
    }
  })
}

describe('a stream into a dirArchive', () => {
  it('makes the file that `set` makes of the same bytes', async () => {
    for (const codec of [v8Codec(), bytesCodec()]) {
      const { archive, file, temporary } = givenDir({ codec, clock: () => 1000 })
      for (const key of ['a', 'A/ü\ud83d', 'k'.repeat(5000)]) {
        await archive.setStream(key, pieces(bytes()), { ttl: 50, tags: ['x', 'y'] })
        const streamed = readFileSync(file(key))
        archive.set(key, bytes(), { ttl: 50, tags: ['x', 'y'] })
        expect(Buffer.compare(streamed, readFileSync(file(key)))).toBe(0)
      }
      expect(temporary()).toEqual([])
    }
  })

  it('is in the folder for files being written until it ends', async () => {
    const { archive, path, temporary } = givenDir({ durability: 'disk' })
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield bytes(10)
      await turn()
      expect([temporary().length, archive.has('a'), archive.verify().leftovers]).toEqual([1, false, 0])
      dirArchive(path)
      yield bytes(20)
    }
    await archive.setStream('a', slow())
    expect([temporary(), archive.get('a')]).toEqual([[], Uint8Array.from([...bytes(10), ...bytes(20)])])
  })

  it('of which there are two for one key keeps the one that ends last', async () => {
    const { archive, temporary } = givenDir()
    const ends = new Map<number, () => void>()
    async function* waiting(length: number): AsyncGenerator<Uint8Array> {
      yield bytes(length)
      await new Promise<void>((resolve) => ends.set(length, resolve))
    }
    const [first, second] = [archive.setStream('a', waiting(5)), archive.setStream('a', waiting(6))]
    while (ends.size < 2) await turn()
    ends.get(6)!()
    await second
    expect(archive.get('a')).toEqual(bytes(6))
    ends.get(5)!()
    await first
    expect([archive.get('a'), temporary()]).toEqual([bytes(5), []])
  })

  it('says so when the folder is removed under it', async () => {
    const { archive, path } = givenDir()
    async function* removing(): AsyncGenerator<Uint8Array> {
      yield bytes(10)
      rmSync(path, { recursive: true })
      yield bytes(10)
    }
    expect(await codeOfRejection(archive.setStream('a', removing()))).toBe('ARCHIVE_IO')
    await archive.setStream('a', pieces(bytes()))
    expect(Buffer.compare(archive.get('a'), bytes())).toBe(0)
  })

  it('is refused where the codec has none', async () => {
    const { archive } = givenDir({ codec: compose(v8Codec(), gzip()) })
    expect(archive.supports.blobs).toBe(false)
    expect(await codeOfRejection(archive.setStream('a', [bytes(1)]))).toBe('ARCHIVE_UNSUPPORTED')
  })
})

describe('a stream out of a dirArchive', () => {
  it('that is damaged in the middle fails at its end', async () => {
    const { archive, file, path, aside, reports } = givenDir()
    archive.set('a', bytes())
    flipBit(file('a'), -LENGTH / 2)
    const parts: Uint8Array[] = []
    expect(await codeOfRejection(collected(archive.getStream('a')!, parts))).toBe('RECORD_DAMAGED')
    expect(Buffer.concat(parts).length).toBeGreaterThan(LENGTH / 2)
    expect([descriptors(path), reports, aside()]).toEqual([0, [], []])
    expect([archive.get('a'), reports.length, aside().length]).toEqual([undefined, 1, 1])
  })

  it('of a record that is damaged in its head, or cut short, is a miss', () => {
    const { archive, file, path, reports, aside } = givenDir()
    for (const harm of [() => flipBit(file('a'), 70), () => rmSync(file('a')), () => archive.delete('a')]) {
      archive.set('a', bytes())
      harm()
      expect(archive.getStream('a')).toBe(undefined)
    }
    expect([descriptors(path), reports.length, aside().length]).toEqual([0, 1, 1])
  })

  it('of what is no bytes, or of another codec, is refused', () => {
    const { archive, path } = givenDir()
    archive.set('a', new Map())
    dirArchive(path, { codec: bytesCodec() }).set('b', bytes())
    expect([codeOf(() => archive.getStream('a')), codeOf(() => archive.getStream('b'))]).toEqual([
      'VALUE_NOT_BYTES',
      'CODEC_MISMATCH',
    ])
    expect(descriptors(path)).toBe(0)
  })

  it('that nobody reads leaves no file open once it is destroyed, at any time', async () => {
    const { archive, path } = givenDir()
    archive.set('a', bytes())
    archive.set('small', bytes(10))
    const closed = (stream: Readable): Promise<void> =>
      new Promise((resolve) => stream.once('close', resolve))
    for (const turns of [0, 1, 2, 3]) {
      const streams = ['a', 'a', 'small'].map((key) => archive.getStream(key) as Readable)
      streams[1]!.resume()
      for (let i = 0; i < turns; i++) await turn()
      const all = Promise.all(streams.map((stream) => (stream.closed ? undefined : closed(stream))))
      for (const stream of streams) stream.destroy()
      await all
      expect(descriptors(path)).toBe(0)
    }
    for await (const part of archive.getStream('a')!) {
      expect(part.length).toBeGreaterThan(0)
      break
    }
    while (descriptors(path) > 0) await turn()
  })

  it('goes on when the record is removed or the archive is closed', async () => {
    const { archive, file } = givenDir()
    archive.set('a', bytes())
    const stream = archive.getStream('a')!
    archive.delete('a')
    archive.close()
    expect(existsSync(file('a'))).toBe(false)
    expect(Buffer.compare(await collected(stream), bytes())).toBe(0)
  })
})
