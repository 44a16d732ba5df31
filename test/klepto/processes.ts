import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const project = fileURLToPath(new URL('../..', import.meta.url))
const running = new Set<ChildProcess>()

/** A process that runs one of `workers/`. */
export interface Worker {
  readonly child: ChildProcess
  /** What it has printed, line by line, each as JSON; the promise waits for the next one. */
  next(): Promise<any>
  /** Settles with all it has printed when it has ended, however it ended. */
  readonly ended: Promise<any[]>
}

/** Starts `workers/<name>.ts` in a process of its own. */
export function start(name: string, args: object): Worker {
  const script = join(project, 'test/klepto/workers', `${name}.ts`)
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(args)], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let text = ''
  let taken = 0
  let wake = (): void => {}
  const lines = (): any[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
    wake()
  })
  const ended = new Promise<any[]>((resolve) =>
    child.once('close', () => {
      running.delete(child)
      resolve(lines())
      wake()
    }),
  )
  const next = async (): Promise<any> => {
    while (lines().length <= taken) {
      if (!running.has(child)) throw new Error(`${name} ended with ${child.exitCode} and said no more`)
      await new Promise<void>((resolve) => (wake = resolve))
    }
    return lines()[taken++]
  }
  return { child, next, ended }
}

/** Runs `workers/<name>.ts` and gives the last line that it printed. */
export async function run(name: string, args: object): Promise<any> {
  const worker = start(name, args)
  const lines = await worker.ended
  if (worker.child.exitCode !== 0) throw new Error(`${name} ended with ${worker.child.exitCode}`)
  return lines.at(-1)
}

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})
