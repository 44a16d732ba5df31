import { python, pythonVersions } from '../python.js'
import { proof, root, SETS, type Size, valueFor, type Work, WRITERS } from '../stores.js'

/** A library of Python, which does its work in a process of its own. */
export interface PythonSubject {
  readonly name: string
  readonly remark: string
  work(what: string, size: Size): Promise<Work>
}

/** One is told to start by a line, and says by a line that it has ended; so it does more at once. */
const OPERATIONS = 200

const LIBRARIES = ['diskcache', 'joblib']

/** The libraries that are installed here, with their versions. */
export const versions = pythonVersions(LIBRARIES)

function subject(library: string, operations: number, remark: string): PythonSubject[] {
  if (!versions.has(library)) return []
  const alone: PythonSubject['work'] = async (what, size) => {
    const count = what === 'reopen' ? 1 : operations
    const run = await python({ library, folder: root(), what, ...size, operations: count, name: '' })
    return { operations: count, expected: what === 'set' ? count : count * proof(valueFor(size)), run }
  }
  const work: PythonSubject['work'] = (what, size) =>
    what === 'writers' ? together(library, size) : alone(what, size)
  return [{ name: library, remark, work }]
}

/** Sets by several processes at once. */
async function together(library: string, { bytes }: Size): Promise<Work> {
  const task = { library, folder: root(), what: 'writers', bytes, keys: 0, operations: SETS }
  const members = Array.from({ length: WRITERS }, (_, i) => python({ ...task, name: `${i}` }))
  const runs = await Promise.all(members)
  const run = async (): Promise<number> => {
    const counts = await Promise.all(runs.map((each) => each()))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  return { operations: WRITERS * SETS, expected: WRITERS * SETS, run }
}

/** Empty where it is not installed. */
export const diskcache = subject('diskcache', OPERATIONS, 'Python')
export const joblib = subject('joblib', 20, 'Python; not atomic')
