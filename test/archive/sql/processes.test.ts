import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sqlArchive } from '../../../src/archive/sql.js'
import { available } from '../../helpers/sql-drivers.js'
import { leftoversOf } from '../../helpers/sql-leftovers.js'
import { tempDir } from '../../helpers/temp-dir.js'
import { pause, spoken, start, type WorkerProcess } from '../../torture/harness.js'
import { fault } from '../../torture/patterned.js'
import { type Peer, peer } from './peer.js'

const fresh = (): string => join(tempDir(), 'memo.db')

describe('processes that share a database', () => {
  let peers: Peer[]
  beforeAll(() => {
    peers = Array.from({ length: 8 }, () => peer())
  })

  it.each(available)('open a fresh file at once, all eight, through %s', async (driver) => {
    const path = fresh()
    await Promise.all(peers.map((process) => process.open(path, { driver })))
    await Promise.all(peers.map((process, i) => process.call('fill', `process ${i}`, 5)))
    for (const process of peers) expect(await process.call('size')).toBe(40)
    await Promise.all(peers.map((process) => process.call('close')))
    const archive = await sqlArchive<any>(path, { driver })
    for (let i = 0; i < 40; i++)
      expect(archive.get(`process ${i >> 3 < 5 ? i % 8 : 0} ${i >> 3}`)?.i).toBe(i >> 3)
    expect(archive.verify()).toEqual({ records: 40, faults: [], leftovers: 0 })
    archive.close()
  })

  it.each(available)('lose no update of each other through %s', async (driver) => {
    const path = fresh()
    const three = peers.slice(0, 3)
    await Promise.all(three.map((process) => process.open(path, { driver })))
    await Promise.all(
      three.map(async (process, i) => {
        await process.call('fill', `process ${i}`, 30)
        await process.call('increment', 'shared', 30)
      }),
    )
    const archive = await sqlArchive<any>(path, { driver })
    expect([archive.size, archive.get('shared')]).toEqual([91, 90])
    for (let i = 0; i < 90; i++)
      expect(archive.get(`process ${i % 3} ${(i / 3) | 0}`)?.text).toBe('x'.repeat(((i / 3) | 0) * 40))
    await Promise.all(three.map((process) => process.call('close')))
    archive.close()
  })
})

describe.each(available)('writers that are killed in the middle of it, through %s', (driver) => {
  it('lose at most what is in flight', async () => {
    const path = fresh()
    for (let round = 0; round < 2; round++) {
      const names = ['a', 'b'].map((letter) => `${letter}${round}`)
      const workers = names.map((name) =>
        start('../../archive/sql/workers/set-until-killed', { path, driver, name, keys: 4 }),
      )
      await Promise.all(workers.map(spoken))
      await pause(40 + round * 70)
      for (const { child } of workers) child.kill('SIGKILL')
      await Promise.all(workers.map((worker) => worker.ended))

      const reports: string[] = []
      const archive = await sqlArchive<any>(path, { driver, onDamage: (e) => reports.push(e.message) })
      expect(leftoversOf(path)).toEqual([])
      for (const worker of workers) expectAllOf(worker, archive)
      expect(archive.verify().faults).toEqual([])
      expect(reports).toEqual([])
      archive.close()
    }
  })
})

/** Fails unless all that a worker said to have set is there, and the twins are what they were set with. */
function expectAllOf(worker: WorkerProcess, archive: { get(key: string): any }): void {
  const lines = worker.output().split('\n').slice(0, -1)
  for (const [key, n] of new Map(lines.map((line) => line.split(' ') as [string, string]))) {
    const value = archive.get(key)
    expect([Number(n), lines.length]).toContain(value?.n)
    expect(fault(value.body, (value.n * 7919) % 50_000)).toBe(undefined)
    const twin = archive.get(`${key}-twin`)
    if (value.n % 3 === 0) expect(twin).toEqual(value)
  }
}
