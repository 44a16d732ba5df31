import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

let place: string | undefined
let run: string | undefined

/** Where a process's number means anything: the host and, on Linux, the namespace of its process numbers. */
export function here(): string {
  place ??= digest(`${hostname()}\0${namespace('pid')}`)
  return place
}

/**
 * One run of this host, from one start of its system to the next, on Linux, so that hosts of one name differ; the same
 * everywhere on other systems. Where Linux does not tell, nobody else is in this run. The namespace of time belongs to
 * it because times are told in its terms.
 */
export function thisRun(): string {
  run ??= digest(process.platform === 'linux' ? `${bootId()}\0${namespace('time')}` : '')
  return run
}

/** Whether there is a process of this number here; one that has died and was not asked for its end yet counts. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

function namespace(kind: 'pid' | 'time'): string {
  try {
    return readlinkSync(`/proc/self/ns/${kind}`)
  } catch {
    return '' // Only Linux has such namespaces, and that of time only since 5.6.
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')
  } catch {
    return randomBytes(16).toString('hex')
  }
}
