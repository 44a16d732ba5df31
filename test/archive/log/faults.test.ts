import fs, { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../../src/codec/v8.js'
import { codeOf } from '../../helpers/error-code.js'
import { givenFile } from '../../helpers/file-archive.js'
import { givenTar } from '../../helpers/tar.js'

const { writeSync } = fs

/** Runs `work` on a disk that takes no write of so many bytes. */
function withoutWritesOf<T>(length: number, work: () => T): T {
  fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
    if ((args[1] as unknown as Uint8Array).length === length)
      throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'write' })
    return writeSync(...args)
  }) as typeof writeSync
  syncBuiltinESMExports()
  try {
    return work()
  } finally {
    Object.assign(fs, { writeSync })
    syncBuiltinESMExports()
  }
}

describe.each([
  ['file', givenFile, 1],
  ['tar', givenTar, 4],
] as const)('a %s archive', (_, given, markLength) => {
  it('knows what it has written where it cannot mark what that replaces', () => {
    const { archive, open } = given()
    archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
    withoutWritesOf(markLength, () => {
      expect(codeOf(() => archive.setMany(Object.entries({ a: 4, b: 5, d: 6 })))).toBe('ARCHIVE_IO')
    })
    for (const one of [archive, open()])
      expect(new Map(one)).toEqual(new Map(Object.entries({ a: 4, b: 5, c: 3, d: 6 })))
    archive.set('b', 7)
    expect([archive.get('b'), open().get('b')]).toEqual([7, 7])
  })

  it('sets aside what a read has found damaged when it is written anew', () => {
    const { archive, path } = given({ codec: v8Codec() })
    archive.set('x', 'valuable')
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('valuable')]! ^= 1
    writeFileSync(path, bytes)
    expect(archive.get('x', 'absent')).toBe('absent')
    for (let i = 0; i < 24; i++) archive.set('y', new Uint8Array(100_000).fill(i))
    expect(readFileSync(path).includes('aluable')).toBe(false)
    expect(readFileSync(`${path}.damaged`).includes('aluable')).toBe(true)
    expect(archive.verify()).toEqual({ records: 1, faults: [], leftovers: 0 })
  })

  it('stays as it is where it cannot be read to be written anew, and says so', () => {
    const { archive, open, path, reports } = given()
    archive.set('a', 1)
    const { readSync } = fs
    fs.readSync = () => 0
    syncBuiltinESMExports()
    try {
      for (let i = 0; i < 24; i++) archive.set('y', String(i).repeat(100_000))
    } finally {
      Object.assign(fs, { readSync })
      syncBuiltinESMExports()
    }
    expect(reports.map(({ code }) => code)).toContain('ARCHIVE_IO')
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    for (const one of [archive, open()])
      expect([one.get('a'), one.get('y')]).toEqual([1, '23'.repeat(100_000)])
  })

  it('can be made on a file system that has one name for a file only', () => {
    const { linkSync } = fs
    fs.linkSync = () => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'link' })
    }
    syncBuiltinESMExports()
    try {
      const { archive, open, path } = given()
      const other = open()
      archive.set('a', 1)
      expect([[...other], [...open()]]).toEqual(Array(2).fill([['a', 1]]))
      archive.clear()
      expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    } finally {
      Object.assign(fs, { linkSync })
      syncBuiltinESMExports()
    }
  })

  it('is opened for reading where what a killed writer left cannot be cut', () => {
    const { archive, open, path } = given()
    archive.set('a', 1)
    appendFileSync(path, Buffer.alloc(3000))
    writeFileSync(`${path}.lock`, 'no line of ours')
    const again = open()
    expect([...again]).toEqual([['a', 1]])
    expect(codeOf(() => again.set('b', 2))).toBe('ARCHIVE_LOCKED')
    rmSync(`${path}.lock`)
    again.set('b', 2)
    expect(again.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
  })
})
