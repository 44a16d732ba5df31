import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bytesCodec } from '../../../src/codec/bytes.js'
import { codeOf } from '../../helpers/error-code.js'
import { frames, givenFile } from '../../helpers/file-archive.js'

const text = (letter: string): string => letter.repeat(40)
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(text) as [string, string, string, string]
const ABC = { a: A, b: B, c: C }
const ABCD = { ...ABC, d: D }

const keptIn = (path: string): string => `${path}.damaged`

describe('a damaged file archive', () => {
  it('loses the entry whose bytes have changed, and no other', () => {
    const { archive, open, edit, frame, codes } = givenFile()
    archive.setMany(Object.entries(ABC))
    edit((bytes) => void (bytes[frame('b') + 170]! ^= 1))
    const other = open()
    expect([other.get('a'), other.get('b'), other.get('c')]).toEqual([A, undefined, C])
    expect([other.has('b'), [...other.keys()]]).toEqual([false, ['a', 'c']])
    expect(other.get('b', 'none')).toBe('none')
    expect(codes()).toEqual(['RECORD_DAMAGED'])
    other.set('b', 4)
    expect([other.get('b'), open().get('b')]).toEqual([4, 4])
  })

  it.each([
    ['its header', 0, 32],
    ['the key in its head', 96, 1],
    ['its head', 32, 128],
    ['all of it', 0, 200],
    ['its state', 28, 1],
  ])('passes over a frame when damage strikes %s, and reports it once', (_, from, length) => {
    const { archive, open, edit, frame, reports, path } = givenFile()
    archive.setMany(Object.entries(ABC))
    const at = frame('b')
    edit((bytes) => void bytes.fill(0xaa, at + from, at + from + length))
    const other = open()
    for (const _ of [1, 2]) expect([...other].sort()).toEqual(Object.entries({ a: A, c: C }))
    other.set('d', 4)
    expect(reports).toHaveLength(1)
    expect(reports[0]!.message).toContain(`${path} at byte ${at} is damaged`)
    expect([...open()].sort()).toEqual(Object.entries({ a: A, c: C, d: 4 }))
  })

  it('never takes an older value for the last word', () => {
    for (const [from, length] of [
      [0, 32],
      [32, 128],
      [165, 3],
    ]) {
      const { archive, open, edit, frame } = givenFile()
      archive.set('a', 'old value')
      archive.set('a', 'new value')
      archive.set('b', 1)
      edit((bytes) => void bytes.fill(0xaa, frame('a', 1) + from!, frame('a', 1) + from! + length!))
      expect([open().get('a', 'none'), open().get('b')]).toEqual(['none', 1])
    }
  })

  it('reports every flipped bit in a state, and never gives the older value', () => {
    for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
      const { archive, open, edit, frame, codes } = givenFile()
      archive.set('a', 'old value')
      archive.set('a', 'new value')
      const [old, current] = [frame('a', 0), frame('a', 1)]
      edit((bytes) => void (bytes[old + 28]! ^= bit))
      expect([open().get('a'), codes()]).toEqual(['new value', ['RECORD_DAMAGED']])
      edit((bytes) => void (bytes[current + 28]! ^= bit))
      expect(open().get('a')).toBe(undefined)
    }
  })

  it('does not take what lies inside a value for entries of its own', () => {
    const { archive, open, edit, frame, path } = givenFile({ codec: bytesCodec() })
    archive.set('ghost', Buffer.from('ghost'))
    const copy = readFileSync(path)
    archive.delete('ghost')
    archive.set('copy', copy)
    archive.set('z', Buffer.from('z'))
    edit((bytes) => void bytes.fill(0, frame('copy'), frame('copy') + 32))
    expect([...open().keys()]).toEqual(['z'])
  })

  it('is read although its own header is damaged, and is whole again once repaired', () => {
    const { archive, open, edit, reports } = givenFile()
    archive.setMany(Object.entries({ a: 1, b: 2 }))
    edit((bytes) => void bytes.fill(0, 0, 64))
    const other = open()
    expect([...other]).toEqual(Object.entries({ a: 1, b: 2 }))
    expect(reports.map(({ message }) => message).join()).toContain('at byte 0 is damaged')
    other.set('c', 3)
    other.repair()
    reports.length = 0
    expect([...open()].sort()).toEqual(Object.entries({ a: 1, b: 2, c: 3 }))
    expect(reports).toEqual([])
  })

  it('ends before a tail that was cut, at any byte, without a report', () => {
    const { archive, open, path, size, codes, frame } = givenFile()
    archive.setMany(Object.entries({ a: 1, b: 2 }))
    const whole = readFileSync(path)
    const begin = frame('b')
    for (let end = begin; end < whole.length; end += 7) {
      writeFileSync(path, whole)
      truncateSync(path, end)
      const other = open()
      expect([...other]).toEqual([['a', 1]])
      expect(size()).toBe(begin)
      other.set('c', 3)
      expect([...open()]).toEqual(Object.entries({ a: 1, c: 3 }))
    }
    expect(codes()).toEqual([])
  })

  it('cuts a large value that was not written to its end', () => {
    const { archive, open, path, size, frame, codes } = givenFile({ codec: bytesCodec() })
    archive.set('a', Buffer.alloc(10))
    archive.set('b', Buffer.alloc(3_000_000, 1))
    const begin = frame('b')
    const bytes = readFileSync(path)
    // The body is there, and what makes the frame visible is not.
    writeFileSync(path, bytes.fill(0, begin, begin + 32))
    expect([...open().keys()]).toEqual(['a'])
    expect([size(), codes()]).toEqual([begin, []])
  })

  it('sets aside a tail that nobody can have been writing', () => {
    const { archive, open, path, codes, edit, size } = givenFile()
    archive.set('a', 1)
    const end = size()
    edit((bytes) => Buffer.concat([bytes, Buffer.from('what is this?'.repeat(10))]))
    expect([...open()]).toEqual([['a', 1]])
    expect([size(), codes()]).toEqual([end, ['RECORD_DAMAGED']])
    expect(readFileSync(keptIn(path), 'utf8')).toContain('what is this?')
  })

  it('says what is wrong when it is verified, and changes nothing', () => {
    const { archive, open, edit, frame, path } = givenFile()
    archive.setMany(Object.entries(ABCD))
    edit((bytes) => {
      bytes[frame('b') + 170]! ^= 1
      bytes.fill(0xaa, frame('c'), frame('c') + 40)
    })
    const before = readFileSync(path)
    const report = open().verify()
    expect([report.records, report.faults.length, report.leftovers]).toEqual([2, 2, 0])
    for (const fault of report.faults) expect(fault.message).toContain(path)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('sets aside what is wrong when it is repaired, and is sound then', () => {
    const { archive, open, edit, frame, path } = givenFile()
    archive.setMany(Object.entries(ABCD))
    const [b, c] = [frame('b'), frame('c')]
    edit((bytes) => {
      bytes[b + 170]! ^= 1
      bytes.fill(0xaa, c, c + 40)
    })
    const damaged = readFileSync(path)
    const other = open()
    const report = other.repair()
    expect([report.records, report.faults.length]).toEqual([2, 2])
    expect(other.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
    expect([...archive].sort()).toEqual(Object.entries({ a: A, d: D }))
    const kept = readFileSync(keptIn(path))
    for (const at of [b, c]) expect(kept.includes(damaged.subarray(at, at + 150))).toBe(true)
    expect(frames(path).map(({ key }) => key)).toEqual(['a', 'd'])
  })
})

describe('a file that is no file archive', () => {
  it.each([
    ['a text', 'what I wrote\n'.repeat(20)],
    ['a short text', 'x'],
    ['zeros', '\0'.repeat(200)],
  ])('is refused and left alone: %s', (_, text) => {
    const { open, path } = givenFile()
    writeFileSync(path, text)
    expect(codeOf(open)).toBe('ARCHIVE_PATH')
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('is refused when a newer pilfer wrote it', async () => {
    const { crc32 } = await import('node:zlib')
    const { open, edit } = givenFile()
    edit((bytes) => {
      bytes.writeUInt32LE(2, 8)
      bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16)
    })
    expect(codeOf(open)).toBe('FORMAT_NEWER')
  })
})
