// A process that fills one memory, and tells the one that started it how many bytes an entry takes.
import { LIMIT, OURS, PEERS } from './subjects.js'

const [name, count] = [process.argv[2]!, Number(process.argv[3])]
const subject = [...OURS, ...PEERS, LIMIT].find((one) => one.name === name)!

function bytes(): number {
  // What one collection frees may hold what the next can.
  for (let i = 0; i < 3; i++) (globalThis as { gc?: () => void }).gc!()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

// Code is compiled, and its statistics are kept, before it counts.
const small = subject.create(10)
for (let n = 0; n < 1_000; n++) small.set(n, n)

const before = bytes()
const map = subject.create(count)
for (let n = 0; n < count; n++) map.set(n, n)
const perEntry = (bytes() - before) / count
if (map.get(count - 1) !== count - 1) throw new Error(`${name} has lost an entry`)
process.send!(perEntry, () => process.exit())
