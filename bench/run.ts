// Measures pilfer beside its peers and prints the tables: `npm run bench -- [workload ...] [--row text] [--quick] [--json]`.
import { parseArgs } from 'node:util'
import { judged, markTable, type Result, rowTable } from './report.js'
import { FULL, machine, planFor, QUICK, resultsOf } from './runner.js'
import { versions as pythonPeers } from './subjects/python.js'
import { isInstalled, versionOf } from './versions.js'
import type { Row, Workload } from './workload.js'
import { workloads } from './workloads/all.js'

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
    '@keyv/sqlite',
    'flat-cache',
  ],
]

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    // Only rows with this in their names.
    row: { type: 'string', default: '' },
    // Only the marks, for a program.
    json: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const plan = values.quick ? QUICK : FULL
const chosen = positionals.length === 0 ? workloads : positionals.map(workloadOf)

const rowsOf = (workload: Workload): Row[] => workload.rows.filter(({ name }) => name.includes(values.row))

function workloadOf(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name)
  if (found !== undefined) return found
  throw new Error(`there is no workload ${name}; there are ${workloads.map((w) => w.name).join(', ')}`)
}

const all: { workload: Workload; result: Result }[] = []
for (const workload of chosen)
  for (const result of await resultsOf(workload, plan, rowsOf(workload))) all.push({ workload, result })

if (values.json) console.log(JSON.stringify(judged(all)))
else report()

function report(): void {
  const others = chosen.filter((workload) => planFor(workload, plan).processes !== plan.processes)
  console.log(machine())
  console.log(
    `${plan.processes} processes per row${others.map((w) => `, ${planFor(w, plan).processes} for ${w.name}`).join('')}, ${plan.rounds} rounds each.\n`,
  )
  const fromPython = [...pythonPeers].map(([name, version]) => `${name} ${version}`)
  console.log(`${[...PEERS.filter(isInstalled).map(versionOf), ...fromPython].join(', ')}.\n`)
  console.log(`## Marks\n\n${markTable(judged(all))}`)
  for (const workload of chosen) {
    console.log(`\n## ${workload.title}`)
    for (const { result } of all.filter((one) => one.workload === workload))
      console.log(`\n### ${result.row.name}\n\n${rowTable(result)}`)
  }
}
