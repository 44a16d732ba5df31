import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The Python whose libraries take part; `PYTHON` names another one. */
const PYTHON = process.env['PYTHON'] ?? 'python3'

/** What a process of Python does whenever it is told to; `python/store.py` has the words. */
export interface PythonTask {
  readonly library: string
  readonly folder: string
  readonly what: string
  readonly bytes: number
  readonly keys: number
  readonly operations: number
  readonly name: string
}

/** The versions of those of `libraries` that this Python has, by their names. */
export function pythonVersions(libraries: readonly string[]): Map<string, string> {
  const script = [
    'import importlib.metadata as m, importlib.util as u, sys',
    'for n in sys.argv[1:]:',
    '  if u.find_spec(n): print(n, m.version(n))',
  ].join('\n')
  const { stdout } = spawnSync(PYTHON, ['-c', script, ...libraries], { encoding: 'utf8' })
  const lines = (stdout ?? '').split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => line.split(' ') as [string, string]))
}

const children: ChildProcess[] = []
process.once('exit', () => {
  for (const child of children) child.kill()
})

/** Starts a process of Python; gives what makes it do its work once, and what that has come to. */
export async function python(task: PythonTask): Promise<() => Promise<number>> {
  const { library, folder, what, bytes, keys, operations, name } = task
  const script = fileURLToPath(new URL('../python/store.py', import.meta.url))
  const child = spawn(
    PYTHON,
    [script, library, folder, what, ...[bytes, keys, operations].map(String), name],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  children.push(child)
  const answer = answers(child)
  await answer()
  return async () => {
    child.stdin!.write('\n')
    return Number(await answer())
  }
}

/** Gives the lines that a process prints, one after the other. */
function answers(child: ChildProcess): () => Promise<string> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return async () => {
    const { done, value } = await lines.next()
    if (done) throw new Error('a process of Python has ended')
    return value
  }
}
