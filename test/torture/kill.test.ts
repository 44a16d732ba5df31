import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { namesIn } from '../helpers/dir-archive.js'
import { tempDir } from '../helpers/temp-dir.js'
import { pause, share, spoken, start, type WorkerProcess } from './harness.js'
import { fault } from './patterned.js'

const KEYS = 4

/** What a worker said that it had set: the last number of each key, and the last of all. */
function acknowledged(worker: WorkerProcess): { last: Map<string, number>; count: number } {
  const lines = worker.output().split('\n').slice(0, -1)
  return {
    last: new Map(
      lines.map((line) => line.split(' ') as [string, string]).map(([key, n]) => [key, Number(n)]),
    ),
    count: lines.length,
  }
}

describe('a dirArchive whose writers are killed in the middle of it', () => {
  it('opens, holds all that was acknowledged and nothing half-written, and is swept', async () => {
    const path = join(tempDir(), 'memo')
    const end = Date.now() + share(0.6)
    let rounds = 0
    let leftovers = 0
    do {
      const names = ['a', 'b', 'c', 'd'].map((letter) => `${letter}${rounds}`)
      const workers = names.map((name) => start('set-until-killed', { path, name, keys: KEYS }))
      await Promise.all(workers.map(spoken))
      await pause((rounds * 37) % 120)
      for (const { child } of workers) child.kill('SIGKILL')
      await Promise.all(workers.map((worker) => worker.ended))

      leftovers += namesIn(join(path, 'tmp')).length
      const reports: string[] = []
      const archive = dirArchive<any>(path, { onDamage: (error) => reports.push(error.message) })
      expect(namesIn(join(path, 'tmp')), 'leftovers').toEqual([])
      for (const [i, worker] of workers.entries()) {
        const { last, count } = acknowledged(worker)
        const inFlight = `${names[i]}-${count % KEYS}`
        for (const [key, n] of last) {
          const value = archive.get(key)
          expect(key === inFlight ? [n, count] : [n], `${key}, round ${rounds}`).toContain(value?.n)
          expect(fault(value.body, (value.n * 7919) % 150_000)).toBe(undefined)
        }
        const mine = [...archive.keys()].filter((key) => key.startsWith(`${names[i]}-`))
        expect(new Set([...last.keys(), inFlight])).toEqual(new Set([...mine, inFlight]))
      }
      expect(reports).toEqual([])
      rounds++
    } while (Date.now() < end)
    console.log(`killed ${rounds * 4} writers; ${leftovers} left a file behind`)
  })
})
