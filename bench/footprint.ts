// Measures what pilfer takes beside its peers: heap per entry, time to import, size: `npm run bench:footprint`.
import { heap } from './footprint/heap.js'
import { imports } from './footprint/imports.js'
import { sizes } from './footprint/size.js'
import { table } from './report.js'
import { machine } from './runner.js'
import { versionOf } from './versions.js'

const PEERS = ['lru-cache', 'mnemonist', 'tiny-lru', 'quick-lru', 'transitory', 'memoize', 'moize', 'esbuild']

const parts = [await heap(), imports(), await sizes()]
const marks = parts.flatMap(({ findings }) =>
  findings.map(({ mark, measured, against, holds }) => [mark, measured, against, holds ? 'yes' : '**no**']),
)
console.log(machine())
console.log(`\n${PEERS.map(versionOf).join(', ')}.`)
console.log(`\n## Marks\n\n${table(['mark', 'measured', 'against', 'holds'], marks)}`)
for (const { title, head, rows } of parts) console.log(`\n## ${title}\n\n${table(head, rows)}`)
