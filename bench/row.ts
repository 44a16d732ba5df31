// A process that measures one row, and tells the one that started it.
import { measure, type Plan } from './measure.js'
import type { Sample } from './measured.js'
import type { Workload } from './workload.js'

const { workload, row, plan } = JSON.parse(process.argv[2]!) as { workload: string; row: string; plan: Plan }
const { [workload]: found } = (await import(`./workloads/${workload}.ts`)) as Record<string, Workload>

const contestants = await found!.rows.find(({ name }) => name === row)!.contestants()
const rounds = await measure(contestants, plan)
const sample: Sample = { contestants: contestants.map(({ run, ...rest }) => rest), rounds }
process.send!(sample, () => process.disconnect())
