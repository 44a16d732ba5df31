import {
  copyFileSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { bytesCodec } from '../../../src/codec/bytes.js'
import { codeOf } from '../../helpers/error-code.js'
import { frames, givenFile } from '../../helpers/file-archive.js'
import { tempDir } from '../../helpers/temp-dir.js'

/** So long another program's doings may go unnoticed, in ms. */
const NOTICED = 80

describe('file archives on one file', () => {
  it('see at once what each other sets, deletes and clears', () => {
    const { archive: a, open } = givenFile()
    const b = open()
    a.set('x', 1)
    expect([b.get('x'), b.has('x'), b.size]).toEqual([1, true, 1])
    b.set('x', 2)
    b.set('y', 3)
    expect([...a]).toEqual(Object.entries({ x: 2, y: 3 }))
    a.delete('x')
    expect([b.has('x'), b.get('x', 'none'), [...b.keys()]]).toEqual([false, 'none', ['y']])
    b.clear()
    expect([a.size, a.get('y', 'none')]).toEqual([0, 'none'])
    a.set('z', 4)
    expect([...b]).toEqual([['z', 4]])
  })

  it('go on when one of them writes the file anew', () => {
    const { archive: a, open, path, size } = givenFile({ codec: bytesCodec() })
    const b = open()
    const value = (n: number): Buffer => Buffer.alloc(10_000, n)
    b.set('kept', value(7))
    let largest = 0
    for (let n = 0; n < 600; n++) {
      ;(n % 2 === 0 ? a : b).set(`key ${n % 5}`, value(n % 251))
      largest = Math.max(largest, size())
      expect((n % 2 === 0 ? b : a).get(`key ${n % 5}`)).toEqual(value(n % 251))
    }
    expect(largest).toBeLessThan(3_000_000)
    expect([a.size, b.size, a.get('kept')]).toEqual([6, 6, value(7)])
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('hold what Maps would hold, whoever does what', () => {
    const key = fc.constantFrom('a', 'b', 'c', '', '\ud800')
    const step = fc.oneof(
      fc.tuple(
        fc.constant('set' as const),
        key,
        fc.anything({ withBigInt: true, withMap: true, maxDepth: 2 }),
      ),
      fc.tuple(fc.constant('large' as const), key, fc.nat(255)),
      fc.tuple(fc.constantFrom('get' as const, 'delete' as const, 'has' as const), key),
      fc.tuple(fc.constantFrom('clear' as const, 'reopen' as const, 'repair' as const)),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), step), { maxLength: 40 }), (steps) => {
        const { open } = givenFile()
        const archives = [open(), open(), open()]
        const model = new Map<string, unknown>()
        for (const [who, [what, k = '', value]] of steps) {
          const archive = archives[who]!
          if (what === 'set') {
            archive.set(k, value)
            model.set(k, structuredClone(value))
          } else if (what === 'large') {
            const bytes = new Uint8Array(80_000).fill(value as number)
            archive.set(k, bytes)
            model.set(k, bytes)
          } else if (what === 'reopen') {
            archive.close()
            archives[who] = open()
          } else if (what === 'clear') {
            archive.clear()
            model.clear()
          } else if (what === 'repair') expect(archive.repair().faults).toEqual([])
          else expect(isDeepStrictEqual(archive[what](k), model[what](k))).toBe(true)
        }
        for (const archive of archives) {
          expect(isDeepStrictEqual(new Map(archive), model)).toBe(true)
          archive.close()
        }
      }),
      { numRuns: 15 },
    )
  })
})

