import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median, spread } from '../statistics.js'
import { finding, type Part } from './part.js'

const PROCESSES = 15
const MOST = 10

const OURS = 'pilfer'
const PACKAGES = [OURS, 'lru-cache', 'memoize', 'moize']

/** Where Node finds the packages by their names. */
const cwd = fileURLToPath(new URL('../../..', import.meta.url))

/** How long a process takes that does nothing, or imports a package, in ms. */
function lifetime(name: string | undefined): number {
  const code = name === undefined ? 'export {}' : `import ${JSON.stringify(name)}`
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd })
  const elapsed = performance.now() - start
  if (status !== 0) throw new Error(`importing ${name} failed: ${stderr}`)
  return elapsed
}

export function imports(): Part {
  lifetime(undefined)
  for (const name of PACKAGES) lifetime(name)
  const extra = new Map<string, number[]>(PACKAGES.map((name) => [name, []]))
  // In turn, each beside an empty process, so that whatever else the machine does strikes all alike.
  for (let turn = 0; turn < PROCESSES; turn++) {
    const empty = lifetime(undefined)
    for (const name of PACKAGES) extra.get(name)!.push(lifetime(name) - empty)
  }
  const own = median(extra.get(OURS)!)
  return {
    title: `Time to import, beyond an empty process: the median of ${PROCESSES}`,
    head: ['package', 'ms', 'spread'],
    rows: PACKAGES.map((name) => {
      const times = extra.get(name)!
      return [
        name === OURS ? `**${name}**` : name,
        median(times).toFixed(1),
        `${(spread(times) * Math.abs(median(times))).toFixed(1)} ms`,
      ]
    }),
    findings: [finding(`import ${OURS}: at most ${MOST} ms`, own, MOST, 'ms')],
  }
}
