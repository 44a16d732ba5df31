import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOfRejection } from '../../helpers/error-code.js'
import { available } from '../../helpers/sql-drivers.js'
import { leftoversOf } from '../../helpers/sql-leftovers.js'
import { smallDisk } from '../../torture/harness.js'
import { peer } from './peer.js'

const noMount = smallDisk('64k') === undefined ? 'a file system cannot be mounted here' : ''
const because = noMount === '' ? '' : ` (skipped: ${noMount})`

/** All is done by another process, since a disk cannot be taken away from one that has files open there. */
describe.each(available)('a sqlArchive on a disk with faults, through %s', (driver) => {
  it.skipIf(noMount)(`says when the disk is full, keeps what it has, and goes on${because}`, async () => {
    const disk = smallDisk('512k')!
    const path = join(disk, 'memo.db')
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(64 * 1024))
    const { open, call, end } = peer()
    await open(path, { driver })
    await call('set', 'a', 'old')
    const big = 'x'.repeat(500_000)
    for (let i = 0; i < 3; i++) {
      expect(await codeOfRejection(call('set', 'a', big))).toBe('ARCHIVE_FULL')
      expect(
        await codeOfRejection(
          call('setMany', [
            ['b', 1],
            ['c', big],
          ]),
        ),
      ).toBe('ARCHIVE_FULL')
      expect([await call('get', 'a'), await call('has', 'b'), await call('size')]).toEqual(['old', false, 1])
    }
    expect(leftoversOf(path)).toEqual([])
    let stored = 0
    const fill = (): Promise<unknown> =>
      codeOfRejection(call('set', `filler ${stored++}`, 'x'.repeat(10_000)))
    let last: unknown
    while ((last = await fill()) === 'nothing was thrown');
    expect([last, await call('get', 'a'), await call('size')]).toEqual(['ARCHIVE_FULL', 'old', stored])
    expect(await call('verify')).toEqual({ records: stored, faults: [], leftovers: 0 })
    writeFileSync(join(disk, 'ballast'), '')
    await call('set', 'b', 'more')
    await call('close')
    await open(path, { driver })
    expect([await call('size'), await call('get', 'a'), await call('get', 'b')]).toEqual([
      stored + 1,
      'old',
      'more',
    ])
    await end()
  })

  it.skipIf(noMount)(`says when the disk is read-only${because}`, async () => {
    const disk = smallDisk('1m')!
    const path = join(disk, 'memo.db')
    mkdirSync(join(disk, 'empty'))
    const writer = peer()
    await writer.open(path, { driver })
    await writer.call('set', 'a', 'old')
    await writer.end()
    expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
    const { open, call, end } = peer()
    if (driver === 'sql.js') {
      await open(path, { driver })
      expect(await codeOfRejection(call('set', 'a', 'new'))).toBe('ARCHIVE_READ_ONLY')
      expect([await call('get', 'a'), await call('size')]).toEqual(['old', 1])
    } else expect(await codeOfRejection(open(path, { driver }))).toBe('ARCHIVE_READ_ONLY')
    const missing = join(disk, 'empty', 'a', 'memo.db')
    expect(await codeOfRejection(open(missing, { driver }))).toBe('ARCHIVE_READ_ONLY')
    await end()
  })
})
