import { existsSync, readFileSync, unlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openLock } from '../../../src/internal/lock/lock.js'
import { codeOf } from '../../helpers/error-code.js'
import { besides, givenFile, locked } from '../../helpers/lock-files.js'
import { pause } from '../../torture/harness.js'
import { hold, said, timeOf } from '../../torture/lock-holder.js'

describe('a file that some lock through the kernel and others by a lock file', () => {
  it('is refused to those who cannot see the kernel locks, with what can be done', () => {
    const { path, lock } = givenFile()
    locked(openLock(path, 'kernel'), path, () => {})
    expect(readFileSync(lock, 'latin1')).toBe('kernel\n')
    const refused = openLock(path, 'file')
    expect(() => locked(refused, path, () => {})).toThrow(
      /memo\.lock says that other processes lock this archive through the kernel.*`npm install fs-native-ext.*remove/,
    )
    expect(codeOf(() => locked(refused, path, () => {}))).toBe('ARCHIVE_LOCK_KIND')
    unlinkSync(lock)
    expect(locked(refused, path, () => 'without the marker')).toBe('without the marker')
  })

  it('is not marked before the first lock, and only once', () => {
    const { path, lock } = givenFile()
    const first = openLock(path, 'kernel')
    openLock(path, 'file')
    expect(besides(path)).toEqual([])
    locked(first, path, () => {})
    unlinkSync(lock)
    locked(first, path, () => {})
    expect(existsSync(lock)).toBe(false)
    locked(openLock(path, 'kernel'), path, () => {})
    expect(besides(path)).toEqual(['memo.lock'])
  })

  it('is taken through the kernel only when the holder of the lock file has left', async () => {
    const { path } = givenFile()
    const first = hold(path, 'file', 500)
    await said(first, 'holds')
    const second = hold(path, 'kernel', 0)
    expect(timeOf(await second.done, 'holds')).toBeGreaterThanOrEqual(timeOf(await first.done, 'leaves'))
    expect(besides(path)).toEqual(['memo.lock'])
  })

  it('is taken through the kernel when the holder of the lock file is killed', async () => {
    const { path, lock } = givenFile()
    const first = hold(path, 'file')
    await said(first, 'holds')
    const second = hold(path, 'kernel', 0)
    await said(second, 'waits')
    await pause(50)
    first.child.kill('SIGKILL')
    await second.done
    expect(readFileSync(lock, 'latin1')).toBe('kernel\n')
  })
})
