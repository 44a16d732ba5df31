import { readFileSync, readlinkSync, statSync } from 'node:fs'
import { errno } from './fs-error.js'

/** One thread as Linux tells it from every other, also from a later one that gets its number. */
export interface SystemThread {
  readonly pid: number
  /** Its number, which is that of the process for the main thread. */
  readonly tid: number
  /** When it was started, in clock ticks since the system was. */
  readonly start: number
}

let mine: SystemThread | false | undefined

/** The thread that asks; `undefined` where the system does not tell, or tells it in numbers of another namespace. */
export function thisThread(): SystemThread | undefined {
  mine ??= readOwn() ?? false
  return mine || undefined
}

function readOwn(): SystemThread | undefined {
  try {
    const [, pid, tid] = /^([0-9]+)\/task\/([0-9]+)$/.exec(readlinkSync('/proc/thread-self')) ?? []
    if (Number(pid) !== process.pid) return undefined
    const { start } = readStat(process.pid, Number(tid))
    return start > 0 ? { pid: process.pid, tid: Number(tid), start } : undefined
  } catch {
    return undefined // Only Linux has such a folder, and not everywhere.
  }
}

/** Whether a thread of this host can still do anything; `undefined` where that cannot be seen. */
export function isThreadAlive({ pid, tid, start }: SystemThread): boolean | undefined {
  if (thisThread() === undefined) return undefined
  try {
    const found = readStat(pid, tid)
    return found.start === start && !found.ended
  } catch (error) {
    // The processes of others may be hidden: what is not there is gone only where the process itself can be seen.
    const absent = errno(error) === 'ENOENT' && statSync(`/proc/${pid}`, { throwIfNoEntry: false })
    return absent ? false : undefined
  }
}

/** What follows the name of the program, which may hold anything, in parentheses. */
function readStat(pid: number, tid: number): { ended: boolean; start: number } {
  const text = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { ended: fields[0] === 'Z' || fields[0] === 'X', start: Number(fields[19]) }
}
