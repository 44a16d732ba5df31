import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tarArchive } from '../../../src/archive/tar.js'
import { v8Codec } from '../../../src/codec/v8.js'
import { codeOf } from '../../helpers/error-code.js'
import { END, givenTar, member } from '../../helpers/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

/** A tar archive over a file of these bytes. */
function over(...parts: Uint8Array[]) {
  const path = join(tempDir(), 'given.tar')
  writeFileSync(path, Buffer.concat(parts))
  return givenTar({}, path)
}

/** Adds entries as another program would: in the place of the end. */
function add(path: string, at: number, ...parts: Uint8Array[]): void {
  truncateSync(path, at)
  appendFileSync(path, Buffer.concat([...parts, END]))
}

const json = (name: string, value: unknown) => member({ name, body: JSON.stringify(value) })

describe('a file that is given to tarArchive', () => {
  const open = (bytes: Uint8Array) => {
    const path = join(tempDir(), 'given.tar')
    writeFileSync(path, bytes)
    try {
      return tarArchive(path)
    } finally {
      // It is never changed by being refused.
      if (bytes.length > 0) expect(readFileSync(path).subarray(0, bytes.length).equals(bytes)).toBe(true)
    }
  }

  it('loses the zeros behind its end, and nothing else', () => {
    const theirs = Buffer.concat([json('a.json', 1), Buffer.alloc(10_240 - 1024)])
    const { archive, path, open } = over(theirs)
    expect([[...archive.keys()], archive.size, archive.verify().faults]).toEqual([['a'], 1, []])
    expect(readFileSync(path).equals(theirs.subarray(0, 2048))).toBe(true)
    const other = open()
    other.set('b', 2)
    expect([[...archive.keys()], [...open().keys()]]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('is refused when it is compressed, with a word on what reads it', () => {
    const bytes = gzipSync(Buffer.concat([json('a.json', 1), END]))
    expect(codeOf(() => open(bytes))).toBe('ARCHIVE_PATH')
    expect(() => open(bytes)).toThrow(/compressed with gzip; importTar reads/)
  })

  it.each([
    ['text', Buffer.from('notes\n'.repeat(1000))],
    ['a single byte', Buffer.from('x')],
    ['an SQLite database', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080, 1)])],
    ['a record of a dir archive', Buffer.concat([Buffer.from('\x89PLF', 'latin1'), Buffer.alloc(600)])],
  ])('is refused when it is %s', (_, bytes) => {
    expect(codeOf(() => open(bytes))).toBe('ARCHIVE_PATH')
  })

  it('may be empty, or end without the zeros that end a tar', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(5),
      Buffer.alloc(512),
      END,
      Buffer.alloc(10_240),
      json('a.json', 1),
      json('a.json', 1).subarray(0, 513),
    ]) {
      const { archive, path, open, reports } = over(bytes)
      const before = new Map<string, unknown>(bytes[0] === 0x61 ? [['a', 1]] : [])
      expect(archive.equals(before)).toBe(true)
      archive.set('b', 2)
      before.set('b', 2)
      expect([archive.equals(before), open().equals(before), reports]).toEqual([true, true, []])
      expect(readFileSync(path).length % 512).toBe(0)
    }
  })
})

