import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseHolder } from '../../../src/internal/lock/holder.js'
import { openLock } from '../../../src/internal/lock/lock.js'
import { codeOf } from '../../helpers/error-code.js'
import { besides, givenFile, locked } from '../../helpers/lock-files.js'
import { run, smallDisk } from '../../torture/harness.js'

const isRoot = process.getuid?.() === 0
/** Root may write anywhere, so the attempt is made by nobody. */
const nobody = isRoot ? { uid: 65534, gid: 65534 } : {}
const noRights = process.platform === 'win32' ? 'Windows has no such rights' : ''
const full = smallDisk('64k')
const noMount = full === undefined ? 'a file system cannot be mounted here' : ''
const because = (reason: string): string => (reason === '' ? '' : ` (skipped: ${reason})`)

describe('a lock on a disk with faults', () => {
  it.skipIf(noRights)(
    `is opened in a folder that may only be read, and not taken${because(noRights)}`,
    async () => {
      const { path, lock } = givenFile()
      chmodSync(path, 0o666)
      const tryBoth = (): Promise<any[]> =>
        Promise.all(['kernel', 'file'].map((kind) => run<any>('try-lock', { path, kind }, nobody)))
      chmodSync(dirname(path), 0o555)
      for (const { tried } of await tryBoth()) expect(tried.take).toMatchObject({ code: 'ARCHIVE_READ_ONLY' })
      expect(besides(path)).toEqual([])

      chmodSync(dirname(path), 0o755)
      writeFileSync(lock, 'kernel\n')
      chmodSync(dirname(path), 0o555)
      const [kernel] = await tryBoth()
      expect(kernel.tried.take).toBe('done')
      chmodSync(dirname(path), 0o755)
    },
  )

  it.skipIf(noMount)(
    `is not taken when the disk is full, and is when there is room${because(noMount)}`,
    () => {
      const path = join(full!, 'memo')
      const filler = join(full!, 'filler')
      for (const kind of ['kernel', 'file'] as const) {
        writeFileSync(path, '')
        const lock = openLock(path, kind)
        fill(filler)
        expect(codeOf(() => locked(lock, path, () => 'mine'))).toBe('ARCHIVE_FULL')
        expect(existsSync(`${path}.lock`)).toBe(false)
        rmSync(filler)
        const text = locked(lock, path, () => readFileSync(`${path}.lock`, 'latin1'))
        if (kind === 'kernel') expect(text).toBe('kernel\n')
        else expect(parseHolder(text)).toBeDefined()
        lock.close()
        rmSync(`${path}.lock`, { force: true })
        expect(besides(path)).toEqual([])
      }
    },
  )

  it('is had through the kernel where a file has one name only, and no other', async () => {
    const { path, lock } = givenFile()
    const byFile = await run<any>('lock-without-links', { path, kind: 'file' })
    expect(byFile.tried.take).toMatchObject({ code: 'ARCHIVE_LOCK_KIND', cause: 'EPERM' })
    expect(byFile.tried.take.message).toMatch(/no hard links .*npm install fs-native-extensions/)
    for (let i = 0; i < 2; i++) {
      const byKernel = await run<any>('lock-without-links', { path, kind: 'kernel' })
      expect(byKernel.tried.take).toBe('done')
      expect(readFileSync(lock, 'latin1')).toBe('kernel\n')
    }
    expect(besides(path)).toEqual(['memo.lock'])
  })
})

function fill(path: string): void {
  expect(() => writeFileSync(path, new Uint8Array(1 << 20))).toThrow('ENOSPC')
}
