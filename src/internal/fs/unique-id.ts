import { createHash, randomBytes } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'

const ID = /^([0-9a-f]{12})-([0-9]+)-[0-9]+-[0-9]+-[0-9a-f]{8}$/

let place: string | undefined
let maker: string | undefined
let random: string | undefined
let count = 0

/** A name that no other process, thread or call makes, and that tells which process made it. */
export function uniqueId(): string {
  maker ??= `${here()}-${process.pid}-${threadId}`
  random ??= randomBytes(4).toString('hex')
  return `${maker}-${count++}-${random}`
}

/** What is known of the process that made a name: it lives, it is gone, or (`unknown`) it is on another host. */
export function makerOf(id: string): 'alive' | 'gone' | 'unknown' | undefined {
  const [, host, pid] = ID.exec(id) ?? []
  if (host === undefined) return undefined
  if (host !== here()) return 'unknown'
  return isAlive(Number(pid)) ? 'alive' : 'gone'
}

/** Where this process's number means anything: the host and, on Linux, the namespace of its process numbers. */
function here(): string {
  place ??= createHash('sha256').update(`${hostname()}\0${pidNamespace()}`).digest('hex').slice(0, 12)
  return place
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return '' // Only Linux has such namespaces.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
