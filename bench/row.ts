// A process that measures one row, and tells the one that started it.
import { measure, type Plan } from './measure.js'
import type { Sample } from './measured.js'
import type { Contestant, Workload } from './workload.js'

interface Task {
  readonly workload: string
  readonly row: string
  readonly plan: Plan
  /** Which of the row's processes this is. */
  readonly turn: number
}

const { workload, row, plan, turn } = JSON.parse(process.argv[2]!) as Task
const exported: Record<string, Workload> = await import(`./workloads/${workload}.js`)
const { contestants: preparations } = Object.values(exported)
  .find(({ name }) => name === workload)!
  .rows.find(({ name }) => name === row)!

// Who comes first has the best place in memory, so each process begins with another one.
const contestants: Contestant[] = []
const first = Math.round((turn / plan.processes) * preparations.length)
for (let i = 0; i < preparations.length; i++) {
  const at = (first + i) % preparations.length
  contestants[at] = await preparations[at]!()
}

const rounds = await measure(contestants, plan)
const sample: Sample = {
  contestants: await Promise.all(
    contestants.map(async ({ run, judge, ...rest }) => ({ ...rest, ...(await judge?.()) })),
  ),
  rounds,
}
// A team of processes may still be there, and keep this one.
process.send!(sample, () => process.exit())
