// Measures the rows of the workload `growth` that have a policy, prints their tables and draws the charts of growth.md
// into docs/charts: `npm run bench:growth -- [--quick]`.
import { writeFileSync } from 'node:fs'
import { type Curve, growthChart } from './growth-chart.js'
import { duration, judged, markTable, table } from './report.js'
import { FULL, machine, QUICK, resultsOf } from './runner.js'
import { median } from './statistics.js'
import { maps } from './subjects/pilfer.js'
import { at, growth, LIMIT, OPERATIONS, rowName, SIZES } from './workloads/growth.js'

const charts = new URL('../../docs/charts/', import.meta.url)

const plan = process.argv.includes('--quick') ? QUICK : FULL
const names = OPERATIONS.flatMap((operation) => maps.map((subject) => rowName(operation, subject)))
const rows = growth.rows.filter(({ name }) => names.includes(name))
const results = await resultsOf(growth, plan, rows)

const costs = (row: string, name: string): number[] =>
  SIZES.map((size) => results.find((one) => one.row.name === row)!.measured.nanoseconds(at(name, size)))

console.log(machine())
console.log(`\n## Marks\n\n${markTable(judged(results.map((result) => ({ workload: growth, result }))))}`)
for (const operation of OPERATIONS) {
  // The limit ran beside each policy.
  const limits = maps.map((subject) => costs(rowName(operation, subject), LIMIT))
  const curves: Curve[] = [
    ...maps.map((subject) => ({
      name: subject.policy,
      costs: costs(rowName(operation, subject), subject.name),
    })),
    { name: LIMIT, costs: SIZES.map((_, i) => median(limits.map((each) => each[i]!))) },
  ]
  writeFileSync(
    new URL(`growth-${operation.name}.svg`, charts),
    growthChart(`Cost of a ${operation.title}`, SIZES, curves),
  )
  const lines = SIZES.map((size, i) => [
    size.toLocaleString('en'),
    ...curves.map((curve) => `${duration(curve.costs[i]!)}`),
  ])
  console.log(`\n## ${operation.title}\n\n${table(['entries', ...curves.map(({ name }) => name)], lines)}`)
}
