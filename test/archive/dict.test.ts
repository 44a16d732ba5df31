import { describe, expect, it } from 'vitest'
import { dictArchive } from '../../src/archive/dict.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { codeOf } from '../helpers/error-code.js'
import { fakeClock } from '../helpers/fake-clock.js'

archiveSuite({ describe, it }, 'dict', ({ clock }) => dictArchive({ clock }))

describe('dictArchive', () => {
  it('begins with the entries it is given', () => {
    const archive = dictArchive({ entries: new Map([['a', 1]]) })
    expect([...archive]).toEqual([['a', 1]])
  })

  it('lists in the order of insertion', () => {
    const archive = dictArchive()
    for (const key of ['b', 'a', 'c', 'a']) archive.set(key, key)
    expect([...archive.keys()]).toEqual(['b', 'a', 'c'])
  })

  it('shares nothing with a second one', () => {
    dictArchive().set('a', 1)
    expect(dictArchive().has('a')).toBe(false)
  })

  it('does not follow a later change of the tags it was given', () => {
    const archive = dictArchive()
    const tags = ['x']
    archive.set('a', 1, { tags })
    tags.push('y')
    expect(archive.read('a')?.tags).toEqual(['x'])
  })

  it('lists an entry that expires while it is listed as long as it was alive at the beginning', () => {
    const clock = fakeClock()
    const archive = dictArchive({ clock })
    archive.setMany(Object.entries({ a: 1, b: 2 }), { ttl: 10 })
    const keys = archive.keys()
    expect(keys.next().value).toBe('a')
    clock.advance(10)
    expect([...keys]).toEqual(['b'])
    expect([...archive]).toEqual([])
  })

  it.each([
    [{ entries: 5 }, 'OPTION_INVALID'],
    [{ entries: [[1, 2]] }, 'KEY_NOT_STRING'],
    [{ entries: [1] }, 'OPTION_INVALID'],
    [{ entries: ['ab'] }, 'OPTION_INVALID'],
    [{ entries: [['a']] }, 'OPTION_INVALID'],
    [{ clock: 5 }, 'OPTION_INVALID'],
    [{ entires: [] }, 'OPTION_UNKNOWN'],
    [null, 'OPTION_INVALID'],
  ])('refuses %j', (options: any, code) => {
    expect(codeOf(() => dictArchive(options))).toBe(code)
  })
})
