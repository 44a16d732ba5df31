import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeOfRejection } from '../helpers/error-code.js'
import { tempDir } from '../helpers/temp-dir.js'
import { leftovers, run, settle, smallDisk } from './harness.js'
import { KINDS } from './kinds.js'

const isRoot = process.getuid?.() === 0
/** Root may write anywhere, so the attempt is made by nobody. */
const nobody = isRoot ? { uid: 65534, gid: 65534 } : {}
const noRights = process.platform === 'win32' ? ' (skipped: Windows has no such rights)' : ''
const disks = KINDS.map(() => smallDisk('4m'))
const noMount = disks.includes(undefined) ? ' (skipped: a file system cannot be mounted here)' : ''

describe.each(KINDS.map((kind, i) => ({ ...kind, disk: disks[i]! })))(
  'a $name archive',
  ({ disk, ...kind }) => {
    it.skipIf(noMount)(
      `says when the disk is full, keeps what it has, and goes on when there is room${noMount}`,
      async () => {
        const ballast = join(disk, 'ballast')
        const path = join(disk, 'full', kind.file)
        writeFileSync(ballast, Buffer.alloc(1_500_000))
        mkdirSync(dirname(path))
        const archive: any = await kind.open(path)
        await archive.set('a', 'old')
        for (const big of ['x'.repeat(4_000_000), new Uint8Array(4_000_000)])
          expect(await codeOfRejection((async () => archive.set('a', big))())).toBe('ARCHIVE_FULL')
        expect([await archive.get('a'), await archive.size]).toEqual(['old', 1])
        let stored = 0
        const filler = (n: number): string => String(n).repeat(10_000)
        while (
          (await codeOfRejection((async () => archive.set(`filler ${stored}`, filler(stored % 10)))())) ===
          'nothing was thrown'
        )
          stored++
        expect(stored).toBeGreaterThan(3)
        expect([await archive.get('a'), await archive.size, leftovers(disk)]).toEqual(['old', stored + 1, []])
        rmSync(ballast)
        await archive.set('a', 'x'.repeat(50_000))
        await archive.set(`filler ${stored}`, filler(stored % 10))
        const next: any = await kind.open(path)
        for (const one of [archive, next]) {
          for (let i = 0; i <= stored; i++) expect(await one.get(`filler ${i}`)).toBe(filler(i % 10))
          expect(await one.get('a')).toBe('x'.repeat(50_000))
          expect(await one.verify()).toEqual({ records: stored + 2, faults: [], leftovers: 0 })
        }
        await archive.close()
        await next.close()
      },
    )

    it.skipIf(noMount)(`is read where the disk may not be written${noMount}`, async () => {
      const path = join(disk, 'read-only', kind.file)
      const archive: any = await kind.open(path)
      await archive.set('a', 'old')
      await archive.close()
      await settle()
      expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
      if (kind.needsRights) {
        expect(await codeOfRejection((async () => kind.open(path))())).toBe('ARCHIVE_READ_ONLY')
        return
      }
      const again: any = await kind.open(path)
      expect(await codeOfRejection((async () => again.set('a', 'new'))())).toBe('ARCHIVE_READ_ONLY')
      expect([await again.get('a'), await again.size]).toEqual(['old', 1])
      const other = (async () => kind.open(join(disk, 'other', kind.file)))()
      expect(await codeOfRejection(other)).toBe('ARCHIVE_READ_ONLY')
      await again.close()
    })

    it.skipIf(noRights)(`is read by whoever may not write it${noRights}`, async () => {
      const folder = tempDir()
      const path = join(folder, kind.file)
      const archive: any = await kind.open(path)
      await archive.set('a', 'old')
      await archive.close()
      const all = [
        folder,
        ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
      ]
      spawnSync('chmod', ['-R', 'a+rX,a-w', folder])
      const outcome: any = await run('try-set', { kind: kind.name, path }, nobody)
      for (const one of all) chmodSync(one, 0o755)
      if (kind.needsRights) {
        expect(outcome).toEqual({ open: 'ARCHIVE_READ_ONLY' })
        return
      }
      expect(outcome).toMatchObject({
        get: 'old',
        set: 'ARCHIVE_READ_ONLY',
        delete: 'ARCHIVE_READ_ONLY',
        clear: 'ARCHIVE_READ_ONLY',
        keys: ['a'],
        after: 'old',
        reports: [],
      })
    })
  },
)