describe('the file of a fileArchive', () => {
  it('is written anew once more than half of it is dead, and from a megabyte on', () => {
    const { archive, size, path } = givenFile({ codec: bytesCodec() })
    const value = Buffer.alloc(100_000)
    for (let i = 0; i < 10; i++) archive.set('small', Buffer.alloc(10_000))
    expect(size()).toBeGreaterThan(100_000)
    for (let i = 0; i < 30; i++) archive.set(`key ${i}`, value)
    const full = size()
    for (let i = 0; i < 14; i++) archive.delete(`key ${i}`)
    expect(size()).toBeGreaterThan(full)
    for (let i = 14; i < 18; i++) archive.delete(`key ${i}`)
    expect(size()).toBeLessThan(full / 2 + 100_000)
    expect(frames(path).length).toBeLessThan(20)
    expect(archive.size).toBe(13)
  })

  it('may be removed under an open archive, which then is empty and starts anew', () => {
    const { archive, path } = givenFile()
    archive.set('a', 1)
    rmSync(path)

    archive.set('b', 2)
    expect([...archive]).toEqual([['b', 2]])
    expect([...fileArchive(path)]).toEqual([['b', 2]])
  })

  it('may be replaced or moved away under an open archive, which notices', async () => {
    const { archive, path } = givenFile()
    const other = givenFile()
    other.archive.set('b', 2)
    archive.set('a', 1)
    renameSync(other.path, path)
    await delay(NOTICED)
    expect([...archive]).toEqual([['b', 2]])
    renameSync(path, `${path}.moved`)
    await delay(NOTICED)
    expect([...archive]).toEqual([])
    archive.set('c', 3)
    expect([[...fileArchive(path)], [...fileArchive(`${path}.moved`)]]).toEqual([[['c', 3]], [['b', 2]]])
  })

  it('may be overwritten in place by another one, which is read from then on', () => {
    const { archive, path } = givenFile()
    const other = givenFile()
    archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
    other.archive.set('d', 4)
    copyFileSync(other.path, path)
    expect([archive.get('a', 'none'), archive.get('d')]).toEqual(['none', 4])
  })

  it('may be overwritten in place while nothing is in it, and nothing of that is lost', () => {
    for (const isEmptied of [false, true]) {
      const { archive, path } = givenFile()
      const other = givenFile()
      other.archive.setMany(Object.entries({ a: 1, b: 2 }))
      if (isEmptied) archive.clear()
      copyFileSync(other.path, path)
      archive.set('c', 3)
      for (const one of [archive, fileArchive(path)])
        expect(new Map(one)).toEqual(new Map(Object.entries({ a: 1, b: 2, c: 3 })))
    }
  })

  it('may be empty at first, as mktemp makes it', () => {
    const path = join(tempDir(), 'empty')
    writeFileSync(path, '')
    const archive = fileArchive(path)
    expect([...archive]).toEqual([])
    archive.set('a', 1)
    expect([...fileArchive(path)]).toEqual([['a', 1]])
  })

  it('may be empty when several open it, whoever writes first', () => {
    const path = join(tempDir(), 'empty')
    writeFileSync(path, '')
    const [a, b] = [fileArchive(path), fileArchive(path)]
    expect([a.size, b.size]).toEqual([0, 0])
    a.set('x', 1)
    expect([...b]).toEqual([['x', 1]])
    b.set('y', 2)
    for (const one of [a, b, fileArchive(path)])
      expect([...one]).toEqual([
        ['x', 1],
        ['y', 2],
      ])
    expect(existsSync(`${path}.damaged`)).toBe(false)
  })

  it('stays the target of a link that leads to it', () => {
    const { path, archive } = givenFile()
    archive.set('a', 1)
    const link = join(tempDir(), 'link')
    symlinkSync(path, link)
    const linked = fileArchive(link)
    linked.clear()
    linked.set('b', 2)
    expect([...archive]).toEqual([['b', 2]])
  })

  it('is created with the folders above it', () => {
    const path = join(tempDir(), 'a', 'b', 'memo.log')
    fileArchive(path, { durability: 'disk' }).set('x', 1)
    expect(existsSync(path)).toBe(true)
  })

  it.each([
    [tempDir(), 'ARCHIVE_PATH'],
    ['', 'ARCHIVE_PATH'],
    ['a\0b', 'ARCHIVE_PATH'],
    [5, 'ARCHIVE_PATH'],
  ])('cannot be at %j', (path: any, code) => {
    expect(codeOf(() => fileArchive(path))).toBe(code)
  })

  it.each([
    [{ codec: 'json' }, 'OPTION_INVALID'],
    [{ durability: 'maybe' }, 'OPTION_INVALID'],
    [{ onDamage: true }, 'OPTION_INVALID'],
    [{ durabilty: 'disk' }, 'OPTION_UNKNOWN'],
  ])('is not opened with the options %j', (options: any, code) => {
    const path = join(tempDir(), 'memo.log')
    expect(codeOf(() => fileArchive(path, options))).toBe(code)
    expect(existsSync(path)).toBe(false)
  })
})
