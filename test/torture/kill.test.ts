import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../helpers/temp-dir.js'
import { leftovers, pause, share, spoken, start, type WorkerProcess } from './harness.js'
import { KINDS } from './kinds.js'
import { fault } from './patterned.js'

const KEYS = 8

/** What a worker said that it had done: by key the last number set, or `undefined` for a deletion; and how much in all. */
function acknowledged(worker: WorkerProcess): { last: Map<string, number | undefined>; count: number } {
  const lines = worker.output().split('\n').slice(0, -1)
  const done = lines.map((line) => line.split(' ') as [key: string, n: string])
  return {
    last: new Map(done.map(([key, n]) => [key, n === '-' ? undefined : Number(n)])),
    count: lines.length,
  }
}

describe.each(KINDS)('a $name archive whose writers are killed in the middle of it', (kind) => {
  it('opens, holds all that was acknowledged and nothing half-written, and is swept', async () => {
    const folder = tempDir()
    const path = join(folder, kind.file)
    const end = Date.now() + share(0.45 / KINDS.length)
    let rounds = 0
    /** By key: what one of the writers has set and nothing acknowledged has followed. */
    const before = new Map<string, string>()
    do {
      const names = ['a', 'b', 'c', 'd'].map((letter) => `${letter}${rounds}`)
      const workers = names.map((name) =>
        start('set-until-killed', { kind: kind.name, path, name, keys: KEYS, largest: kind.largest }),
      )
      await Promise.all(workers.map(spoken))
      await pause((rounds * 37) % 120)
      for (const { child } of workers) child.kill('SIGKILL')
      await Promise.all(workers.map((worker) => worker.ended))

      const reports: string[] = []
      const archive: any = await kind.open(path, { onDamage: (error) => reports.push(error.message) })
      expect(leftovers(folder)).toEqual([])
      const done = new Map(workers.map((worker, i) => [names[i]!, acknowledged(worker)]))
      for (const [name, { last, count }] of done)
        for (const [key, n] of last) {
          if (key.startsWith('shared')) continue
          const value = await archive.get(key)
          // What was in flight may have been set or deleted, or not.
          const inFlight = key === `${name}-${count % KEYS}` && count % 2 === 0
          expect(inFlight ? [n, count, undefined] : [n], `${key}, round ${rounds}`).toContain(value?.n)
          if (value !== undefined) expect(fault(value.body, (value.n * 7919) % kind.largest)).toBe(undefined)
        }
      for await (const [key, value] of archive.entries()) {
        expect(fault(value.body, (value.n * 7919) % kind.largest), key).toBe(undefined)
        const writer = done.get(value.name)
        if (!key.startsWith('shared')) expect(key.startsWith(`${value.name}-`)).toBe(true)
        else if (writer === undefined) expect(before.get(key), key).toBe(`${value.name} ${value.n}`)
        else expect(value.n, key).toBeGreaterThanOrEqual(writer.last.get(key) ?? 0)
        if (key.startsWith('shared')) before.set(key, `${value.name} ${value.n}`)
      }
      const written = [...done.values()].flatMap(({ last }) => [...last.keys()])
      for (const key of written.filter((one) => one.startsWith('shared')))
        expect(await archive.has(key)).toBe(true)
      expect(await archive.verify()).toMatchObject({ faults: [], leftovers: 0 })
      expect(reports).toEqual([])
      await archive.close()
      rounds++
    } while (Date.now() < end)
    console.log(`${kind.name}: killed ${rounds * 4} writers`)
  })
})
