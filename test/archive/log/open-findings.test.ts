import fs, { writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tarArchive } from '../../../src/archive/tar.js'
import { END, givenTar, member } from '../../helpers/tar.js'
import { imported } from '../../helpers/tar-streams.js'
import { tempDir } from '../../helpers/temp-dir.js'

const { writeSync } = fs

/** Runs `work`; before a write `meanwhile` is called with how many there have been. */
function withWrites(meanwhile: (count: number) => void, work: () => void): void {
  let count = 0
  fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
    meanwhile(count++)
    return writeSync(...args)
  }) as typeof writeSync
  syncBuiltinESMExports()
  try {
    work()
  } finally {
    Object.assign(fs, { writeSync })
    syncBuiltinESMExports()
  }
}

/** What a review has found and what takes more than a small change; each of these fails once it is mended. */
describe('known weaknesses of archives in one file', () => {
  it.fails('a reader that has seen a part of a setMany that failed lists at once what is set in its place', () => {
    const { archive, open } = givenTar()
    const reader = open()
    const entries = (...keys: string[]) => keys.map((key) => [key, 1] as const)
    withWrites(
      (count) => {
        if (count < 4) return
        expect([...reader.keys()]).toEqual(['a', 'b'])
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })
      },
      () => expect(() => archive.setMany(entries('a', 'b', 'c'))).toThrow(),
    )
    archive.setMany(entries('x', 'b'))
    expect([...reader.keys()]).toEqual(['x', 'b'])
  })

  it.fails('importTar and tarArchive agree on what words about all that follows say', async () => {
    const path = join(tempDir(), 'global.tar')
    const words = [['mtime', '5']] as const
    const tar = Buffer.concat([
      member({ type: 'g', name: 'words', body: '16 path=other.x\n' }),
      member({ name: 'a', words }),
      member({ name: 'b', words }),
      END,
    ])
    writeFileSync(path, tar)
    const { archive } = await imported([tar])
    expect([...archive.keys()]).toEqual([...tarArchive(path).keys()])
  })
})
