import { fork } from 'node:child_process'
import { cpus } from 'node:os'
import type { Plan } from './measure.js'
import { Measured, type Sample } from './measured.js'
import type { Result } from './report.js'
import type { Row, Workload } from './workload.js'

export const FULL: Plan = { processes: 5, rounds: 20, round: 3, warmup: 60 }
export const QUICK: Plan = { processes: 1, rounds: 9, round: 2, warmup: 40 }

/** Measures the rows of a workload, one after the other. */
export async function resultsOf(
  workload: Workload,
  plan: Plan,
  rows: readonly Row[] = workload.rows,
): Promise<Result[]> {
  const results: Result[] = []
  for (const row of rows) {
    process.stderr.write(`${workload.name}: ${row.name} ...\n`)
    results.push(await resultOf(workload, row, planFor(workload, plan)))
  }
  return results
}

/** A plan with as many processes and as long a warm-up as the workload asks for, unless it is quick. */
export const planFor = (workload: Workload, plan: Plan): Plan =>
  plan === QUICK
    ? plan
    : { ...plan, processes: workload.processes ?? plan.processes, warmup: workload.warmup ?? plan.warmup }

async function resultOf(workload: Workload, row: Row, plan: Plan): Promise<Result> {
  const samples: Sample[] = []
  for (let turn = 0; turn < plan.processes; turn++) samples.push(await sample(workload, row, plan, turn))
  return { row, measured: new Measured(samples) }
}

/** What one more process measures of a row. */
function sample(workload: Workload, row: Row, plan: Plan, turn: number): Promise<Sample> {
  const task = JSON.stringify({ workload: workload.name, row: row.name, plan, turn })
  const child = fork(new URL('row.js', import.meta.url), [task])
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Sample))
    child.once('exit', (code) => code !== 0 && reject(new Error(`measuring ${row.name} failed`)))
  })
}

/** What the figures were taken on. */
export function machine(): string {
  const { node, v8 } = process.versions
  return `Node ${node}, V8 ${v8}, ${cpus()[0]!.model.trim()}, ${cpus().length} cores, ${process.platform}.`
}
