import { describe, expect, it } from 'vitest'
import { createArchive, createAsyncArchive, dictArchive, nullArchive } from '../../src/index.js'
import { slowArchive } from '../helpers/async-archive.js'
import { codeOf, codeOfRejection } from '../helpers/error-code.js'

const store = {
  kind: 'toy',
  supports: nullArchive().supports,
  read: () => undefined,
  write: () => {},
  delete: () => false,
  clear: () => {},
  keys: () => [],
}

describe.each([createArchive, createAsyncArchive])('$name', (create: (...parts: any[]) => unknown) => {
  it('takes a whole store', () => {
    expect(create(store)).toMatchObject({ kind: 'toy' })
    expect(create({ ...store, size: undefined }, { clock: undefined })).toMatchObject({ kind: 'toy' })
  })

  it.each(Object.keys(store))('refuses a store without `%s`, by name', (name) => {
    const attempt = (): unknown => create({ ...store, [name]: undefined })
    expect(codeOf(attempt)).toBe('OPTION_INVALID')
    expect(attempt).toThrow(`\`${name}\` of a store of ${create.name} must be`)
  })

  it.each<[unknown, object | null | undefined, string]>([
    [undefined, undefined, 'OPTION_INVALID'],
    [{}, {}, 'OPTION_INVALID'],
    [{ ...store, supports: null }, {}, 'OPTION_INVALID'],
    [{ ...store, readMany: 5 }, {}, 'OPTION_INVALID'],
    [store, { clock: 5 }, 'OPTION_INVALID'],
    [store, null, 'OPTION_INVALID'],
    [store, { clokc: 1 }, 'OPTION_UNKNOWN'],
  ])('refuses %o with %o', (store, options, code) => {
    expect(codeOf(() => create(store, options))).toBe(code)
  })
})

describe('lists of keys and entries', () => {
  const archive = dictArchive()

  it.each([5, null, undefined, 'ab', {}])('are not %j', async (list: any) => {
    expect(codeOf(() => archive.getMany(list))).toBe('OPTION_INVALID')
    expect(codeOf(() => archive.setMany(list))).toBe('OPTION_INVALID')
    expect(await codeOfRejection(slowArchive().getMany(list))).toBe('OPTION_INVALID')
    expect(await codeOfRejection(slowArchive().setMany(list))).toBe('OPTION_INVALID')
  })

  it.each([1, 'ab', null, ['a'], ['a', 1, 2], { 0: 'a', 1: 1 }])('have no entry %j', (entry: any) => {
    expect(codeOf(() => archive.setMany([['x', 1], entry]))).toBe('OPTION_INVALID')
    expect(() => archive.setMany([['x', 1], entry])).toThrow(
      /entry 2 must be a \[key, value\] pair, received/,
    )
    expect(archive.size).toBe(0)
  })
})
