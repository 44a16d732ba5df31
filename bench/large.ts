// Measures one large value in the archives that keep its bytes, beside `node:fs`: `npm run bench:large -- [folder]`.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finding } from './footprint/part.js'
import type { Did } from './large-of.js'
import { table } from './report.js'
import { machine } from './runner.js'
import { median, spread } from './statistics.js'
import { LARGE_SUBJECTS, LENGTH, LIMIT } from './subjects/large.js'

const ROUNDS = 5
const MOST = 1.3
const MIB = (LENGTH * 8) / 2 ** 20

/** Sets the value, or gets it, in a new process; gives how long that took, in ms. */
function run(name: string, does: Did, folder: string): Promise<number> {
  const child = fork(new URL('large-of.js', import.meta.url), [name, does, folder])
  return new Promise((resolve, reject) => {
    child.once('message', (ms) => resolve(ms as number))
    child.once('exit', (code) => code !== 0 && reject(new Error(`measuring ${name} failed`)))
  })
}

const names = LARGE_SUBJECTS.map(({ name }) => name)
const times = new Map(names.map((name) => [name, { set: [] as number[], get: [] as number[] }]))
// In turn, so that whatever else the machine and its disk do strikes all alike.
for (let round = 0; round < ROUNDS; round++)
  for (const name of names) {
    const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'pilfer-bench-'))
    for (const does of ['set', 'get'] as const) times.get(name)![does].push(await run(name, does, folder))
    rmSync(folder, { recursive: true })
  }

/** How many times as long as the limit it takes, from rounds that ran one right after the other. */
const ratio = (name: string, does: Did): number =>
  median(times.get(name)![does].map((ms, round) => ms / times.get(LIMIT)![does][round]!))

const cells = (name: string, does: Did): string[] => {
  const all = times.get(name)![does]
  return [`${median(all).toFixed(0)} ms`, `${(spread(all) * 100).toFixed(0)} %`, ratio(name, does).toFixed(2)]
}

const marks = names
  .filter((name) => name !== LIMIT)
  .flatMap((name) =>
    (['set', 'get'] as const).map((does) =>
      finding(
        `${name}, ${does}: at most ${MOST} times as long as ${LIMIT}`,
        ratio(name, does),
        MOST,
        'times',
      ),
    ),
  )
console.log(machine())
console.log(
  `\n## Marks\n\n${table(
    ['mark', 'measured', 'against', 'holds'],
    marks.map(({ mark, measured, against, holds }) => [mark, measured, against, holds ? 'yes' : '**no**']),
  )}`,
)
console.log(
  `\n## A Float64Array of ${MIB} MiB, each in a new process: the median of ${ROUNDS}\n\n${table(
    ['subject', 'set', 'spread', `of ${LIMIT}`, 'get', 'spread', `of ${LIMIT}`],
    names.map((name) => [name, ...cells(name, 'set'), ...cells(name, 'get')]),
  )}`,
)
