// A process that sets a large value once, or gets it, and tells how long that took.
import { LARGE_SUBJECTS, LENGTH } from './subjects/large.js'

export type Did = 'set' | 'get'

const [name, does, folder] = process.argv.slice(2) as [string, Did, string]
const { create } = LARGE_SUBJECTS.find((subject) => subject.name === name)!
const store = create(folder)

/** Numbers that differ, so that nothing is spared by a file system that looks. */
function given(): Float64Array {
  const value = new Float64Array(LENGTH)
  for (let i = 0; i < LENGTH; i++) value[i] = i
  return value
}

const value = does === 'set' ? given() : undefined
const start = performance.now()
const back = does === 'set' ? store.set(value!) : store.get()
const elapsed = performance.now() - start
if (back !== undefined && (back.length !== LENGTH || back[LENGTH - 1] !== LENGTH - 1))
  throw new Error(`${name} gave another value`)
process.send!(elapsed, () => process.exit())
