import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { LockKind } from '../../../src/internal/lock/lock.js'
import { besides } from '../../helpers/lock-files.js'
import { seededRandom } from '../../helpers/seeded-random.js'
import { tempDir } from '../../helpers/temp-dir.js'
import { compileWorker } from '../../torture/compile-worker.js'
import { pause, share, spoken, startCompiled, type WorkerProcess } from '../../torture/harness.js'

const PROCESSES = 8
const SLOTS = Array.from({ length: PROCESSES }, (_, slot) => slot)
/** What each counts to. */
const TARGET = 1_000
/** How long a kind of lock is tried, in ms; once at least. */
const TIME = share(0.1)
const seed = Math.floor(Math.random() * 2 ** 31)
const worker = compileWorker('count-under-lock')

const givenCounts = (): string => {
  const path = join(tempDir(), 'counts')
  writeFileSync(path, new Uint8Array(4 * (1 + PROCESSES)))
  return path
}

/** What the slots and the total in the file have come to. */
const countsIn = (path: string): number[] => [...new Uint32Array(new Uint8Array(readFileSync(path)).buffer)]

/** The last number that a worker said to have written. */
const acknowledged = (output: string): number => Number(output.split('\n').at(-2) ?? 0)

/** Keeps one slot counting until it is through, or refused, whatever dies on the way. */
async function keepCounting(
  path: string,
  kind: LockKind,
  slot: number,
  { kills, seed }: { kills: number; seed: number },
  running: Map<number, WorkerProcess>,
): Promise<{ count: number; deaths: number }> {
  for (let count = 0, deaths = 0; ; deaths++) {
    const args = { path, kind, slot, target: TARGET, kills, seed: seed + 1000 * slot + deaths, from: count }
    const counting = startCompiled(worker, args)
    running.set(slot, counting)
    await counting.ended
    running.delete(slot)
    count = acknowledged(counting.output()) || count
    if (counting.child.signalCode !== 'SIGKILL') {
      await counting.done
      return { count, deaths }
    }
  }
}

/** Makes processes sleep for a moment wherever they are, until `stopped`. */
async function makeSleep(
  running: Map<number, WorkerProcess>,
  seed: number,
  stopped: () => boolean,
): Promise<void> {
  const random = seededRandom(seed)
  while (!stopped()) {
    await pause(20)
    const victim = running.get(Math.floor(random() * PROCESSES))?.child
    victim?.kill('SIGSTOP')
    await pause(random() * 15)
    victim?.kill('SIGCONT')
  }
}

async function count(kind: LockKind, path: string, kills: number, seed: number) {
  const running = new Map<number, WorkerProcess>()
  let through = false
  const sleeping = process.platform === 'win32' ? undefined : makeSleep(running, seed, () => through)
  const results = await Promise.all(
    SLOTS.map((slot) => keepCounting(path, kind, slot, { kills, seed }, running)),
  ).finally(() => (through = true))
  await sleeping
  return results
}

describe.each(['kernel', 'file'] as const)('a %s lock', (kind) => {
  it('keeps 8 processes apart, some of which die as its holder', {
    timeout: 300_000 + 2 * TIME,
  }, async () => {
    const start = Date.now()
    let deaths = 0
    let rounds = 0
    do {
      const path = givenCounts()
      const results = await count(kind, path, 0.02, seed + 10_000 * rounds++)
      expect(countsIn(path)).toEqual([PROCESSES * TARGET, ...Array(PROCESSES).fill(TARGET)])
      expect(results.map((result) => result.count)).toEqual(Array(PROCESSES).fill(TARGET))
      expect(besides(path)).toEqual(kind === 'kernel' ? ['counts.lock'] : [])
      deaths += results.reduce((sum, result) => sum + result.deaths, 0)
    } while (Date.now() - start < TIME)
    console.log(`${kind}: seed ${seed}, ${rounds} rounds, ${deaths} holders died, ${Date.now() - start} ms`)
    expect(deaths).toBeGreaterThan(0)
  })

  it('keeps 4 threads of one process apart', async () => {
    const path = givenCounts()
    const threads = Array.from({ length: 4 }, (_, slot) => {
      const args = { path, kind, slot, target: TARGET, kills: 0, seed, from: 0 }
      return new Worker(worker, { argv: [JSON.stringify(args)], execArgv: [] })
    })
    await Promise.all(threads.map((thread) => once(thread, 'exit')))
    expect(countsIn(path)).toEqual([4 * TARGET, ...Array(4).fill(TARGET), 0, 0, 0, 0])
  })
})

describe('kernel locks and lock files on one file', () => {
  it('keep 8 processes apart until those with lock files are refused', async () => {
    const path = givenCounts()
    const running = new Map<number, WorkerProcess>()
    const keep = (kind: LockKind, slots: readonly number[]) =>
      slots.map((slot) => keepCounting(path, kind, slot, { kills: 0.005, seed }, running))
    const byFile = keep('file', [0, 1, 2, 3])
    await Promise.all([...running.values()].map(spoken))
    const results = await Promise.all([...byFile, ...keep('kernel', [4, 5, 6, 7])])
    const [total, ...counts] = countsIn(path)
    expect(counts.reduce((sum, count) => sum + count)).toBe(total)
    expect(counts.slice(4)).toEqual(Array(4).fill(TARGET))
    // One who died as the holder could not say its last number, and its successor was not let in to find it.
    for (const [slot, { count }] of results.entries()) expect([count, count + 1]).toContain(counts[slot])
    expect(readFileSync(`${path}.lock`, 'latin1')).toBe('kernel\n')
    expect(besides(path)).toEqual(['counts.lock'])
  })
})
