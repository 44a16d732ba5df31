import { randomBytes } from 'node:crypto'
import { threadId } from 'node:worker_threads'
import { here, isAlive } from './host.js'

const ID = /^([0-9a-f]{12})-([0-9]+)-[0-9]+-[0-9]+-[0-9a-f]{8}$/

let maker: string | undefined
let random: string | undefined
let count = 0

/** A name that no other process, thread or call makes, and that tells which process made it. */
export function uniqueId(): string {
  maker ??= `${here()}-${process.pid}-${threadId}`
  random ??= randomBytes(4).toString('hex')
  return `${maker}-${count++}-${random}`
}

/** The number of the process that made a name; `undefined` for what is no such name. */
export function pidOf(id: string): number | undefined {
  const pid = ID.exec(id)?.[2]
  return pid === undefined ? undefined : Number(pid)
}

/** What is known of the process that made a name: it lives, it is gone, or (`unknown`) it is on another host. */
export function makerOf(id: string): 'alive' | 'gone' | 'unknown' | undefined {
  const [, host, pid] = ID.exec(id) ?? []
  if (host === undefined) return undefined
  if (host !== here()) return 'unknown'
  return isAlive(Number(pid)) ? 'alive' : 'gone'
}
