import fs, { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { givenTar } from '../../helpers/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

const { fstatSync, readSync, writeSync } = fs

/** Runs `work` with other functions of the system. */
function withSystem<T>(others: object, work: () => T): T {
  const own = Object.fromEntries(Object.keys(others).map((name) => [name, (fs as any)[name]]))
  Object.assign(fs, others)
  syncBuiltinESMExports()
  try {
    return work()
  } finally {
    Object.assign(fs, own)
    syncBuiltinESMExports()
  }
}

const noSpace = () => Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })

describe.each([
  ['file', fileArchive, 0],
  ['tar', tarArchive, 1024],
] as const)('what stood behind the end of a %s archive and was cut off', (_, make, end) => {
  it('hides nothing that is written there afterwards, though some of that be damaged', () => {
    const path = join(tempDir(), 'memo')
    make<any>(path).set('a', 1)
    const codes: string[] = []
    const reader = make<any>(path, { onDamage: ({ code }) => codes.push(code) })
    const at = statSync(path).size - end
    appendFileSync(path, Buffer.alloc(20_000))
    expect(reader.get('a')).toBe(1)
    const writer = make<any>(path)
    writer.set('b', 2)
    writer.set('c', 3)
    const bytes = readFileSync(path)
    bytes[at]! ^= 1
    writeFileSync(path, bytes)
    expect(reader.get('c')).toBe(3)
    reader.set('d', 4)
    expect(Object.fromEntries(reader)).toEqual({ a: 1, c: 3, d: 4 })
    expect(codes).toEqual(['RECORD_DAMAGED'])
  })
})

describe('what a failed setMany had written and has taken back', () => {
  it.each([4, 10])(
    'is not taken for what is set in its place, where times are told in ticks of %i ms',
    (tick) => {
      for (let round = 0; round < 10; round++) {
        const { archive, open } = givenTar()
        const reader = open()
        const inTicks = (fd: number) => {
          const found = fstatSync(fd)
          found.mtimeMs = Math.floor(found.mtimeMs / tick) * tick
          return found
        }
        let count = 0
        const failing = (...args: [any, any, ...any[]]) => {
          if (count++ < 4) return writeSync(...args)
          expect([...reader.keys()]).toEqual(['a', 'b'])
          throw noSpace()
        }
        withSystem({ fstatSync: inTicks }, () => {
          reader.get('q')
          const entries = (...keys: string[]) => keys.map((key) => [key, 1] as const)
          withSystem({ writeSync: failing }, () =>
            expect(() => archive.setMany(entries('a', 'b', 'c'))).toThrow(),
          )
          archive.setMany(entries('x', 'b'))
          reader.set('a', 2)
        })
        expect(Object.fromEntries(open())).toEqual({ x: 1, b: 1, a: 2 })
      }
    },
  )

  it('is no error for a reader that is just looking at it', () => {
    const path = join(tempDir(), 'memo')
    const archive = fileArchive<any>(path)
    archive.set('a', 1)
    const reader = fileArchive<any>(path)
    const begin = statSync(path).size
    const large = 2 ** 21
    let isCut = false
    const cutting = (...args: [any, any, ...any[]]) => {
      const read = readSync(...args)
      if (!isCut && Number(args[4]) > begin + large && read > 1) {
        isCut = true
        truncateSync(path, begin)
      }
      return read
    }
    let seen: unknown
    let writes = 0
    const failing = (...args: [any, any, ...any[]]) => {
      if (Number(args[4]) <= begin + large || ++writes === 1) return writeSync(...args)
      seen = withSystem({ readSync: cutting }, () => [...reader.keys()])
      throw noSpace()
    }
    withSystem({ writeSync: failing }, () =>
      expect(() =>
        archive.setMany([
          ['f', new Uint8Array(large)],
          ['g', new Uint8Array(large)],
        ]),
      ).toThrow(),
    )
    expect([isCut, Array.isArray(seen), [...reader.keys()]]).toEqual([true, true, ['a']])
  })
})
