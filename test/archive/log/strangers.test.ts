import fs, { appendFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { codeOf } from '../../helpers/error-code.js'
import { givenTar, member } from '../../helpers/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

const kinds = [
  ['file', fileArchive],
  ['tar', tarArchive],
] as const

describe.each(kinds)('the file of another program, where a %s archive was', (_, open) => {
  it('is refused at each use, and stays as it is', () => {
    const path = join(tempDir(), 'memo')
    const archive = open(path)
    const theirs = Buffer.from('notes of somebody else\n'.repeat(200))
    writeFileSync(`${path}.theirs`, theirs)
    renameSync(`${path}.theirs`, path)
    for (let i = 0; i < 3; i++) {
      expect(codeOf(() => archive.set('a', 1))).toBe('ARCHIVE_PATH')
      expect(codeOf(() => archive.get('a'))).toBe('ARCHIVE_PATH')
      expect(codeOf(() => archive.clear())).toBe('ARCHIVE_PATH')
    }
    expect(readFileSync(path).equals(theirs)).toBe(true)
  })

  it.skipIf(process.platform !== 'linux')('is not kept open once it has been refused (on Linux)', () => {
    const path = join(tempDir(), 'notes')
    writeFileSync(path, 'notes of somebody else\n'.repeat(200))
    const opened = () => readdirSync('/proc/self/fd').length
    const before = opened()
    for (let i = 0; i < 10; i++) expect(codeOf(() => open(path))).toBe('ARCHIVE_PATH')
    expect(opened()).toBe(before)
  })

  it.skipIf(process.platform !== 'linux')('is not kept open where `onDamage` throws (on Linux)', () => {
    const path = join(tempDir(), 'memo')
    open(path).set('a', 1)
    const opened = () => readdirSync('/proc/self/fd').length
    const before = opened()
    const onDamage = () => {
      throw new Error('no')
    }
    for (let i = 0; i < 5; i++) {
      appendFileSync(path, Buffer.alloc(2000, 'no record '))
      expect(() => open(path, { onDamage })).toThrow('no')
    }
    expect(opened()).toBe(before)
  })
})

describe('a file that begins with zeros and is no tar', () => {
  it.each([
    ['an image of a CD', 32 * 1024, 'CD001'],
    ['an image of a disk', 1024, 'ext4'],
    ['anything', 512, 'x'],
  ])('is refused as %s, and stays as it is', (_, zeros, text) => {
    const path = join(tempDir(), 'image')
    const image = Buffer.concat([Buffer.alloc(zeros), Buffer.from(text), Buffer.alloc(5000, 7)])
    writeFileSync(path, image)
    expect(codeOf(() => tarArchive(path))).toBe('ARCHIVE_PATH')
    expect(readFileSync(path).equals(image)).toBe(true)
  })
})

describe('what stands behind the end of a tar', () => {
  it('is set aside where no writer of ours can have left it', () => {
    const theirs = Buffer.alloc(700, 'signature ')
    for (const gap of [1024, 10_240]) {
      const path = join(tempDir(), 'signed.tar')
      writeFileSync(path, Buffer.concat([member({ name: 'a.json', body: '1' }), Buffer.alloc(gap), theirs]))
      const { archive, aside, reports } = givenTar({}, path)
      expect([[...archive], aside().includes(theirs), reports.length]).toEqual([[['a', 1]], true, 1])
    }
  })

  it('is taken away where a writer of ours was killed in the middle of a large first entry', () => {
    const { path, archive, open, bytes, aside, reports } = givenTar()
    archive.set('a', 'x'.repeat(100_000))
    const whole = bytes()
    for (const length of [whole.length, 60_000, 1600, 1100]) {
      writeFileSync(path, Buffer.concat([Buffer.alloc(512), whole.subarray(512, length)]))
      expect([[...open()], bytes().length, aside().length, reports]).toEqual([[], 1024, 0, []])
    }
  })

  it('tells of itself from the first byte on that is written of a large entry', () => {
    const { path, archive, open, aside } = givenTar()
    const { ftruncateSync, writeSync } = fs
    let writes = 0
    fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
      if (++writes === 3) throw new Error('killed')
      return writeSync(...args)
    }) as typeof writeSync
    fs.ftruncateSync = () => {
      throw new Error('killed')
    }
    syncBuiltinESMExports()
    try {
      expect(() => archive.set('a', 'x'.repeat(100_000))).toThrow('killed')
    } finally {
      Object.assign(fs, { writeSync, ftruncateSync })
      syncBuiltinESMExports()
    }
    expect(readFileSync(path).length).toBeGreaterThan(100_000)
    expect([[...open()], readFileSync(path).length, aside().length]).toEqual([[], 1024, 0])
  })
})
