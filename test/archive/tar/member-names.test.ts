import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemberNames } from '../../../src/archive/tar/member-names.js'
import { hostileKeys } from '../../../src/testing/archive-samples.js'

const names = new MemberNames({ name: 'json' })
const head = (name: string) => names.headOf({ name, size: 2, mtime: 1.5 })

describe('the names of entries of a tar', () => {
  it('fit in a header, lead out of no folder, and differ for different keys', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileKeys()))
    fc.assert(
      fc.property(key, key, (a, b) => {
        const name = names.nameOf(a)
        expect(name).toMatch(/^[!-.0-~ ]{1,200}\.json$/)
        expect(name.startsWith('.') || name.includes('\\')).toBe(false)
        expect(name === names.nameOf(b)).toBe(a === b)
      }),
      { numRuns: 2000 },
    )
  })

  it('give the key again, as far as they can tell', () => {
    for (const key of hostileKeys())
      if (!names.nameOf(key).startsWith('#')) expect(names.keyOf(names.nameOf(key))).toBe(key)
  })

  it.each([
    ['rain.json', 'rain', 'json'],
    ['./rain.json', 'rain', 'json'],
    ['././rain.json', 'rain', 'json'],
    ['folder/rain.json', 'folder/rain', 'json'],
    ['^r^ain%2f.json', 'RAin/', 'json'],
    ['RAin.json', 'RAin', 'json'],
    ['R^ain%2f.json', 'R^ain%2f', 'json'],
    ['rain%zz.json', 'rain%zz', 'json'],
    ['rain.txt', 'rain.txt', ''],
    ['./rain.txt', 'rain.txt', ''],
    ['.json', '.json', ''],
    ['./.json', '.json', ''],
    ['json', 'json', ''],
    ['../rain.json', '../rain', 'json'],
    ['.rain.json', '.rain', 'json'],
  ])('%s, from somebody else, stands for the key %s', (name, key, codec) => {
    expect(head(name)).toMatchObject({ key, codec })
    expect(names.keyOf(name)).toBe(key)
  })

  it('have the extension of the codec, which may have several parts', () => {
    const packed = new MemberNames({ name: 'v8+gzip', extension: 'v8.gz' })
    expect(packed.nameOf('Rain')).toBe('^rain.v8.gz')
    expect(packed.headOf({ name: 'a.v8.gz', size: 1, mtime: 0 })).toMatchObject({
      key: 'a',
      codec: 'v8+gzip',
    })
    expect(packed.headOf({ name: 'a.v8', size: 1, mtime: 0 })).toMatchObject({ key: 'a.v8', codec: '' })
  })
})
