import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { flipBit, givenDir, namesIn } from '../helpers/dir-archive.js'
import { codeOf } from '../helpers/error-code.js'
import { run, smallDisk } from './harness.js'

const isRoot = process.getuid?.() === 0
/** Root may write anywhere, so the attempt is made by nobody. */
const nobody = isRoot ? { uid: 65534, gid: 65534 } : {}
const noRights = process.platform === 'win32' ? 'Windows has no such rights' : ''
const full = smallDisk('256k')
const readOnly = smallDisk('1m')
const noMount = full === undefined ? 'a file system cannot be mounted here' : ''

const because = (reason: string): string => (reason === '' ? '' : ` (skipped: ${reason})`)

describe('a dirArchive on a disk with faults', () => {
  it('gives another process misses and reports for what is damaged, and all the rest', async () => {
    const { archive, path, file } = givenDir()
    const keys = Array.from({ length: 30 }, (_, i) => `key ${i}`)
    for (const [i, key] of keys.entries()) archive.set(key, `${i}`.repeat(i * 3000 + 1))
    for (let i = 0; i < 10; i++) flipBit(file(keys[i]!), i % 2 === 0 ? -1 - Math.floor(i * 100) : 12 + i)
    for (let i = 10; i < 20; i++) truncateSync(file(keys[i]!), (i - 10) * 20)
    const expected = keys.map((_, i) => (i < 20 ? 'absent' : `${i}`.repeat(i * 3000 + 1)))
    const seen = await run<any>('read-all', { kind: 'dir', path, keys })
    expect([seen.values, seen.again]).toEqual([expected, expected])
    expect(seen.listed.sort()).toEqual(keys.slice(20).sort())
    expect(seen.reports.map(({ code }: any) => code)).toEqual(Array(20).fill('RECORD_DAMAGED'))
    for (let i = 0; i < 20; i++) expect(seen.reports[i].message).toContain(file(keys[i]!))
    expect(namesIn(join(path, 'damaged'))).toHaveLength(20)
  })

  it.skipIf(noRights)(`is read where it may not be written${because(noRights)}`, async () => {
    const { archive, path, file } = givenDir()
    archive.setMany(Object.entries({ a: 'old', broken: 'x' }))
    flipBit(file('broken'), -1)
    const before = namesIn(path)
    chmodSync(dirname(path), 0o755)
    for (const folder of [path, join(path, 'tmp')]) chmodSync(folder, 0o555)
    const outcome = await run('try-set', { kind: 'dir', path }, nobody)
    for (const folder of [path, join(path, 'tmp')]) chmodSync(folder, 0o755)
    expect(outcome).toEqual({
      get: 'old',
      set: 'ARCHIVE_READ_ONLY',
      delete: 'ARCHIVE_READ_ONLY',
      clear: 'ARCHIVE_READ_ONLY',
      damaged: ['absent', 'absent'],
      keys: ['a'],
      after: 'old',
      reports: ['RECORD_DAMAGED'],
    })
    expect([namesIn(path), namesIn(join(path, 'tmp'))]).toEqual([before, []])
  })

  it.skipIf(noRights)(`is not created where it may not be${because(noRights)}`, async () => {
    const { path } = givenDir()
    chmodSync(dirname(path), 0o755)
    chmodSync(path, 0o555)
    expect(await run('try-set', { kind: 'dir', path: join(path, 'deeper') }, nobody)).toEqual({
      open: 'ARCHIVE_READ_ONLY',
    })
    chmodSync(path, 0o755)
  })

  it.skipIf(noMount)(`says when the disk is read-only${because(noMount)}`, () => {
    const path = join(readOnly!, 'memo')
    dirArchive(path).set('a', 'old')
    spawnSync('mount', ['-o', 'remount,ro', readOnly!])
    const archive = dirArchive(path)
    expect(codeOf(() => archive.set('a', 'new'))).toBe('ARCHIVE_READ_ONLY')
    expect(codeOf(() => dirArchive(join(readOnly!, 'other')))).toBe('ARCHIVE_READ_ONLY')
    expect([archive.get('a'), archive.size]).toEqual(['old', 1])
  })

  it.skipIf(noMount)(
    `says when the disk is full, keeps what it has, and goes on when there is room${because(noMount)}`,
    () => {
      const path = join(full!, 'memo')
      mkdirSync(path)
      writeFileSync(join(full!, 'ballast'), Buffer.alloc(64 * 1024))
      const archive = dirArchive(path)
      archive.set('a', 'old')
      for (const big of ['x'.repeat(300_000), new Uint8Array(300_000)]) {
        expect(codeOf(() => archive.set('a', big))).toBe('ARCHIVE_FULL')
        expect(() => archive.set('b', big)).toThrow(/cannot write .*b\.pilfer: ENOSPC/)
        expect([archive.get('a'), archive.has('b'), namesIn(join(path, 'tmp'))]).toEqual(['old', false, []])
      }
      let stored = 0
      const fill = (): unknown => codeOf(() => archive.set(`filler ${stored++}`, 'x'.repeat(10_000)))
      while (fill() === 'nothing was thrown');
      expect([archive.get('a'), archive.size, namesIn(join(path, 'tmp'))]).toEqual(['old', stored, []])
      for (let i = 0; i < 8; i++) archive.delete(`filler ${i}`)
      archive.set('a', 'x'.repeat(50_000))
      expect(archive.get('a')).toBe('x'.repeat(50_000))
    },
  )
})
