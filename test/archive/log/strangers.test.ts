import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { codeOf } from '../../helpers/error-code.js'
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
})