describe('entries that something else has put into a tar archive', () => {
  it('are values under the name of the codec, and bytes under any other', () => {
    const { archive } = over(json('a.json', [1]), member({ name: 'b.bin', body: 'bytes' }), END)
    expect(archive.get('a')).toEqual([1])
    expect(Buffer.from(archive.get('b.bin')).toString()).toBe('bytes')
    expect(archive.get('b.bin').buffer.byteLength).toBe(5)
    expect(archive.read('a')).toMatchObject({ created: 1_700_000_000_000, expires: Infinity, tags: [] })
  })

  it('throw where the codec cannot read them, and can be replaced', () => {
    const { archive } = over(member({ name: 'a.json', body: 'no JSON' }), END)
    expect(codeOf(() => archive.get('a'))).toBe('CODEC_DECODE')
    archive.set('a', 1)
    expect(archive.get('a')).toBe(1)
  })

  it('can be deleted, replaced and streamed', async () => {
    const body = 'x'.repeat(300_000)
    const { archive, path, open } = over(
      json('a.json', 1),
      json('b.json', 2),
      member({ name: 'c', body }),
      END,
    )
    archive.delete('a')
    archive.set('b', 3)
    expect([archive.get('b'), [...open().keys()].sort()]).toEqual([3, ['b', 'c']])
    let length = 0
    const { tarArchive } = await import('../../../src/archive/tar.js')
    for await (const piece of tarArchive(path).getStream('c')!) length += piece.length
    expect(length).toBe(body.length)
  })

  it('do not come back where what has replaced them is damaged', () => {
    const path = join(tempDir(), 'memo.tar')
    writeFileSync(path, Buffer.concat([member({ name: 'a.json', body: '"old"' }), END]))
    const { archive, open, bytes } = givenTar({}, path)
    archive.set('a', 'new')
    const harmed = bytes()
    harmed[harmed.indexOf('pilfer 1 live')]! ^= 1
    writeFileSync(path, harmed)
    expect(open().get('a')).toBe(undefined)
  })

  it('may end without having filled up the last block, and are moved all the same', () => {
    const { archive, bytes, path } = givenTar()
    archive.setMany(Object.entries({ a: 1, b: 'broken' }))
    const harmed = bytes()
    harmed[harmed.indexOf('broken')]! ^= 1
    const last = json('c.json', 'last').subarray(0, 512 + 6)
    writeFileSync(path, Buffer.concat([harmed.subarray(0, -END.length), last]))
    const again = givenTar({}, path)
    expect(again.archive.get('c')).toBe('last')
    again.archive.repair()
    expect(again.archive.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
    expect([...again.open()]).toEqual([
      ['a', 1],
      ['c', 'last'],
    ])
    expect(bytes().length % 512).toBe(0)
  })

  it('are streamed as what `get` gives, or not at all', async () => {
    const codec = v8Codec()
    const body = (value: unknown) => codec.encode(value).inline
    const { path } = over(
      member({ name: 'bytes.v8', body: body(Buffer.from('text')) }),
      member({ name: 'list.v8', body: body([1, 2]) }),
      member({ name: 'broken.v8', body: 'text' }),
      END,
    )
    const archive = tarArchive<any>(path, { codec })
    const pieces = []
    for await (const piece of archive.getStream('bytes')!) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(archive.get('bytes'))).toBe(true)
    expect(codeOf(() => archive.getStream('list'))).toBe('VALUE_NOT_BYTES')
    expect(codeOf(() => archive.getStream('broken'))).toBe('CODEC_DECODE')
  })

  it('hide nothing when their names lead anywhere else, since a name is only a key', () => {
    const hostile = ['../up.json', '/etc/passwd', 'a/../../b.json', 'C:\\x.json', '__proto__.json']
    const { archive } = over(...hostile.map((name, i) => json(name, i)), END)
    expect([...archive.keys()]).toEqual(['../up', '/etc/passwd', 'a/../../b', 'C:\\x', '__proto__'])
    expect(archive.get('__proto__')).toBe(4)
  })

  it('belong to a user who happens to be called pilfer', () => {
    const theirs = json('a.json', 1)
    theirs.write('pilfer', 265)
    theirs.write('0001750\0', 108)
    theirs.fill(' ', 148, 156)
    const sum = theirs.subarray(0, 512).reduce((a, b) => a + b, 0)
    theirs.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    const { archive, reports } = over(theirs, END)
    expect([archive.get('a'), reports]).toEqual([1, []])
  })

  it('may have words about themselves, or about all that follows', () => {
    const { archive, reports } = over(
      member({
        type: 'g',
        name: 'pax_global_header',
        body: '52 comment=0123456789012345678901234567890123456789\n',
      }),
      member({
        name: 'short.json',
        body: '1',
        words: [
          ['path', 'long and é.json'],
          ['mtime', '5.5'],
        ],
      }),
      member({
        name: 'kept.json',
        body: '2',
        words: [
          ['path', ''],
          ['size', ''],
          ['mtime', 'soon'],
        ],
      }),
      member({ name: 'larger', size: 0, words: [['size', '700']], body: 'x'.repeat(700) }),
      json('after.json', 3),
      END,
    )
    expect(archive.read('long and é')).toMatchObject({ value: 1, created: 5500 })
    expect(archive.read('kept')).toMatchObject({ value: 2, created: 1_700_000_000_000 })
    expect([archive.get('larger').length, archive.get('after'), reports]).toEqual([700, 3, []])
  })

  it('may have names that are not in UTF-8, which stay apart', () => {
    const named = (byte: number) => {
      const one = json('?.json', byte)
      one[0] = byte
      one.fill(' ', 148, 156)
      const sum = one.subarray(0, 512).reduce((a, b) => a + b, 0)
      one.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
      return one
    }
    const { archive, open } = over(named(0xe8), named(0xe9), END)
    for (const one of [archive, open()])
      expect([...one]).toEqual([
        ['\udce8', 0xe8],
        ['\udce9', 0xe9],
      ])
  })

  it('are not lost behind the end of the tar, where another one follows', () => {
    const tail = Buffer.concat([json('b.json', 2), json('c.json', 3), END])
    const { archive, aside, reports } = over(json('a.json', 1), END, tail)
    expect([...archive]).toEqual([['a', 1]])
    expect(reports.map((e) => e.code)).toEqual(['RECORD_DAMAGED'])
    expect(aside().includes(tail)).toBe(true)
  })

  it('are not lost where the file ends in the midst of them', () => {
    const tail = member({ name: 'b', body: 'x'.repeat(5000) }).subarray(0, 3000)
    const { archive, aside, reports } = over(json('a.json', 1), tail)
    expect([...archive]).toEqual([['a', 1]])
    expect(reports.map((e) => e.code)).toEqual(['RECORD_DAMAGED'])
    expect(aside().equals(tail)).toBe(true)
    archive.set('c', 3)
    expect(archive.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
  })
})

describe('an entry of a tar archive that a repacking program has given other words first', () => {
  it('is marked when it is replaced, and can be moved', () => {
    const { archive, path, bytes } = givenTar()
    archive.set('a', 'old')
    const [, head] = /comment=(pilfer 1 live [0-9a-f]{16} \S+)/.exec(bytes().toString('latin1'))!
    const repacked = join(tempDir(), 'repacked.tar')
    const words = [
      ['path', 'a.json'],
      ['comment', head!],
    ] as const
    const common = { owner: 'pilfer', name: 'PaxHeader' }
    writeFileSync(repacked, Buffer.concat([member({ ...common, body: '"old"', words }), END]))
    const again = givenTar({}, repacked)
    expect(again.archive.read('a')).toEqual(archive.read('a'))
    again.archive.set('a', 'new')
    expect(again.bytes().includes('pilfer 1 dead')).toBe(true)
    // The new value is damaged, and the old one does not come back.
    const harmed = again.bytes()
    harmed[harmed.lastIndexOf('"new"') + 1]! ^= 1
    writeFileSync(repacked, harmed)
    expect(again.open().get('a')).toBe(undefined)
    add(path, 0)
  })
})
