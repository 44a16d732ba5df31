import type { AnyArchive, AsyncArchive } from '../archive.js'
import { ABSENT, type ArchiveCases, codeIn, enumerable, failure, holds } from './archive-cases.js'
import { recordOf } from './record-of.js'
import { same } from './runner.js'

const streaming = (archive: AnyArchive): boolean => archive.supports.blobs

/** `length` bytes of which each tells its place. */
const bytes = (length: number): Uint8Array => new Uint8Array(length).map((_, i) => (i * 7) % 251)

/** `all` in pieces of uneven length, one of them empty. */
async function* pieces(all: Uint8Array): AsyncGenerator<Uint8Array> {
  yield all.subarray(0, 0)
  for (let at = 0, length = 1; at < all.length; at += length, length = length * 3 + 1)
    yield all.subarray(at, at + length)
}

async function streamed(archive: AsyncArchive<any>, key: string): Promise<Uint8Array | undefined> {
  const stream = await archive.getStream(key)
  if (stream === undefined) return undefined
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(new Uint8Array(part))
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** Values as streams of bytes. */
export function streamCases({ test, retaining }: ArchiveCases): void {
  retaining(
    'keeps a stream as the bytes that it gives, and gives bytes as a stream',
    async (archive, { clock, advance }) => {
      for (const length of [0, 1, 70_000, 300_000]) {
        const all = bytes(length)
        same(
          (await archive.setStream('a', pieces(all), { ttl: 50, tags: ['x'] })) === archive,
          true,
          'it returns the archive',
        )
        const record = await recordOf(archive, 'a')
        same(record, { value: all, created: clock(), expires: clock() + 50, tags: ['x'] }, `${length} bytes`)
        same(await streamed(archive, 'a'), all, 'as a stream again')
        await archive.set('b', all)
        same(await streamed(archive, 'b'), all, 'that were set at once')
        same(await streamed(archive, 'none'), undefined, 'no stream of an absent key')
      }
      await archive.setStream('c', [bytes(3)])
      advance(50)
      same([await streamed(archive, 'a'), await archive.get('c')], [undefined, bytes(3)], 'until they expire')
    },
    streaming,
  )

  retaining(
    'keeps what it had when a stream fails',
    async (archive) => {
      await archive.set('a', bytes(5))
      const reason = new Error('the reason')
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield bytes(100_000)
        throw reason
      }
      for (const key of ['a', 'b'])
        same(
          (await failure(() => archive.setStream(key, failing()))) === reason,
          true,
          'what the stream throws',
        )
      same([await archive.get('a'), await archive.get('b', ABSENT)], [bytes(5), ABSENT], 'the old values')
      for (const wrong of [['text'], [1], [null]] as any[])
        same(
          codeIn(await failure(() => archive.setStream('a', wrong))),
          'OPTION_INVALID',
          'pieces that are no bytes',
        )
      for (const wrong of [undefined, 5, {}, 'text', bytes(1)] as any[])
        same(
          codeIn(await failure(() => archive.setStream('a', wrong))),
          'OPTION_INVALID',
          'what is no stream',
        )
      same(await archive.get('a'), bytes(5), 'nothing was set')
      if (enumerable(archive))
        same(await archive.verify(), { records: 1, faults: [], leftovers: 0 }, 'and nothing was left')
    },
    streaming,
  )

  retaining(
    'gives the stream of the value that was there when it was asked for',
    async (archive) => {
      await archive.set('a', bytes(300_000))
      const stream = (await archive.getStream('a'))!
      await archive.set('a', bytes(1))
      let length = 0
      for await (const part of stream) length += part.length
      same(length, 300_000, 'its length')
      await archive.set('a', { text: 'no bytes' })
      same(
        codeIn(await failure(() => streamed(archive, 'a'))),
        'VALUE_NOT_BYTES',
        'of a value that is no bytes',
      )
      await holds(archive, { a: { text: 'no bytes' } }, 'the value is there')
    },
    (archive) => streaming(archive),
  )

  test(
    'refuses streams where it has none',
    async (archive) => {
      same(codeIn(await failure(() => archive.setStream('a', []))), 'ARCHIVE_UNSUPPORTED', 'one to be set')
      same(codeIn(await failure(() => archive.getStream('a'))), 'ARCHIVE_UNSUPPORTED', 'one to be got')
    },
    (archive) => !streaming(archive),
  )
}
