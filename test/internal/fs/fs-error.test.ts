import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PilferError } from '../../../src/errors.js'
import { errno, fsError } from '../../../src/internal/fs/fs-error.js'

const system = (code: string): Error =>
  Object.assign(new Error(`${code}: so it is`), { code, syscall: 'open' })

describe('fsError', () => {
  it.each([
    ['write', 'ENOSPC', 'ARCHIVE_FULL'],
    ['write', 'EDQUOT', 'ARCHIVE_FULL'],
    ['write', 'EFBIG', 'ARCHIVE_FULL'],
    ['write', 'EROFS', 'ARCHIVE_READ_ONLY'],
    ['write', 'EACCES', 'ARCHIVE_READ_ONLY'],
    ['write', 'EPERM', 'ARCHIVE_READ_ONLY'],
    ['write', 'ENOTDIR', 'ARCHIVE_PATH'],
    ['write', 'EIO', 'ARCHIVE_IO'],
    ['read', 'EACCES', 'ARCHIVE_IO'],
    ['read', 'ENOTDIR', 'ARCHIVE_PATH'],
  ] as const)('makes of a %s that fails with %s an %s, with the cause', (doing, name, code) => {
    const cause = system(name)
    const error = fsError(cause, doing, '/memo/x')
    expect(error).toMatchObject({ code, cause, message: `cannot ${doing} /memo/x: ${name}: so it is` })
  })

  it('leaves other errors as they are', () => {
    for (const error of [new Error('mine'), new PilferError('ARCHIVE_CLOSED', 'closed'), undefined, 'text'])
      expect([fsError(error, 'read', '/x'), errno(error)]).toEqual([error, undefined])
  })

  it('knows what the system says', () => {
    try {
      readFileSync('/does/not/exist')
    } catch (error) {
      expect(errno(error)).toBe('ENOENT')
    }
  })
})
