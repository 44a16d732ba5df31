import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownLine } from '../../src/internal/lock/holder.js'
import type { Lock } from '../../src/internal/lock/lock.js'
import { tempDir } from './temp-dir.js'

/** A file to lock, in a folder of its own, and the name of its lock file. */
export function givenFile(): { path: string; lock: string } {
  const path = join(tempDir(), 'memo')
  writeFileSync(path, 'data')
  return { path, lock: `${path}.lock` }
}

/** Takes the lock of the file at `path`, does `work`, and releases it. */
export function locked<T>(lock: Lock, path: string, work: () => T): T {
  const fd = openSync(path, 'r+')
  try {
    lock.acquire(fd)
    try {
      return work()
    } finally {
      lock.release(fd)
    }
  } finally {
    closeSync(fd)
  }
}

/** The number of a process that is gone. */
export const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

/** What a holder is told by, where it is not this thread. */
export interface OtherHolder {
  pid?: number
  place?: string
  run?: string
  tid?: number
  start?: number
}

/** The line of a lock file of this thread, or of another holder. */
export function lineOf(other: OtherHolder = {}): string {
  const [, id, run, tid, start, host] = ownLine().trimEnd().split(' ') as [string, ...string[]]
  const [place, pid, ...rest] = id!.split('-')
  const madeBy = [other.place ?? place, other.pid ?? pid, ...rest].join('-')
  return `file ${madeBy} ${other.run ?? run} ${other.tid ?? tid} ${other.start ?? start} ${host}\n`
}

/** The name of the guard under which the holder of `line` is driven away. */
export const guardOf = (lock: string, line: string): string => `${lock}-${line.split(' ')[1]}.break`

/** What lies beside the file at `path`. */
export const besides = (path: string): string[] =>
  readdirSync(dirname(path))
    .filter((name) => join(dirname(path), name) !== path)
    .sort()
