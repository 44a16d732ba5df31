// Measures the marks under several lines of Node, in one table: `npm run bench:nodes -- [workload ...]`.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { nodeOf, root, versionOf } from './node-line.mjs'

const LINES = ['20', '22', '24', '26']

const run = join(root, 'bench', 'out', 'run.js')
const chosen = process.argv.slice(2)
const workloads = chosen.length > 0 ? chosen : ['memory', 'memoize']

const columns = LINES.map((line) => {
  const program = nodeOf(line)
  process.stderr.write(`Node ${line} ...\n`)
  const json = execFileSync(program, ['--expose-gc', run, ...workloads, '--quick', '--json'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  })
  return { version: versionOf(program), marks: JSON.parse(json) }
})

const line = (cells) => console.log(`| ${cells.join(' | ')} |`)
line(['row', 'mark', ...columns.map(({ version }) => version)])
line(['---', '---', ...columns.map(() => '---:')])
for (const [i, { where, text }] of columns[0].marks.entries())
  line([
    where,
    text,
    ...columns.map(({ marks }) => {
      const { value, holds } = marks[i]
      return value === undefined ? '' : holds ? value.toFixed(2) : `**${value.toFixed(2)}**`
    }),
  ])
