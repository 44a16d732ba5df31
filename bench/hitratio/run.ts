// Plays the traces of examples/data through all policies, prints the hit ratios, and draws a chart of each trace into
// docs/charts: `npm run bench:hitratio -- [trace ...]`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { type Simulation, simulate, toSvg } from 'pilfer/simulate'
import { loadTrace, TRACES, type TraceName } from '../../examples/data/traces.js'
import { cellTable, meanTable } from './report.js'

/** The sizes of the table, as parts of the different keys, and more of them for the line of a chart. */
const FRACTIONS = [0.01, 0.05, 0.1, 0.25, 0.5]
const BETWEEN = [0.02, 0.15, 0.35, 0.7, 1]

const charts = new URL('../../docs/charts/', import.meta.url)

function nameOf(text: string): TraceName {
  const found = TRACES.find((name) => name === text)
  if (found !== undefined) return found
  throw new Error(`there is no trace ${text}; there are ${TRACES.join(', ')}`)
}

/** One result for the table, of the sizes in it, and one for the chart. */
function play(name: TraceName): { name: TraceName; table: Simulation } {
  process.stderr.write(`${name} ...\n`)
  const keys = loadTrace(name)
  const distinct = new Set(keys).size
  const sizesOf = (fractions: readonly number[]): number[] =>
    fractions.map((fraction) => Math.max(1, Math.round(fraction * distinct)))
  const table = simulate(keys, { sample: Infinity, sizes: sizesOf(FRACTIONS) })
  const chart = simulate(keys, { sample: Infinity, sizes: sizesOf([...FRACTIONS, ...BETWEEN]) })
  writeFileSync(new URL(`${name}.svg`, charts), toSvg(chart, { title: `Trace ${name}` }))
  return { name, table }
}

const asked = process.argv.slice(2)
const names = asked.length === 0 ? TRACES : asked.map(nameOf)
mkdirSync(charts, { recursive: true })
const results = names.map(play)
console.log(`Mean over the sizes, ${FRACTIONS.map((f) => 100 * f).join(', ')} % of the different keys:\n`)
console.log(meanTable(results))
for (const { name, table } of results) console.log(`\n${name}:\n\n${cellTable(table)}`)
