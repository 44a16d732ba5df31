/**
 * The main job: an expensive function, memoized into a folder, is computed in one session and loaded in the next.
 *
 * The function plays a real access trace through a cache and says how often it hits. The first process computes
 * every combination of policy, trace and size. A second process finds all of it in the folder and computes nothing.
 * Each of the others copies the results of the one before into an archive of another kind, and goes on from there.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import cliProgress from 'cli-progress'
import Table from 'cli-table3'
import { Cache, fifo, lfu, lru, lruCache, mru, openArchive, rr } from 'pilfer'
import { loadTrace, type TraceName } from './data/traces.js'

const policies = { lru, lfu, mru, fifo, rr: () => rr({ random: seeded(1) }) }
const traces: TraceName[] = ['loop', 'multi1', 'multi3', '2_pools', 'gcc', 'web07']
const sizes = [100, 300, 1000, 3000, 10_000]

/** The share of a trace's accesses, from 0 to 1, that a cache of `size` entries under `policy` answers. */
function hitRatio(policy: keyof typeof policies, trace: TraceName, size: number): number {
  const accesses = loadTrace(trace)
  const cache = new Cache<number, true>({ maxSize: size, policy: policies[policy]() })
  let hits = 0
  for (const key of accesses)
    if (cache.get(key)) hits++
    else cache.set(key, true)
  return hits / accesses.length
}

/** The sessions one after the other: what each one opens in the demo's folder. */
const sessions: readonly (readonly [name: string, open: (folder: string) => `dir:${string}`])[] = [
  ['compute', (folder) => `dir:${folder}/memo`],
  ['load', (folder) => `dir:${folder}/memo`],
  ...(['file:memo.log', 'tar:memo.tar', 'sql:memo.db', 'lmdb:memo-lmdb', 'dict:'] as const).map((url) => {
    const [kind, name] = url.split(':') as [string, string]
    const open = (folder: string) => (name === '' ? url : `${kind}:${folder}/${name}`) as `dir:${string}`
    return [kind, open] as const
  }),
]

interface Report {
  session: string
  calls: number
  computed: number
  loaded: number
  hits: number
  seconds: number
  bytesOnDisk: number
  sum: number
}

/** One session: asks for every combination, and then for each of them once more. */
async function runSession(session: string, folder: string): Promise<Report> {
  const at = sessions.findIndex(([name]) => name === session)
  const archive = await openArchive<number>(sessions[at]![1](folder))
  if (at > 1) {
    const before = await openArchive<number>(sessions[at - 1]![1](folder))
    before.copy(archive)
    before.close()
  }
  const memoized = lruCache({ archive })(hitRatio)

  const calls = Object.keys(policies).flatMap((policy) =>
    traces.flatMap((trace) => sizes.map((size) => [policy as keyof typeof policies, trace, size] as const)),
  )
  const bar = new cliProgress.SingleBar({
    format: `${session.padEnd(8)} {bar} {value}/{total}`,
    clearOnComplete: true,
    hideCursor: true,
    // Where nobody looks on, nothing is drawn.
    noTTYOutput: false,
  })
  bar.start(2 * calls.length, 0)
  let sum = 0
  const start = performance.now()
  for (const call of [...calls, ...calls]) {
    sum += memoized(...call)
    bar.increment()
  }
  const seconds = (performance.now() - start) / 1000
  bar.stop()
  memoized.close()
  const { hits, misses, loads } = memoized.info()
  return {
    session,
    calls: 2 * calls.length,
    computed: misses,
    loaded: loads,
    hits,
    seconds,
    bytesOnDisk: bytesIn(folder),
    sum,
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((bytes, file) => bytes + (file.isFile() ? file.size : 0), 0)
}

/** Runs a session in a process of its own. Its report comes on descriptor 3, so that the bar has the terminal. */
function inNewProcess(session: string, folder: string): Report {
  const self = fileURLToPath(import.meta.url)
  const child = spawnSync(process.execPath, [...process.execArgv, self, session, folder], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    encoding: 'utf8',
  })
  if (child.status !== 0) throw new Error(`the session "${session}" ended with status ${child.status}`)
  return JSON.parse(child.output[3]!) as Report
}

function demo(): void {
  const folder = mkdtempSync(join(tmpdir(), 'pilfer-demo-'))
  try {
    const reports = sessions.map(([session]) => inNewProcess(session, folder))
    print(reports)
    check(reports as [Report, Report, ...Report[]])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function print(reports: readonly Report[]): void {
  const table = new Table({
    head: ['session', 'calls', 'computed', 'loaded', 'hits', 'seconds', 'bytes on disk'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  })
  for (const r of reports)
    table.push([r.session, r.calls, r.computed, r.loaded, r.hits, r.seconds.toFixed(3), r.bytesOnDisk])
  console.log(table.toString())
}

/** Ends the process with an error unless everything was computed once and only once. */
function check([first, second, ...others]: readonly [Report, Report, ...Report[]]): void {
  const half = first.calls / 2
  const faults = [
    first.computed !== half && `the first session computed ${first.computed} results in the place of ${half}`,
    ...[second, ...others].map(
      (r) => r.computed !== 0 && `the session ${r.session} computed ${r.computed} results`,
    ),
    new Set([first, second, ...others].map((r) => r.sum)).size > 1 && 'the sessions have different results',
    first.seconds < 50 * second.seconds && 'the second session was not 50 times as fast as the first',
  ].filter((fault) => fault !== false)
  for (const fault of faults) console.error(`demo failed: ${fault}`)
  if (faults.length > 0) process.exitCode = 1
  else
    console.log(
      `Loading was ${Math.round(first.seconds / second.seconds)} times as fast as computing; nothing was computed twice.`,
    )
}

/** Numbers from 0 to below 1 that are the same in every session (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

const [session, folder] = process.argv.slice(2)
if (session === undefined) demo()
else writeSync(3, JSON.stringify(await runSession(session, folder!)))
