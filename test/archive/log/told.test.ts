import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import type { Archive } from '../../../src/archive.js'
import { tempDir } from '../../helpers/temp-dir.js'

const TAR_END = 1024

describe.each([
  ['file', fileArchive, 0],
  ['tar', tarArchive, TAR_END],
] as const)('whoever is told of damage in a %s archive', (_, make, end) => {
  /** An archive with `a`, and another one on its file whose user is told; then more entries, the first of them damaged. */
  const given = (onDamage: (archive: Archive<any>) => void) => {
    const path = join(tempDir(), 'memo')
    const archive = make<any>(path)
    archive.set('a', 1)
    const told: Archive<any> = make<any>(path, { onDamage: () => onDamage(told) })
    archive.set('x', 'x'.repeat(20_000))
    const at = statSync(path).size - end
    archive.setMany([
      ['b', 2],
      ['c', 3],
    ])
    const bytes = readFileSync(path)
    bytes[at]! ^= 1
    writeFileSync(path, bytes)
    return { path, told, lost: bytes.length - at }
  }
  const keys = (archive: Archive<any>): string[] => [...archive.keys()].sort()

  it.each(['repair', 'clear'] as const)('may call %s, in the middle of a read', (what) => {
    const { path, told } = given((archive) => void archive[what]())
    told.get('a')
    const other = make<any>(path)
    expect(keys(told)).toEqual(keys(other))
    other.set('a', 5)
    expect([told.get('a'), keys(told)]).toEqual([5, keys(other)])
  })

  it('may read', () => {
    const { path, told, lost } = given((archive) => void archive.get('a'))
    told.get('a')
    for (let i = 0; i < 60; i++) told.set('y', 'y'.repeat(50_000) + i)
    // Set aside once.
    expect(statSync(`${path}.damaged`).size).toBeLessThan(lost)
  })

  it('may set in a set', () => {
    const path = join(tempDir(), 'memo')
    make<any>(path).set('a', 1)
    const codes: string[] = []
    const told = make<any>(path, {
      onDamage: ({ code }) => {
        codes.push(code)
        told.set('b', codes.length)
      },
    })
    appendFileSync(path, Buffer.alloc(40, 7))
    told.set('c', 3)
    expect([codes, Object.fromEntries(told)]).toEqual([['RECORD_DAMAGED'], { a: 1, c: 3, b: 1 }])
  })

  it('may set what was damaged', () => {
    const path = join(tempDir(), 'memo')
    const archive: Archive<any> = make<any>(path, { onDamage: () => archive.set('a', 'again') })
    archive.set('a', 'valuable')
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('valuable')]! ^= 1
    writeFileSync(path, bytes)
    archive.get('a')
    expect([archive.get('a'), make(path).get('a')]).toEqual(['again', 'again'])
    for (let i = 0; i < 60; i++) archive.set('y', 'y'.repeat(50_000) + i)
    expect(statSync(path).size).toBeLessThan(2_000_000)
    expect([archive.get('a'), make(path).get('a')]).toEqual(['again', 'again'])
  })

  it('may throw, and then what was done is done', () => {
    const path = join(tempDir(), 'memo')
    const told = make<any>(path, {
      onDamage: () => {
        throw new Error('told')
      },
    })
    appendFileSync(path, Buffer.alloc(40, 7))
    expect(() => told.set('a', 1)).toThrow('told')
    expect(make(path).get('a')).toBe(1)
  })
})
