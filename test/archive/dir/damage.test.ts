import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setAside } from '../../../src/archive/dir/set-aside.js'
import { dirArchive } from '../../../src/archive/dir.js'
import { identityAt } from '../../../src/internal/fs/file-identity.js'
import { checksum } from '../../../src/internal/record/checksum.js'
import { flipBit, givenDir, namesIn } from '../../helpers/dir-archive.js'
import { codeOf } from '../../helpers/error-code.js'
import { tempDir } from '../../helpers/temp-dir.js'

const LARGE = 'x'.repeat(200_000)

describe('a damaged record of a dirArchive', () => {
  it.each<[string, (file: string) => void]>([
    ['with a flipped bit in its body', (file) => flipBit(file, -1)],
    ['with a flipped bit in its head', (file) => flipBit(file, 70)],
    ['with a flipped bit in its first bytes', (file) => flipBit(file, 1)],
    ['that lost its last byte', (file) => truncateSync(file, readFileSync(file).length - 1)],
    ['that ends in its head', (file) => truncateSync(file, 40)],
    ['that is empty', (file) => truncateSync(file, 0)],
    ['that is followed by something', (file) => writeFileSync(file, 'x', { flag: 'a' })],
    ['that is something else', (file) => writeFileSync(file, 'something else')],
    [
      'that is larger than memory, by its own word',
      (file) => {
        const bytes = readFileSync(file)
        bytes.writeUIntLE(2 ** 47, 48, 6)
        bytes.writeUInt32LE(checksum([bytes.subarray(0, 128)], 12), 8)
        writeFileSync(file, bytes)
      },
    ],
  ])('%s is a miss, reported once and set aside', (_, harm) => {
    for (const value of ['small', LARGE]) {
      const { archive, file, reports, aside, path } = givenDir()
      archive.setMany(Object.entries({ a: value, b: value, c: value }))
      harm(file('b'))
      expect([archive.get('b'), archive.get('b', 'absent')]).toEqual([undefined, 'absent'])
      expect(reports.map((e) => e.code)).toEqual(['RECORD_DAMAGED'])
      expect(reports[0]!.message).toContain(file('b'))
      expect(aside()).toHaveLength(1)
      expect(reports[0]!.message).toContain(join(path, 'damaged', aside()[0]!))
      expect([[...archive.keys()].sort(), archive.has('b'), archive.size]).toEqual([['a', 'c'], false, 2])
      expect([archive.get('a'), archive.get('c')]).toEqual([value, value])
      archive.set('b', 'new')
      expect([archive.get('b'), reports.length]).toEqual(['new', 1])
      archive.clear()
      expect(namesIn(path)).toEqual(['pilfer.json', 'tmp'])
    }
  })

  it('is not listed when its head is damaged', () => {
    const { archive, file, reports, aside } = givenDir()
    archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
    flipBit(file('b'), 70)
    expect([...archive.entries()].sort()).toEqual(Object.entries({ a: 1, c: 3 }))
    flipBit(file('a'), 70)
    expect([archive.has('a'), archive.has('c')]).toEqual([false, true])
    expect([reports.length, aside().length]).toEqual([2, 2])
  })

  it('is a warning when nobody asked for reports', async () => {
    const { path, file, archive } = givenDir()
    archive.set('a', 1)
    flipBit(file('a'), -1)
    const warning = new Promise<Error>((resolve) => process.once('warning', resolve))
    dirArchive(path).get('a')
    expect(await warning).toMatchObject({ code: 'RECORD_DAMAGED', name: 'PilferError' })
  })

  it('holds the key that is asked for, or is damaged', () => {
    const { archive, file, reports } = givenDir()
    archive.set('a', 1)
    copyFileSync(file('a'), file('b'))
    expect([...archive.keys()]).toEqual(['a'])
    expect([archive.has('b'), archive.get('a')]).toEqual([false, 1])
    expect(reports[0]!.message).toContain('it holds the key "a"')
  })

  it('is not one of a later format, which is refused', () => {
    const { archive, file, reports } = givenDir()
    archive.set('a', 1)
    const bytes = readFileSync(file('a'))
    bytes.writeUInt16LE(2, 12)
    bytes.writeUInt32LE(checksum([bytes.subarray(0, bytes.readUInt32LE(16))], 12), 8)
    writeFileSync(file('a'), bytes)
    for (const call of [() => archive.get('a'), () => archive.has('a'), () => [...archive.keys()]])
      expect(codeOf(call)).toBe('FORMAT_NEWER')
    expect([reports, readFileSync(file('a'))]).toEqual([[], bytes])
  })

  it('is not one whose codec cannot read it, which is an error', () => {
    const { archive, path, file } = givenDir()
    const broken = dirArchive(path, {
      codec: { name: 'v8', encode: () => ({ inline: Buffer.from('no v8'), blobs: [] }), decode: () => 0 },
    })
    broken.set('a', 1)
    expect(codeOf(() => archive.get('a'))).toBe('CODEC_DECODE')
    expect(readFileSync(file('a')).length).toBeGreaterThan(0)
  })

  it('is reported and left alone when it has been replaced before it could be moved', () => {
    const { archive, file, path, aside } = givenDir()
    archive.set('a', 'old')
    const old = identityAt(file('a'))!
    archive.set('a', 'new')
    expect(setAside(file('a'), old, join(path, 'damaged'))).toBe('replaced')
    expect([archive.get('a'), aside()]).toEqual(['new', []])
    expect(setAside(file('a'), identityAt(file('a'))!, join(path, 'damaged'))).toMatchObject({
      moved: expect.any(String),
    })
    expect([archive.get('a'), aside().length]).toEqual([undefined, 1])
    expect(setAside(file('a'), old, join(path, 'damaged'))).toBe('replaced')
  })

  it('that was never ours stays where it is while nobody asks for its key', () => {
    const folder = tempDir()
    writeFileSync(join(folder, 'notes.pilfer'), 'my notes')
    const archive = dirArchive(folder)
    archive.set('a', 1)
    expect([...archive.keys()]).toEqual(['a'])
    archive.clear()
    expect(readFileSync(join(folder, 'notes.pilfer'), 'utf8')).toBe('my notes')
  })
})
