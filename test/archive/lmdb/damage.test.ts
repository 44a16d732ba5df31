import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LONGEST, storedKey } from '../../../src/archive/lmdb/keys.js'
import { PIECE } from '../../../src/archive/lmdb/pieces.js'
import { lmdbArchive } from '../../../src/archive/lmdb.js'
import type { PilferError } from '../../../src/errors.js'
import { checksum } from '../../../src/internal/record/checksum.js'
import { RecordCoder } from '../../../src/internal/record/coder.js'
import { codeOf } from '../../helpers/error-code.js'
import { alter, givenLmdb } from '../../helpers/lmdb-archive.js'

const flip =
  (at: number) =>
  (bytes: Buffer): Buffer => {
    bytes[at < 0 ? bytes.length + at : at]! ^= 1
    return bytes
  }

/** An archive with `a`, `b` and `c`, of which `b` is changed while it is closed, opened anew. */
function givenHarmed(value: unknown, harm: (bytes: Buffer) => Uint8Array | undefined, database = 'records') {
  const { archive: first, path, reports, aside } = givenLmdb()
  first.setMany(Object.entries({ a: value, b: value, c: value }))
  first.close()
  const key = database === 'pieces' ? Buffer.from('b\0\0\0\x01') : Buffer.from('b')
  alter(path, `${database}:memo`, key, harm)
  const archive = lmdbArchive<any>(path, { onDamage: (error) => reports.push(error) })
  return { archive, path, reports, aside }
}

const LARGE = Array.from({ length: PIECE / 2 }, (_, i) => i).join(' ')

