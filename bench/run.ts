// Measures pilfer beside its peers and prints the tables: `npm run bench -- [workload ...] [--quick]`.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Plan } from './measure.js'
import { Measured, type Sample } from './measured.js'
import { markTable, type Result, rowTable } from './report.js'
import type { Row, Workload } from './workload.js'
import { workloads } from './workloads/all.js'

const FULL: Plan = { processes: 5, rounds: 20, round: 3, warmup: 60 }
const QUICK: Plan = { processes: 1, rounds: 9, round: 2, warmup: 40 }

const PEERS = [
  ...[
    'lru-cache',
    'mnemonist',
    'tiny-lru',
    'quick-lru',
    'transitory',
    'lodash.memoize',
    'memoize',
    'micro-memoize',
    'moize',
  ],
  ...[
    'memoizee',
    'fast-memoize',
    'nano-memoize',
    'p-memoize',
    'async-cache-dedupe',
    'cacheable',
    'cacache',
    'keyv',
    'keyv-file',
    'flat-cache',
  ],
]

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const plan = values.quick ? QUICK : FULL
const chosen = positionals.length === 0 ? workloads : positionals.map(workloadOf)

function workloadOf(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name)
  if (found !== undefined) return found
  throw new Error(`there is no workload ${name}; there are ${workloads.map((w) => w.name).join(', ')}`)
}

/** What one more process measures of a row. */
function sample(workload: Workload, row: Row, turn: number): Promise<Sample> {
  const task = JSON.stringify({ workload: workload.name, row: row.name, plan, turn })
  const child = fork(new URL('row.js', import.meta.url), [task])
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Sample))
    child.once('exit', (code) => code !== 0 && reject(new Error(`measuring ${row.name} failed`)))
  })
}

async function resultOf(workload: Workload, row: Row): Promise<Result> {
  const samples: Sample[] = []
  for (let turn = 0; turn < plan.processes; turn++) samples.push(await sample(workload, row, turn))
  return { row, measured: new Measured(samples) }
}

function versionOf(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`
}

const all: { workload: Workload; result: Result }[] = []
for (const workload of chosen)
  for (const row of workload.rows) {
    process.stderr.write(`${workload.name}: ${row.name} ...\n`)
    all.push({ workload, result: await resultOf(workload, row) })
  }

const { model } = cpus()[0]!
console.log(
  `Node ${process.versions.node}, V8 ${process.versions.v8}, ${model.trim()}, ${cpus().length} cores, ${process.platform}.`,
)
console.log(`${plan.processes} processes per row, ${plan.rounds} rounds each.\n`)
console.log(`${PEERS.map(versionOf).join(', ')}.\n`)
console.log(`## Marks\n\n${markTable(all)}`)
for (const workload of chosen) {
  console.log(`\n## ${workload.title}`)
  for (const { result } of all.filter((one) => one.workload === workload))
    console.log(`\n### ${result.row.name}\n\n${rowTable(result)}`)
}
