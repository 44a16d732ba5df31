import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { lmdbArchive } from '../../../src/archive/lmdb.js'
import { givenLmdb } from '../../helpers/lmdb-archive.js'
import { tempDir } from '../../helpers/temp-dir.js'
import { pause, run, share, spoken, start, type WorkerProcess } from '../../torture/harness.js'
import { fault } from '../../torture/patterned.js'

const KEYS = 4

/** What a worker said that it had set: the last of each key, and how many in all. */
function acknowledged(worker: WorkerProcess): {
  last: Map<string, [n: number, length: number]>
  count: number
} {
  const lines = worker.output().split('\n').slice(0, -1)
  const last = new Map<string, [number, number]>()
  for (const line of lines) {
    const [key, n, length] = line.split(' ')
    last.set(key!, [Number(n), Number(length)])
  }
  return { last, count: lines.length }
}

/** Runs the worker `name` in a thread of this process, and gives what it says. */
function inThread(name: string, workerData: object): Promise<unknown> {
  const script = new URL(`../../torture/workers/${name}.ts`, import.meta.url).href
  const code = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(script)})))`
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData })
    worker.once('error', reject)
    worker.once('message', (message) => worker.once('exit', () => resolve(message)))
  })
}

describe('an lmdb archive of several processes', () => {
  it('loses no update, and its transactions follow one another', async () => {
    const { archive, path } = givenLmdb()
    const names = ['a', 'b', 'c']
    const done = Promise.all(names.map((name) => run('lmdb-increment', { path, name, count: 150 })))
    let mine = 0
    for (
      let isDone = false;
      !isDone;
      isDone = await Promise.race([done.then(() => true), pause(1).then(() => false)])
    ) {
      archive.transact(() => archive.set('counter', ((archive.get('counter') as number) ?? 0) + 1))
      mine++
    }
    expect(archive.get('counter')).toBe(3 * 150 + mine)
    for (const name of names)
      for (let i = 0; i < 150; i++)
        if ((archive.get(`${name}/${i}`) as any)?.text.length !== i * 20)
          throw new Error(`${name}/${i} is lost`)
    expect(archive.size).toBe(3 * 150 + 1)
  })

  it('loses no update while others open and close it', async () => {
    const path = join(tempDir(), 'memo')
    let isDone = false
    const done = Promise.all(
      ['a', 'b'].map((name) => run('lmdb-increment', { path, name, count: 3000 })),
    ).finally(() => {
      isDone = true
    })
    while (!isDone) {
      lmdbArchive(path).close()
      await pause(0)
    }
    await done
    const archive = lmdbArchive<any>(path)
    expect([archive.get('counter'), archive.size]).toEqual([6000, 6001])
    archive.close()
  })

  it('shows in each of them what another has set, at once', async () => {
    const { archive, path } = givenLmdb()
    archive.get('counter')
    const other = run('lmdb-increment', { path, name: 'a', count: 20 })
    // No turn of the event loop between the reads.
    const end = Date.now() + 20_000
    while (archive.get('counter') !== 20 && Date.now() < end);
    expect(archive.get('counter')).toBe(20)
    await other
  })

  it('is whole and unlocked when those that write and read are killed in the middle of it', async () => {
    const path = join(tempDir(), 'memo')
    const end = Date.now() + share(0.5)
    let rounds = 0
    let reader: WorkerProcess | undefined
    do {
      const names = ['a', 'b', 'c'].map((letter) => `${letter}${rounds}`)
      const workers = names.map((name) => start('lmdb-until-killed', { path, name, keys: KEYS }))
      await Promise.all(workers.map(spoken))
      reader = start('lmdb-until-killed', { path, reads: true })
      await spoken(reader)
      await pause((rounds * 37) % 120)
      for (const { child } of [...workers, reader]) child.kill('SIGKILL')
      await Promise.all([...workers, reader].map((worker) => worker.ended))

      const reports: string[] = []
      const archive = lmdbArchive<any>(path, { onDamage: (error) => reports.push(error.message) })
      for (const [i, worker] of workers.entries()) {
        const { last, count } = acknowledged(worker)
        const inFlight = `${names[i]}-${count % KEYS}`
        for (const [key, [n, length]] of last) {
          const value = archive.get(key)
          expect(key === inFlight ? [n, count] : [n], `${key}, round ${rounds}`).toContain(value?.n)
          if (value.n === n) expect(fault(value.body, length)).toBe(undefined)
        }
        const mine = [...archive.keys()].filter((key) => key.startsWith(`${names[i]}-`))
        expect(new Set([...last.keys(), inFlight])).toEqual(new Set([...mine, inFlight]))
      }
      expect((archive.get('account/0') ?? 1000) + (archive.get('account/1') ?? 1000)).toBe(2000)
      archive.set('after', rounds)
      expect([archive.get('after'), reports]).toEqual([rounds, []])
      expect(archive.verify()).toMatchObject({ faults: [] })
      archive.clear()
      archive.close()
      rounds++
    } while (Date.now() < end)
    console.log(`killed ${rounds * 4} processes`)
  })

  it('uses the space again that a killed reader has seen', async () => {
    const { archive, path } = givenLmdb()
    archive.set('a', 0)
    const reader = start('lmdb-hold-reading', { path })
    await spoken(reader)
    const size = (): number => statSync(join(path, 'data.mdb')).size
    const replace = (): void => {
      for (let i = 0; i < 1_500; i++) archive.set('a', new Uint8Array(10_000).fill(i))
    }
    replace()
    const seen = size()
    expect(seen).toBeGreaterThan(1_500 * 10_000)
    reader.child.kill('SIGKILL')
    await reader.ended
    replace()
    const after = size()
    replace()
    expect([size(), after]).toEqual([after, after])
  })

  it('grows while others have it open, and they read what is there then', async () => {
    const { archive, path } = givenLmdb()
    archive.set('small', 1)
    const other = start('lmdb-increment', { path, name: 'a', count: 60 })
    const large = new Uint8Array(3_000_000)
    for (let i = 0; i < 40; i++) archive.set(`large ${i}`, large.fill(i))
    await other.done
    for (let i = 0; i < 40; i++) {
      const bytes = archive.get(`large ${i}`) as Uint8Array
      expect([bytes.length, bytes[0], bytes.at(-1), bytes.buffer.byteLength]).toEqual([3e6, i, i, 3e6])
    }
    expect([archive.get('counter'), archive.get('small'), archive.size]).toEqual([60, 1, 102])
  })
})

describe('an lmdb archive of several threads', () => {
  it('is one, and stays open for the others when a thread ends', async () => {
    const { archive, path } = givenLmdb()
    archive.set('counter', 0)
    const threads = ['t1', 't2'].map((name) => inThread('lmdb-increment', { path, name, count: 100 }))
    const other = run('lmdb-increment', { path, name: 'p', count: 100 })
    for (let i = 0; i < 100; i++) {
      archive.transact(() => archive.set('counter', (archive.get('counter') as number) + 1))
      if (i % 10 === 0) await pause(1)
    }
    expect(await Promise.all([...threads, other])).toEqual([100, 100, 100])
    expect(archive.get('counter')).toBe(400)
    const late = run('lmdb-increment', { path, name: 'q', count: 10 })
    archive.set('mine', 1)
    await late
    expect([archive.get('counter'), archive.size, archive.verify().faults]).toEqual([410, 312, []])
  })
})