describe('a damaged record of an lmdb archive', () => {
  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['with a flipped bit in its body', flip(-1)],
    ['with a flipped bit in its head', flip(70)],
    ['with a flipped bit in its first bytes', flip(1)],
    ['that lost its last byte', (bytes) => bytes.subarray(0, -1)],
    ['that ends in its head', (bytes) => bytes.subarray(0, 40)],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is followed by something', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
    ['that is something else', () => Buffer.from('something else')],
    [
      'that is larger than memory, by its own word',
      (bytes) => {
        bytes.writeUIntLE(2 ** 47, 48, 6)
        bytes.writeUInt32LE(checksum([bytes.subarray(0, 128)], 12), 8)
        return bytes
      },
    ],
  ])('%s is a miss, reported once and set aside', (_, harm) => {
    for (const value of ['small', 'x'.repeat(200_000), LARGE]) {
      const { archive, reports, aside, path } = givenHarmed(value, harm)
      expect([archive.get('b'), archive.get('b', 'absent')]).toEqual([undefined, 'absent'])
      expect(reports.map((e) => e.code)).toEqual(['RECORD_DAMAGED'])
      expect(reports[0]!.message).toContain('record of "b" is damaged: ')
      expect(aside()).toHaveLength(1)
      expect(reports[0]!.message).toContain(join(path, 'damaged', 'memo', aside()[0]!))
      expect([[...archive.keys()], archive.has('b'), archive.size]).toEqual([['a', 'c'], false, 2])
      expect([archive.get('a'), archive.get('c')]).toEqual([value, value])
      archive.set('b', 'new')
      expect([archive.get('b'), reports.length]).toEqual(['new', 1])
      archive.clear()
      expect(readdirSync(path).sort()).toEqual([
        'data.mdb',
        'lock.mdb',
        'pilfer-lock',
        'pilfer-lock.lock',
        'pilfer.json',
      ])
      expect(archive.stats()).toEqual({ entries: 0, liveBytes: 0, deadBytes: 0 })
      archive.close()
    }
  })

  it.each<[string, (bytes: Buffer) => Uint8Array | undefined]>([
    ['a flipped bit in', flip(1000)],
    ['a part of', (bytes) => bytes.subarray(0, 500)],
    ['nothing of', () => undefined],
  ])('may have %s one of its pieces', (_, harm) => {
    const { archive, reports, aside } = givenHarmed(LARGE, harm, 'pieces')
    expect(archive.get('b')).toBe(undefined)
    expect([reports.length, aside().length, archive.size]).toEqual([1, 1, 2])
    expect(archive.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
  })

  it('is a file with all that was left of it', () => {
    const { archive, path, aside } = givenHarmed('small', flip(-1))
    archive.get('b')
    const file = readFileSync(join(path, 'damaged', 'memo', aside()[0]!))
    file[file.length - 1]! ^= 1
    const record = archive.read('a')!
    const sound = new RecordCoder({
      name: 'v8',
      encode: () => ({ inline: Buffer.alloc(0), blobs: [] }),
      decode: () => 0,
    })
    const [head] = sound.encode('b', { ...record, value: 0 })
    expect(file.length).toBeGreaterThan(head!.length)
    expect(checksum([file], 8)).toBe(file.readUInt32LE(4))
  })

  it('is reported once and passed over where it cannot be moved', () => {
    const { archive, path, reports } = givenHarmed('small', flip(-1))
    writeFileSync(join(path, 'damaged'), 'in the way')
    expect([archive.get('b'), archive.get('b'), archive.getMany(['a', 'b'])]).toEqual([
      undefined,
      undefined,
      new Map([['a', 'small']]),
    ])
    expect(reports.map(({ message }) => message)).toEqual([expect.stringContaining('cannot be moved away')])
    archive.set('b', 'new')
    expect(archive.get('b')).toBe('new')
  })

  it('holds the key that is asked for, or is damaged', () => {
    const { archive, path } = givenLmdb()
    archive.setMany(Object.entries({ a: 1, b: 2 }))
    archive.close()
    let a = Buffer.alloc(0)
    alter(path, 'records:memo', Buffer.from('a'), (bytes) => (a = Buffer.from(bytes)))
    alter(path, 'records:memo', Buffer.from('b'), () => a)
    const reports: string[] = []
    const next = lmdbArchive(path, { onDamage: ({ message }) => reports.push(message) })
    expect([next.get('b'), next.get('a')]).toEqual([undefined, 1])
    expect(reports).toEqual([expect.stringContaining('it holds the key "a"')])
  })

  it('is not one of a later format, which is refused', () => {
    const { archive, reports } = givenHarmed(1, (bytes) => {
      bytes.writeUInt16LE(2, 12)
      bytes.writeUInt32LE(checksum([bytes.subarray(0, bytes.readUInt32LE(16))], 12), 8)
      bytes.writeUInt32LE(checksum([bytes], 8), 4)
      return bytes
    })
    for (const call of [() => archive.get('b'), () => archive.verify(), () => archive.repair()])
      expect(codeOf(call)).toBe('FORMAT_NEWER')
    expect([reports, archive.size]).toEqual([[], 3])
  })

  it('is not one whose codec cannot read it, which is an error', () => {
    const { archive, path } = givenLmdb()
    const broken = lmdbArchive(path, {
      codec: { name: 'v8', encode: () => ({ inline: Buffer.from('no v8'), blobs: [] }), decode: () => 0 },
    })
    broken.set('a', 1)
    expect(codeOf(() => archive.get('a'))).toBe('CODEC_DECODE')
    expect([archive.size, archive.verify().records]).toEqual([1, 1])
  })

  it('comes back when it was set aside in a transaction that came to nothing', () => {
    const { archive, reports } = givenHarmed('small', flip(-1))
    expect(() =>
      archive.transact(() => {
        expect(archive.get('b')).toBe(undefined)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect([archive.size, archive.get('b'), archive.size, reports.length]).toEqual([3, undefined, 2, 2])
  })
})

describe('verify and repair of an lmdb archive', () => {
  it('find what is damaged, say where, and set it aside', () => {
    const { archive, reports, aside, path } = givenHarmed('small', flip(-1))
    const found = archive.verify()
    expect(found).toEqual({
      records: 3,
      faults: [expect.objectContaining({ code: 'RECORD_DAMAGED' })],
      leftovers: 0,
    })
    expect(found.faults[0]!.message).toBe(`${path}, record of "b" is damaged: its checksum does not hold`)
    expect([archive.size, aside(), reports]).toEqual([3, [], []])
    const repaired = archive.repair()
    expect(repaired).toEqual({
      records: 2,
      faults: [expect.objectContaining({ code: 'RECORD_DAMAGED' })],
      leftovers: 0,
    })
    expect(repaired.faults[0]!.message).toContain(join(path, 'damaged', 'memo', aside()[0]!))
    expect([archive.size, archive.verify()]).toEqual([2, { records: 2, faults: [], leftovers: 0 }])
  })

  it('find what is noted wrongly, and note it anew', () => {
    const long = 'k'.repeat(LONGEST + 1)
    const { archive: first, path } = givenLmdb()
    first.set('ttl', 1, { ttl: 1e9 })
    first.set(long, 2)
    first.set('large', LARGE)
    first.close()
    alter(path, 'notes:memo', Buffer.from('ttl'), () => undefined)
    alter(path, 'notes:memo', storedKey(long), () => undefined)
    const archive = lmdbArchive<any>(path)
    expect([archive.has('ttl'), archive.get('ttl'), archive.get(long)]).toEqual([true, 1, 2])
    expect(archive.verify().faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('what is noted of it is not what it says'),
      expect.stringContaining('what is noted of it is not what it says'),
    ])
    expect(archive.repair().records).toBe(3)
    expect([[...archive.keys()], archive.verify()]).toEqual([
      [long, 'large', 'ttl'],
      { records: 3, faults: [], leftovers: 0 },
    ])
  })

  it('find a bit that was flipped in the file', () => {
    const { archive: first, path } = givenLmdb()
    for (const key of ['a', 'b', 'c']) first.set(key, `the value of ${key}`)
    first.close()
    const file = join(path, 'data.mdb')
    const bytes = readFileSync(file)
    for (let at = 0; (at = bytes.indexOf('the value of b', at)) !== -1; at++) bytes[at]! ^= 1
    writeFileSync(file, bytes)
    const reports: PilferError[] = []
    const archive = lmdbArchive(path, { onDamage: (error) => reports.push(error) })
    expect(archive.verify()).toMatchObject({ records: 3, faults: [{ code: 'RECORD_DAMAGED' }] })
    expect([archive.get('b'), archive.get('a'), archive.get('c'), reports.length]).toEqual([
      undefined,
      'the value of a',
      'the value of c',
      1,
    ])
  })
})
