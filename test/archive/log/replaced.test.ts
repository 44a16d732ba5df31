import fs, { linkSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

const { renameSync } = fs

/** Runs `work`, which is killed as soon as it has renamed a file. */
function killedAfterRename(work: () => void): void {
  fs.renameSync = (from, to) => {
    renameSync(from, to)
    throw new Error('killed')
  }
  syncBuiltinESMExports()
  try {
    expect(work).toThrow('killed')
  } finally {
    Object.assign(fs, { renameSync })
    syncBuiltinESMExports()
  }
}

describe.each([
  ['file', fileArchive],
  ['tar', tarArchive],
] as const)('when another process has put a new file in the place of a %s archive', (_, make) => {
  const given = () => {
    const path = join(tempDir(), 'memo')
    const open = () => make<any>(path)
    const [a, b] = [open(), open()]
    a.set('x', 1)
    expect(b.get('x')).toBe(1)
    return { path, open, a, b }
  }

  it('nothing is written to the old one, also where that has a second name', () => {
    for (const isLinkedLater of [false, true]) {
      const { path, open, a, b } = given()
      if (!isLinkedLater) linkSync(path, `${path}.backup`)
      expect(b.get('x')).toBe(1)
      if (isLinkedLater) linkSync(path, `${path}.backup`)
      a.clear()
      b.set('y', 2)
      expect([[...open()], [...a], [...b]]).toEqual(Array(3).fill([['y', 2]]))
    }
  })

  it('nothing is read from the old one, also where that has a second name', () => {
    const { path, a, b } = given()
    linkSync(path, `${path}.backup`)
    a.clear()
    a.set('x', 2)
    expect(b.get('x')).toBe(2)
  })

  it('and was killed right after that, nothing is read from the old one', () => {
    const { open, a, b } = given()
    killedAfterRename(() => a.clear())
    const c = open()
    c.set('x', 2)
    expect(b.get('x')).toBe(2)
  })
})
