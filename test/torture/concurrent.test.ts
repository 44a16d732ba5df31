import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempDir } from '../helpers/temp-dir.js'
import { leftovers, run, share } from './harness.js'
import { KINDS } from './kinds.js'
import { patterned } from './patterned.js'

describe.each(KINDS)('processes that share a $name archive', (kind) => {
  it('lose no key of each other, nor of the process that started them', async () => {
    const folder = tempDir()
    const path = join(folder, kind.file)
    const archive: any = await kind.open(path)
    const names = Array.from({ length: 8 }, (_, i) => `process ${i}`)
    const job = { kind: kind.name, path, count: kind.sets }
    const running = Promise.all(names.map((name) => run('write-keys', { ...job, name })))
    let isRunning = true
    running.finally(() => {
      isRunning = false
    })
    let own = 0
    for (; isRunning; own++) {
      await archive.set(`own/${own}`, own)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await running
    for (const name of names)
      for (let i = 0; i < kind.sets; i++)
        expect(await archive.get(`${name}/${i}`)).toEqual({ name, i, text: 'x'.repeat(i * 50) })
    for (let i = 0; i < own; i++) expect(await archive.get(`own/${i}`)).toBe(i)
    expect([await archive.size, leftovers(folder)]).toEqual([8 * kind.sets + own, []])
    await archive.close()
  })

  it('lose no key while another opens and closes it again and again', async () => {
    const folder = tempDir()
    const path = join(folder, kind.file)
    const names = ['process 0', 'process 1']
    const job = { kind: kind.name, path, count: kind.sets }
    let isRunning = true
    const running = Promise.all(names.map((name) => run('write-keys', { ...job, name }))).finally(() => {
      isRunning = false
    })
    while (isRunning) {
      const archive: any = await kind.open(path)
      await archive.get('process 0/0')
      await archive.close()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await running
    const archive: any = await kind.open(path)
    for (const name of names)
      for (let i = 0; i < kind.sets; i++) expect(await archive.has(`${name}/${i}`)).toBe(true)
    expect([await archive.size, leftovers(folder)]).toEqual([2 * kind.sets, []])
    await archive.close()
  })

  it('see one whole value of a key that others replace, at any time', async () => {
    const folder = tempDir()
    const path = join(folder, kind.file)
    const job = { kind: kind.name, path, key: 'shared', length: 200_000, ms: share(0.2 / KINDS.length) }
    const archive: any = await kind.open(path)
    await archive.set(job.key, patterned(0, job.length))
    await archive.close()
    const writers = [run<number>('replace-key', job), run<number>('replace-key', job)]
    const readers = [
      run<{ reads: number; faults: string[] }>('read-key', job),
      run<{ reads: number; faults: string[] }>('read-key', job),
    ]
    for (const { reads, faults } of await Promise.all(readers)) {
      expect(faults).toEqual([])
      expect(reads).toBeGreaterThan(0)
    }
    for (const written of await Promise.all(writers)) expect(written).toBeGreaterThan(0)
    expect(leftovers(folder)).toEqual([])
  })
})
