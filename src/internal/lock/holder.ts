import { hostname } from 'node:os'
import { thisRun } from '../fs/host.js'
import { isThreadAlive, thisThread } from '../fs/system-thread.js'
import { makerOf, pidOf, uniqueId } from '../fs/unique-id.js'

/** The content of a lock file where the kernel locks. */
export const MARKER = 'kernel\n'

const LINE = /^file ([0-9a-f-]+) ([0-9a-f]{12}) ([0-9]+) ([0-9]+) (\S*)\n$/

/** Who holds a lock file: a thread of a process. */
export interface Holder {
  /** A name that is made once, from which the process is known. */
  readonly id: string
  /** The run of the host. */
  readonly run: string
  /** The thread as the system knows it, and when it was started; zeros where the system does not tell. */
  readonly tid: number
  readonly start: number
  /** The name of the host, for people: what of it is ASCII. */
  readonly host: string
}

/** The content of a lock file of this thread, another one for each call. */
export function ownLine(): string {
  const { tid, start } = thisThread() ?? { tid: 0, start: 0 }
  return `file ${uniqueId()} ${thisRun()} ${tid} ${start} ${hostname().replace(/[^!-~]+/g, '-')}\n`
}

/** What a lock file's content says; `undefined` where it says nothing. */
export function parseHolder(line: string): Holder | undefined {
  const [, id, run, tid, start, host] = LINE.exec(line) ?? []
  if (id === undefined || pidOf(id) === undefined) return undefined
  return { id, run: run!, tid: Number(tid), start: Number(start), host: host! }
}

/** What is known of a holder. */
export type HolderState = 'alive' | 'gone' | 'unknown'

/**
 * Whether a holder can still do anything. `'gone'` is certain; `'unknown'` is what cannot be told from here: it is
 * on another host, was there before this one was started anew, or only has the number of a process that lives.
 */
export function stateOf({ id, run, tid, start }: Holder): HolderState {
  if (run !== thisRun()) return 'unknown'
  const maker = makerOf(id)!
  if (maker !== 'alive') return maker
  const alive = start === 0 ? undefined : isThreadAlive({ pid: pidOf(id)!, tid, start })
  if (alive === undefined) return 'unknown'
  return alive ? 'alive' : 'gone'
}

/** A holder as a message names it. */
export const describeHolder = ({ id, host }: Holder): string => `process ${pidOf(id)} on host ${host}`
