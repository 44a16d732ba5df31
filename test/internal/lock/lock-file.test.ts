import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { thisThread } from '../../../src/internal/fs/system-thread.js'
import { uniqueId } from '../../../src/internal/fs/unique-id.js'
import { FileLock } from '../../../src/internal/lock/file.js'
import { parseHolder, stateOf } from '../../../src/internal/lock/holder.js'
import { KernelLock } from '../../../src/internal/lock/kernel.js'
import { nativeLocks } from '../../../src/internal/lock/native.js'
import { codeOf } from '../../helpers/error-code.js'
import { besides, deadPid, givenFile, guardOf, lineOf, locked } from '../../helpers/lock-files.js'
import { tempDir } from '../../helpers/temp-dir.js'

const noThreads = thisThread() === undefined ? 'this system does not tell its threads apart' : ''
const because = (reason: string): string => (reason === '' ? '' : ` (skipped: ${reason})`)
const thrownBy = (work: () => unknown): Error => {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
/** A thread that makes a lock file anew for some time, and then removes it. */
const COMES_BACK = `
  const { renameSync, rmSync, writeFileSync } = require('node:fs')
  const { lock, line, ms } = require('node:worker_threads').workerData
  for (const end = Date.now() + ms; Date.now() < end; ) {
    writeFileSync(lock + '.new', line)
    renameSync(lock + '.new', lock)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
  rmSync(lock)`

/** A thread that removes a guard after some time. */
const GOES_ON = `setTimeout(() => require('node:fs').rmSync(require('node:worker_threads').workerData), 600)`

const dead = (): string => lineOf({ pid: deadPid() })

describe('the holder that a lock file names', () => {
  it('is this thread, which lives', () => {
    const holder = parseHolder(lineOf())!
    expect(holder.id).toContain(`-${process.pid}-`)
    if (!noThreads) expect(stateOf(holder)).toBe('alive')
  })

  it('is gone with its process', () => {
    expect(stateOf(parseHolder(dead())!)).toBe('gone')
  })

  it.skipIf(noThreads)(
    `is gone when another has its number, or it is another thread${because(noThreads)}`,
    () => {
      const { start } = parseHolder(lineOf())!
      expect(stateOf(parseHolder(lineOf({ start: start - 1 }))!)).toBe('gone')
      expect(stateOf(parseHolder(lineOf({ tid: 2 ** 30 }))!)).toBe('gone')
    },
  )

  it('is unknown on another host, from an earlier run of this one, and without a start to know it by', () => {
    const pid = deadPid()
    expect(stateOf(parseHolder(lineOf({ pid, place: '0123456789ab' }))!)).toBe('unknown')
    expect(stateOf(parseHolder(lineOf({ pid, run: '0123456789ab' }))!)).toBe('unknown')
    expect(stateOf(parseHolder(lineOf({ start: 0 }))!)).toBe('unknown')
    expect(stateOf(parseHolder(lineOf({ pid, start: 0 }))!)).toBe('gone')
  })
})

describe('a lock file', () => {
  it('names its holder from the first moment, and is gone afterwards', () => {
    const { path, lock } = givenFile()
    const text = locked(new FileLock(path), path, () => readFileSync(lock, 'latin1'))
    expect(parseHolder(text)).toMatchObject({ host: expect.stringMatching(/^\S+$/) })
    expect(text.split(' ')[1]).toContain(`-${process.pid}-`)
    expect(existsSync(lock)).toBe(false)
  })

  it('is one for all paths that lead to a folder', () => {
    const { path, lock } = givenFile()
    const link = join(tempDir(), 'link')
    symlinkSync(dirname(path), link, 'junction')
    const alias = new FileLock(join(link, 'memo'))
    const [made, again] = locked(alias, path, () => [
      existsSync(lock),
      codeOf(() => locked(new FileLock(path), path, () => 'twice')),
    ])
    expect([made, again]).toEqual([true, 'ARCHIVE_LOCKED'])
  })

  it('says so when it was taken away from its holder', () => {
    const { path, lock } = givenFile()
    const held = new FileLock(path)
    expect(thrownBy(() => locked(held, path, () => unlinkSync(lock)))).toMatchObject({
      code: 'ARCHIVE_IO',
      message: expect.stringContaining(`${lock} was removed while this process held it`),
    })
    const other = dead()
    const replace = (): void => {
      unlinkSync(lock)
      writeFileSync(lock, other)
    }
    expect(codeOf(() => locked(held, path, replace))).toBe('ARCHIVE_IO')
    expect(readFileSync(lock, 'latin1')).toBe(other)
  })

  it('can be made anew when what it is made from was swept', () => {
    const { path, lock } = givenFile()
    const held = new FileLock(path)
    locked(held, path, () => {})
    const [temp] = besides(path)
    unlinkSync(join(dirname(path), temp!))
    expect(locked(held, path, () => existsSync(lock))).toBe(true)
    held.close()
    expect(besides(path)).toEqual([])
  })

  it('waits for a holder on another host that comes back again and again, as long as it does', async () => {
    const { path, lock } = givenFile()
    const line = lineOf({ place: '0123456789ab' })
    writeFileSync(lock, line)
    const elsewhere = new Worker(COMES_BACK, {
      eval: true,
      execArgv: [],
      workerData: { lock, line, ms: 3000 },
    })
    const ended = once(elsewhere, 'exit')
    const start = performance.now()
    expect(locked(new FileLock(path, 2000), path, () => 'mine')).toBe('mine')
    expect(performance.now() - start).toBeGreaterThan(2500)
    await ended
  })

  it('is swept of what the dead left: what lock files are made from, and guards', () => {
    const { path, lock } = givenFile()
    const [victim, breaker] = [dead(), dead()]
    writeFileSync(guardOf(lock, victim), breaker)
    writeFileSync(`${lock}-${uniqueId().replace(`-${process.pid}-`, `-${deadPid()}-`)}.tmp`, '')
    writeFileSync(`${lock}-notes.txt`, 'mine')
    writeFileSync(join(dirname(path), 'other.lock-x.break'), 'not mine')
    const held = new FileLock(path)
    locked(held, path, () => {})
    held.close()
    expect(besides(path)).toEqual(['memo.lock-notes.txt', 'other.lock-x.break'])
  })
})

describe.each(['kernel', 'file'] as const)('a %s lock that finds a lock file', (kind) => {
  const lockOf = (path: string, patience = 200) =>
    kind === 'file' ? new FileLock(path, patience) : new KernelLock(path, nativeLocks()!, patience)
  const take = (path: string): unknown => locked(lockOf(path), path, () => 'mine')
  const given = (text: string) => {
    const { path, lock } = givenFile()
    writeFileSync(lock, text, 'latin1')
    return { path, lock }
  }
  /** What is left when all is over: nothing but the marker, and what the lock still keeps. */
  const left = (path: string): string[] => besides(path).filter((name) => !name.endsWith('.tmp'))
  const clean = kind === 'kernel' ? ['memo.lock'] : []

  it('of a dead process takes its place', () => {
    const { path } = given(dead())
    expect([take(path), left(path)]).toEqual(['mine', clean])
  })

  it.skipIf(noThreads)(
    `of a process whose number another has now takes its place${because(noThreads)}`,
    () => {
      const { path } = given(lineOf({ pid: process.ppid, tid: process.ppid, start: 1 }))
      expect([take(path), left(path)]).toEqual(['mine', clean])
    },
  )

  it("of a dead process whose guard has died, and that one's as well, takes its place", () => {
    const [victim, breaker, breakersBreaker] = [dead(), dead(), dead()]
    const { path, lock } = given(victim)
    writeFileSync(guardOf(lock, victim), breaker)
    writeFileSync(guardOf(lock, breaker), breakersBreaker)
    expect([take(path), left(path)]).toEqual(['mine', clean])
  })

  it.skipIf(noThreads)(
    `of a dead process leaves it to a guard that lives, however long${because(noThreads)}`,
    async () => {
      const victim = dead()
      const { path, lock } = given(victim)
      writeFileSync(guardOf(lock, victim), lineOf())
      const elsewhere = new Worker(GOES_ON, { eval: true, execArgv: [], workerData: guardOf(lock, victim) })
      const start = performance.now()
      expect([take(path), left(path)]).toEqual(['mine', clean])
      expect(performance.now() - start).toBeGreaterThan(500)
      await once(elsewhere, 'exit')
    },
  )

  it('of a dead process whose guard is of another host gives up and leaves both', () => {
    const [victim, guardian] = [dead(), lineOf({ place: '0123456789ab' })]
    const { path, lock } = given(victim)
    const guard = guardOf(lock, victim)
    writeFileSync(guard, guardian)
    expect(codeOf(() => take(path))).toBe('ARCHIVE_LOCKED')
    expect([lock, guard].map((name) => readFileSync(name, 'latin1'))).toEqual([victim, guardian])
  })

  it.each([
    ['on another host', { place: '0123456789ab' }],
    ['from before this host was started anew', { run: '0123456789ab' }],
  ])('of a holder %s waits, gives up and leaves it', (_, other) => {
    const line = lineOf({ pid: deadPid(), ...other })
    const { path, lock } = given(line)
    const start = performance.now()
    const error = thrownBy(() => take(path))
    expect(performance.now() - start).toBeGreaterThan(200)
    expect(error).toMatchObject({ code: 'ARCHIVE_LOCKED' })
    expect(error.message).toContain(lock)
    expect(error.message).toMatch(/held by process [0-9]+ on host \S+ for 0\.2 seconds.*remove the file when/)
    expect([readFileSync(lock, 'latin1'), left(path)]).toEqual([line, ['memo.lock']])
  })

  it.each([
    ['nothing', ''],
    ['something else', 'hello\n'],
    ['half a marker', 'kernel'],
    ['half a holder', lineOf().slice(0, -1)],
    ['more than a holder', `${lineOf()}more`],
    ['a holder of a newer format', lineOf().replace('file', 'file2')],
    ['a great deal', 'x'.repeat(100_000)],
    ['bytes', '\\0\\xff'.repeat(20)],
  ])('with %s in it says so, and leaves it', (_, text) => {
    const { path, lock } = given(text)
    const error = thrownBy(() => take(path))
    expect(error).toMatchObject({ code: 'ARCHIVE_LOCKED' })
    expect(error.message).toContain(`${lock} should name the holder of a lock`)
    expect(readFileSync(lock, 'latin1')).toBe(text)
    expect(left(path)).toEqual(['memo.lock'])
  })

  it('that is a folder says so', () => {
    const { path, lock } = givenFile()
    mkdirSync(lock)
    expect(codeOf(() => take(path))).toBe('ARCHIVE_PATH')
  })
})
