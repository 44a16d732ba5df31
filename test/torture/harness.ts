import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { tempDir } from '../helpers/temp-dir.js'

const project = fileURLToPath(new URL('../..', import.meta.url))
const SECONDS = Number(process.env['PILFER_TORTURE_SECONDS'] ?? 6)

/** A part of the time that all torture together may take beside starting processes, in ms. */
export const share = (part: number): number => SECONDS * 1000 * part

/** A process that runs one of `workers/`. */
export interface WorkerProcess {
  readonly child: ChildProcess
  /** What it has printed so far. */
  output(): string
  /** Settles when it has ended by itself; rejects with what it wrote to stderr when it failed. */
  readonly done: Promise<string>
  /** Settles when it has ended in any way. */
  readonly ended: Promise<void>
}

const running = new Set<ChildProcess>()

/** Starts `workers/<name>.ts` in a process of its own. */
export function start(
  name: string,
  args: object,
  options: { uid?: number; gid?: number } = {},
): WorkerProcess {
  const script = join(project, 'test/torture/workers', `${name}.ts`)
  return startProgram(name, ['--import', 'tsx', script], args, options)
}

/** Starts a worker that {@link compileWorker} has compiled, which takes a fraction of the time. */
export const startCompiled = (script: string, args: object): WorkerProcess =>
  startProgram(basename(script), [script], args, {})

function startProgram(
  name: string,
  command: readonly string[],
  args: object,
  options: object,
): WorkerProcess {
  const child = spawn(process.execPath, [...command, JSON.stringify(args)], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  })
  running.add(child)
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const done = ended.then(() => {
    running.delete(child)
    if (child.exitCode === 0) return output
    throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}: ${errors}`)
  })
  done.catch(() => {})
  return { child, output: () => output, done, ended }
}

/** Runs `workers/<name>.ts` and gives what it printed as JSON. */
export async function run<T>(
  name: string,
  args: object,
  options?: { uid?: number; gid?: number },
): Promise<T> {
  return JSON.parse(await start(name, args, options).done)
}

/** Settles when `worker` has printed something. */
export async function spoken(worker: WorkerProcess): Promise<void> {
  while (worker.output() === '') {
    if (worker.child.exitCode !== null) await worker.done
    await pause(5)
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const mounted: string[] = []

/** A file system of `size` in memory, or `undefined` where one may not be mounted. */
export function smallDisk(size: string): string | undefined {
  const path = join(tempDir(), 'disk')
  mkdirSync(path)
  if (process.getuid?.() !== 0) return undefined
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).status !== 0) return undefined
  mounted.push(path)
  return path
}

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  for (const path of mounted.splice(0)) spawnSync('umount', ['-l', path])
})

/**
 * What is left of writes in a folder. What an open lock keeps ready for its holders is none of it; after a kill, the
 * next one that needs a lock there removes it.
 */
export const leftovers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tmp$|damaged/.test(name) && !name.includes('.lock-'),
  )

/** Lets go of what is not used any more: libsql closes a database only when it is collected as garbage. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    ;(globalThis as { gc?: () => void }).gc!()
    await pause(20)
  }
}
