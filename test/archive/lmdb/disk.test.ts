import { spawnSync } from 'node:child_process'
import { chmodSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lmdbArchive } from '../../../src/archive/lmdb.js'
import { codeOf } from '../../helpers/error-code.js'
import { alter, givenLmdb } from '../../helpers/lmdb-archive.js'
import { run, smallDisk } from '../../torture/harness.js'

const isRoot = process.getuid?.() === 0
/** Root may write anywhere, so the attempt is made by nobody. */
const nobody = isRoot ? { uid: 65534, gid: 65534 } : {}
const noRights = process.platform === 'win32' ? 'Windows has no such rights' : ''
const full = smallDisk('2m')
const readOnly = smallDisk('1m')
const noMount = full === undefined ? 'a file system cannot be mounted here' : ''

const because = (reason: string): string => (reason === '' ? '' : ` (skipped: ${reason})`)

describe('an lmdb archive on a disk with faults', () => {
  it.skipIf(noRights)(`is read where it may not be written${because(noRights)}`, async () => {
    const { archive, path } = givenLmdb()
    archive.setMany(Object.entries({ a: 'old', broken: 'x' }))
    archive.close()
    alter(path, 'records:memo', Buffer.from('broken'), (bytes) => bytes.subarray(0, -1))
    const before = readdirSync(path)
    chmodSync(dirname(path), 0o755)
    chmodSync(path, 0o555)
    for (const name of before) chmodSync(join(path, name), 0o444)
    expect(await run('lmdb-try-set', { path }, nobody)).toEqual({
      get: 'old',
      set: 'ARCHIVE_READ_ONLY',
      setMany: 'ARCHIVE_READ_ONLY',
      delete: 'ARCHIVE_READ_ONLY',
      clear: 'ARCHIVE_READ_ONLY',
      transact: 'ARCHIVE_READ_ONLY',
      broken: ['absent', 'absent'],
      keys: ['a', 'broken'],
      other: [],
      after: 'old',
      reports: ['RECORD_DAMAGED'],
    })
    chmodSync(path, 0o755)
    expect(readdirSync(path)).toEqual(before)
  })

  it.skipIf(noRights)(`is not created where it may not be${because(noRights)}`, async () => {
    const { path } = givenLmdb()
    chmodSync(dirname(path), 0o755)
    chmodSync(path, 0o555)
    expect(await run('lmdb-try-set', { path: join(path, 'deeper') }, nobody)).toEqual({
      open: 'ARCHIVE_READ_ONLY',
    })
    chmodSync(path, 0o755)
  })

  it.skipIf(noMount)(`says when the disk is read-only${because(noMount)}`, async () => {
    const path = join(readOnly!, 'memo')
    const archive = lmdbArchive(path)
    archive.set('a', 'old')
    archive.close()
    spawnSync('mount', ['-o', 'remount,ro', readOnly!])
    expect(codeOf(() => lmdbArchive(join(readOnly!, 'other')))).toBe('ARCHIVE_READ_ONLY')
    // In another process, since lmdb does not let go of what it could not lock.
    expect(await run('lmdb-try-set', { path })).toMatchObject({
      get: 'old',
      set: 'ARCHIVE_READ_ONLY',
      after: 'old',
    })
  })

  it.skipIf(noMount)(
    `says when the disk is full, keeps what it has, and goes on when there is room${because(noMount)}`,
    () => {
      const archive = lmdbArchive(join(full!, 'memo'))
      archive.set('a', 'old')
      for (const big of ['x'.repeat(3_000_000), new Uint8Array(3_000_000)]) {
        expect(codeOf(() => archive.set('a', big))).toBe('ARCHIVE_FULL')
        expect(() =>
          archive.setMany([
            ['b', 1],
            ['c', big],
          ]),
        ).toThrow(/cannot write .*memo: .*no space left/i)
        expect([archive.get('a'), archive.has('b'), archive.size]).toEqual(['old', false, 1])
      }
      let stored = 0
      const fill = (): unknown => codeOf(() => archive.set(`filler ${stored++}`, 'x'.repeat(10_000)))
      let outcome: unknown
      while ((outcome = fill()) === 'nothing was thrown');
      expect([outcome, archive.get('a'), archive.size]).toEqual(['ARCHIVE_FULL', 'old', stored])
      for (let i = 0; i < 8; i++) archive.delete(`filler ${i}`)
      archive.set('a', 'x'.repeat(50_000))
      expect(archive.get('a')).toBe('x'.repeat(50_000))
      expect(archive.verify()).toEqual({ records: stored - 8, faults: [], leftovers: 0 })
      while (fill() === 'nothing was thrown');
      expect(codeOf(() => lmdbArchive(join(full!, 'another')))).toBe('ARCHIVE_FULL')
      archive.close()
    },
  )
})
