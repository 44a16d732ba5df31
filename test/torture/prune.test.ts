import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { namesIn } from '../helpers/dir-archive.js'
import { tempDir } from '../helpers/temp-dir.js'
import { run, share, smallDisk, spoken, start } from './harness.js'

interface Outcome {
  readonly rounds: number
  readonly faults: readonly string[]
}

describe('processes that prune a dirArchive', () => {
  it('take away nothing that is set meanwhile, and leave no gap', async () => {
    const path = join(smallDisk('32m') ?? tempDir(), 'memo')
    dirArchive(path).set('other', 1)
    const ms = share(0.15)
    const pruners = [1, 2].map(() => run<number>('prune', { path, ms: ms + 500 }))
    const setters = ['a', 'b'].map((name) => run<Outcome>('set-again', { path, name, keys: 40, ms }))
    for (const { rounds, faults } of await Promise.all(setters)) {
      expect(faults).toEqual([])
      expect(rounds).toBeGreaterThan(2)
    }
    expect((await Promise.all(pruners)).reduce((a, b) => a + b)).toBeGreaterThan(20)
    const archive = dirArchive(path)
    expect([archive.size, archive.verify().faults, namesIn(join(path, 'tmp'))]).toEqual([81, [], []])
  })

  it('are waited for by whoever writes in the meantime', async () => {
    const path = join(tempDir(), 'memo')
    const archive = dirArchive(path)
    archive.set('a', 1)
    const folder = join(path, 'tmp', 'removing')
    const holder = start('hold-notice', { folder, ms: 300 })
    await spoken(holder)
    expect(namesIn(folder)).toHaveLength(1)
    archive.set('a', 2)
    expect([existsSync(folder), archive.get('a')]).toEqual([false, 2])
    await holder.done
  })

  it('are not waited for once they are killed', async () => {
    const path = join(tempDir(), 'memo')
    const archive = dirArchive(path)
    archive.set('a', 1)
    const holder = start('hold-notice', { folder: join(path, 'tmp', 'removing'), ms: 60_000 })
    await spoken(holder)
    holder.child.kill('SIGKILL')
    await holder.ended
    archive.set('a', 2)
    expect([archive.get('a'), archive.verify().leftovers, archive.repair().leftovers]).toEqual([2, 1, 1])
    expect(namesIn(join(path, 'tmp'))).toEqual([])
  })
})
