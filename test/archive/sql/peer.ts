import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { PilferError } from '../../../src/index.js'

const project = fileURLToPath(new URL('../../..', import.meta.url))
const script = fileURLToPath(new URL('./peer-process.ts', import.meta.url))
const running = new Set<ChildProcess>()

/** A process that uses sql archives as it is told. */
export interface Peer {
  /** Opens an archive there. */
  open(path: string, options: { driver: string; json?: boolean; table?: string }): Promise<boolean>
  /** What a method of the archive gives there; rejects with what it throws. */
  call(method: string, ...args: unknown[]): Promise<any>
  /** Ends it at once. */
  kill(): Promise<void>
  /** Lets it end by itself. */
  end(): Promise<void>
}

/** Starts a process. */
export function peer({ uid, gid }: { uid?: number; gid?: number } = {}): Peer {
  const child = fork(script, {
    cwd: project,
    execArgv: ['--import', 'tsx'],
    ...(uid === undefined ? {} : { uid, gid }),
  })
  running.add(child)
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let count = 0
  child.on('message', ({ id, result, error }: any) => {
    const { resolve, reject } = waiting.get(id)!
    waiting.delete(id)
    if (error === undefined) resolve(result)
    else reject(error.code === 'none' ? new Error(error.message) : new PilferError(error.code, error.message))
  })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      running.delete(child)
      for (const { reject } of waiting.values()) reject(new Error('the process has ended'))
      resolve()
    }),
  )
  const call = (method: string, ...args: unknown[]): Promise<any> =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject })
      child.send({ id: count, method, args })
    })
  return {
    open: (path, options) => call('open', path, options),
    call,
    kill() {
      child.kill('SIGKILL')
      return ended
    },
    end() {
      child.disconnect()
      return ended
    },
  }
}

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})
