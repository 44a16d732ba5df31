import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { namesIn } from '../helpers/dir-archive.js'
import { tempDir } from '../helpers/temp-dir.js'
import { run, share } from './harness.js'
import { patterned } from './patterned.js'

describe('processes that share a dirArchive', () => {
  it('lose no key of each other', async () => {
    const path = join(tempDir(), 'memo')
    const count = 60
    const names = Array.from({ length: 8 }, (_, i) => `process ${i}`)
    await Promise.all(names.map((name) => run('write-keys', { path, name, count })))
    const archive = dirArchive(path)
    for (const name of names)
      for (let i = 0; i < count; i++)
        expect(archive.get(`${name}/${i}`)).toEqual({ name, i, text: 'x'.repeat(i * 50) })
    expect([archive.size, namesIn(join(path, 'tmp')), namesIn(join(path, 'damaged'))]).toEqual([
      8 * count,
      [],
      [],
    ])
  })

  it('see one whole value of a key that others replace, at any time', async () => {
    const path = join(tempDir(), 'memo')
    const job = { path, key: 'shared', length: 200_000, ms: share(0.35) }
    dirArchive(path).set(job.key, patterned(0, job.length))
    const writers = [run<number>('replace-key', job), run<number>('replace-key', job)]
    const readers = [
      run<{ reads: number; faults: string[] }>('read-key', job),
      run<{ reads: number; faults: string[] }>('read-key', job),
    ]
    for (const { reads, faults } of await Promise.all(readers)) {
      expect(faults).toEqual([])
      expect(reads).toBeGreaterThan(20)
    }
    for (const written of await Promise.all(writers)) expect(written).toBeGreaterThan(20)
    expect(namesIn(join(path, 'tmp'))).toEqual([])
  })
})
