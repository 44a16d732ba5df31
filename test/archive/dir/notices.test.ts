import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Notices } from '../../../src/archive/dir/notices.js'
import { dirArchive } from '../../../src/archive/dir.js'
import { deadId } from '../../helpers/dead-id.js'
import { givenDir, namesIn } from '../../helpers/dir-archive.js'
import { codeOf } from '../../helpers/error-code.js'
import { fakeClock } from '../../helpers/fake-clock.js'
import { tempDir } from '../../helpers/temp-dir.js'

const folderIn = (path: string): string => join(path, 'tmp', 'removing')

describe('notices', () => {
  it('are up while the work is done, whatever comes of it', () => {
    const folder = folderIn(tempDir())
    const notices = new Notices(folder)
    expect(notices.wait()).toBe(false)
    expect(
      notices.during(() => [namesIn(folder).length, notices.during(() => namesIn(folder).length)]),
    ).toEqual([1, 2])
    expect(existsSync(folder)).toBe(false)
    const reason = new Error('the reason')
    expect(
      codeOf(() =>
        notices.during(() => {
          throw reason
        }),
      ),
    ).toBe(reason)
    expect([existsSync(folder), notices.wait()]).toEqual([false, false])
  })

  it('are respected for so long and no longer, when their maker may live', () => {
    const folder = folderIn(tempDir())
    const notices = new Notices(folder, 50)
    notices.post()
    writeFileSync(join(folder, `${'a'.repeat(12)}-1-0-0-00000000.tmp`), 'from another host')
    const begin = performance.now()
    expect(notices.wait()).toBe(true)
    expect(performance.now() - begin).toBeGreaterThanOrEqual(100)
    expect(namesIn(folder)).toEqual([])
  })

  it('of the dead are no matter, and are swept; what is no notice is left alone', () => {
    const clock = fakeClock()
    const { archive, path } = givenDir({ clock })
    archive.set('a', 1)
    mkdirSync(folderIn(path))
    writeFileSync(join(folderIn(path), `${deadId()}.tmp`), '')
    writeFileSync(join(folderIn(path), 'notes.txt'), 'mine')
    archive.set('a', 2)
    expect([archive.get('a'), namesIn(folderIn(path)).length]).toEqual([2, 2])
    dirArchive(path)
    expect(namesIn(folderIn(path))).toEqual(['notes.txt'])
    archive.set('b', 1, { ttl: 10 })
    clock.advance(10)
    expect([archive.prune(), namesIn(folderIn(path))]).toEqual([1, ['notes.txt']])
    rmSync(join(folderIn(path), 'notes.txt'))
    archive.repair()
    expect(existsSync(folderIn(path))).toBe(false)
  })

  it('cannot be posted where a file is in their place', () => {
    const { archive, path } = givenDir({ clock: fakeClock() })
    archive.set('a', 1)
    writeFileSync(folderIn(path), 'mine')
    const notices = new Notices(folderIn(path))
    expect(() => notices.post()).toThrow('ENOTDIR')
    rmSync(folderIn(path))
    expect(notices.during(() => namesIn(folderIn(path)).length)).toBe(1)
  })
})
