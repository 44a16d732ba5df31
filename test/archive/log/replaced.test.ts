import fs, { copyFileSync, linkSync, statSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { codeOf } from '../../helpers/error-code.js'
import { tempDir } from '../../helpers/temp-dir.js'
import { pause } from '../../torture/harness.js'

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

describe.each([
  ['file', fileArchive],
  ['tar', tarArchive],
] as const)('when another program has written a file of the same length over a %s archive', (_, make) => {
  it('what is set afterwards is seen by all', async () => {
    const [path, other] = ['memo', 'other'].map((name) => join(tempDir(), name)) as [string, string]
    const archive = make<any>(path)
    archive.set('a', 1)
    make<any>(other).set('b', 2)
    expect(statSync(path).size).toBe(statSync(other).size)
    expect(archive.get('a')).toBe(1)
    // The system tells times of writing apart that are some milliseconds apart.
    await pause(30)
    copyFileSync(other, path)
    archive.set('c', 3)
    const both = { b: 2, c: 3 }
    expect([Object.fromEntries(archive), Object.fromEntries(make<any>(path))]).toEqual([both, both])
  })

  it('that holds where the first look at it fails', async () => {
    const [path, other] = ['memo', 'other'].map((name) => join(tempDir(), name)) as [string, string]
    const archive = make<any>(path)
    archive.set('a', 1)
    make<any>(other).set('b', 2)
    await pause(30)
    copyFileSync(other, path)
    const { readSync } = fs
    fs.readSync = () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' })
    }
    syncBuiltinESMExports()
    try {
      expect(codeOf(() => archive.set('c', 3))).toBe('ARCHIVE_IO')
    } finally {
      Object.assign(fs, { readSync })
      syncBuiltinESMExports()
    }
    archive.set('c', 3)
    const both = { b: 2, c: 3 }
    expect([Object.fromEntries(archive), Object.fromEntries(make<any>(path))]).toEqual([both, both])
  })
})
