import { closeSync, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { thisThread } from '../../../src/internal/fs/system-thread.js'
import { type LockKind, lockKind, openLock } from '../../../src/internal/lock/lock.js'
import { codeOf } from '../../helpers/error-code.js'
import { besides, givenFile, locked } from '../../helpers/lock-files.js'
import { compileWorker } from '../../torture/compile-worker.js'
import { pause, startCompiled } from '../../torture/harness.js'
import { hold, holderScript, said, timeOf } from '../../torture/lock-holder.js'

const noThreads = thisThread() === undefined ? 'this system does not tell its threads apart' : ''
const because = (reason: string): string => (reason === '' ? '' : ` (skipped: ${reason})`)
const runCompiled = async (script: string, args: object): Promise<any> =>
  JSON.parse(await startCompiled(script, args).done)

describe.each(['kernel', 'file'] as const)('a %s lock', (kind) => {
  it('is taken and released again and again', () => {
    const { path } = givenFile()
    const lock = openLock(path, kind)
    expect(lock.kind).toBe(kind)
    for (let i = 0; i < 3; i++) expect(locked(lock, path, () => i)).toBe(i)
    lock.close()
    expect(locked(lock, path, () => 'after close')).toBe('after close')
    lock.close()
    expect(besides(path)).toEqual(kind === 'kernel' ? ['memo.lock'] : [])
  })

  it('keeps nobody from reading', () => {
    const { path } = givenFile()
    const read = (): string => {
      const bytes = Buffer.alloc(10)
      const fd = openSync(path, 'r')
      const count = readSync(fd, bytes, 0, 10, 0)
      closeSync(fd)
      return bytes.toString('latin1', 0, count)
    }
    expect(locked(openLock(path, kind), path, read)).toBe('data')
  })

  it('refuses the thread that holds it already, which would wait for itself', () => {
    const { path } = givenFile()
    const lock = openLock(path, kind)
    const other = openLock(path, kind)
    const again = locked(lock, path, () => [
      codeOf(() => locked(lock, path, () => 'twice')),
      codeOf(() => locked(other, path, () => 'twice')),
    ])
    expect(again).toEqual(['ARCHIVE_LOCKED', 'ARCHIVE_LOCKED'])
    expect(locked(other, path, () => 'free')).toBe('free')
  })

  it('comes to the next within 100 ms when its holder is killed', async () => {
    const times: number[] = []
    for (let round = 0; round < 3; round++) {
      const { path } = givenFile()
      const first = hold(path, kind)
      await said(first, 'holds')
      const second = hold(path, kind, 0)
      await said(second, 'waits')
      await pause(100)
      const killed = Date.now()
      first.child.kill('SIGKILL')
      times.push(timeOf(await second.done, 'holds') - killed)
      await first.ended
    }
    console.log(`${kind}: ${times.join(', ')} ms after the end of the holder`)
    expect(times.sort((a, b) => a - b)[1]).toBeLessThan(100)
  })

  it('is taken from a process that has died and was not asked for its end yet', async () => {
    const { path } = givenFile()
    const first = hold(path, kind)
    await said(first, 'holds')
    first.child.kill('SIGKILL') // Node asks for its end in the next turn of the loop, which waits for the lock.
    expect(locked(openLock(path, kind), path, () => 'mine')).toBe('mine')
    await first.ended
  })

  it.skipIf(noThreads)(
    `is taken from a thread that has ended in a process that lives${because(noThreads)}`,
    async () => {
      const { path } = givenFile()
      const thread = new Worker(holderScript(), { argv: [JSON.stringify({ path, kind })], execArgv: [] })
      await new Promise<void>((resolve) => {
        thread.on('message', (text) => text.startsWith('holds') && resolve())
      })
      await thread.terminate()
      expect(locked(openLock(path, kind), path, () => 'mine')).toBe('mine')
    },
  )
})

describe('a lock of either kind', () => {
  it('stays with a holder that computes for five seconds', async () => {
    const waitsFor = async (kind: LockKind): Promise<void> => {
      const { path } = givenFile()
      const first = hold(path, kind, 5000)
      await said(first, 'holds')
      const second = hold(path, kind, 0)
      const [left, taken] = [timeOf(await first.done, 'leaves'), timeOf(await second.done, 'holds')]
      expect(taken).toBeGreaterThanOrEqual(left)
      expect(timeOf(second.output(), 'waits')).toBeLessThan(left)
      expect(besides(path), 'after the end of processes that closed nothing').toEqual(
        kind === 'kernel' ? ['memo.lock'] : [],
      )
    }
    await Promise.all([waitsFor('kernel'), waitsFor('file')])
  })
})

describe('the kind of lock', () => {
  it('is the kernel where fs-native-extensions is installed', async () => {
    const { path } = givenFile()
    expect(lockKind()).toBe('kernel')
    expect(openLock(path).kind).toBe('kernel')
    const { usual, tried } = await runCompiled(compileWorker('try-lock'), { path })
    expect([usual, tried]).toEqual(['kernel', { kind: 'kernel', take: 'done' }])
  })

  it('is a lock file where it is not, and no other can be had', async () => {
    const { path } = givenFile()
    const alone = compileWorker('try-lock', { packages: false })
    const { usual, tried } = await runCompiled(alone, { path })
    expect([usual, tried]).toEqual(['file', { kind: 'file', take: 'done' }])
    const insisting = await runCompiled(alone, { path, kind: 'kernel' })
    expect(insisting.tried).toMatchObject({ code: 'ARCHIVE_LOCK_KIND', cause: 'MODULE_NOT_FOUND' })
    expect(insisting.tried.message).toContain('npm install fs-native-extensions')
  })
})

describe('a kernel lock', () => {
  it.skipIf(process.platform === 'darwin')(
    'is on one byte behind all data (skipped on macOS: it is whole)',
    () => {
      const { path } = givenFile()
      const native = createRequire(import.meta.url)('fs-native-extensions')
      const fd = openSync(path, 'r+')
      const tries = locked(openLock(path, 'kernel'), path, () => [
        native.tryLock(fd, 0, 2 ** 40),
        native.tryLock(fd, 2 ** 40, 1),
        native.tryLock(fd, 2 ** 40 + 1, 1),
      ])
      closeSync(fd)
      expect(tries).toEqual([true, false, true])
    },
  )

  it('says what is wrong when the file is not one that can be locked', () => {
    const { path } = givenFile()
    const fd = openSync(path, 'r')
    const lock = openLock(path, 'kernel')
    expect(codeOf(() => lock.acquire(fd))).toBe('ARCHIVE_IO')
    closeSync(fd)
    expect(locked(lock, path, () => 'free')).toBe('free')
  })
})
