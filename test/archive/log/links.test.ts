import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { codeOf } from '../../helpers/error-code.js'
import { tempDir } from '../../helpers/temp-dir.js'

describe.each([
  ['file', fileArchive],
  ['tar', tarArchive],
] as const)('the path of a %s archive', (_, open) => {
  it('may be a link to where the file is to be made', () => {
    const dir = tempDir()
    mkdirSync(join(dir, 'there'))
    symlinkSync('there', join(dir, 'folder'))
    symlinkSync('../memo', join(dir, 'there', 'second'))
    symlinkSync('folder/second', join(dir, 'link'))
    const archive = open(join(dir, 'link'))
    archive.set('a', 1)
    expect([...open(join(dir, 'memo'))]).toEqual([['a', 1]])
    archive.clear()
    expect([...open(join(dir, 'link'))]).toEqual([])
  })

  it('has to lead to a file', () => {
    const dir = tempDir()
    symlinkSync('b', join(dir, 'a'))
    symlinkSync('a', join(dir, 'b'))
    writeFileSync(join(dir, 'file'), '')
    for (const path of [join(dir, 'a'), join(dir, 'file', 'x'), dir])
      expect(codeOf(() => open(path))).toBe('ARCHIVE_PATH')
  })

  it.skipIf(process.platform === 'win32')('cannot be that of a device', () => {
    expect(codeOf(() => open('/dev/null'))).toBe('ARCHIVE_PATH')
  })
})
