import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { dictArchive } from '../src/archive/dict.js'
import { asRecord } from '../src/as-record.js'
import { slowArchive } from './helpers/async-archive.js'
import { codeOf } from './helpers/error-code.js'

const given = (entries: Record<string, any> = {}) => {
  const archive = dictArchive<any>({ entries: Object.entries(entries) })
  return { archive, memo: asRecord(archive) }
}

describe('asRecord', () => {
  it('reads and writes entries as properties', () => {
    const { archive, memo } = given({ a: 1 })
    memo['x'] = 2
    memo[3] = 'three'
    expect([memo['a'], memo['x'], memo['3'], memo['absent']]).toEqual([1, 2, 'three', undefined])
    expect(archive.get('x')).toBe(2)
    expect(['x' in memo, 'absent' in memo]).toEqual([true, false])
    expect([delete memo['x'], delete memo['absent'], archive.has('x')]).toEqual([true, true, false])
  })

  it('is listed, spread, copied and written as JSON like a plain object', () => {
    const { memo } = given({ a: 1, b: undefined, c: [2] })
    expect(Object.keys(memo)).toEqual(['a', 'b', 'c'])
    expect({ ...memo }).toEqual({ a: 1, b: undefined, c: [2] })
    expect(JSON.stringify(memo)).toBe('{"a":1,"c":[2]}')
    expect(Object.hasOwn(memo, 'b') && !Object.hasOwn(memo, 'd')).toBe(true)
    const seen: string[] = []
    for (const key in memo) seen.push(key)
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(Object.assign(memo, { d: 4 })['d']).toBe(4)
    expect(inspect(memo)).toContain('c: [ 2 ]')
  })

  it('has no properties but its entries', async () => {
    const { archive, memo } = given()
    for (const key of ['then', 'toJSON', 'constructor', '__proto__', 'hasOwnProperty', 'toString']) {
      expect([memo[key], key in memo], key).toEqual([undefined, false])
      memo[key] = `my ${key}`
      expect([memo[key], archive.get(key)], key).toEqual([`my ${key}`, `my ${key}`])
    }
    expect(Object.getPrototypeOf(memo)).toBe(null)
    expect(await Promise.resolve(memo)).toBe(memo)
    expect(Object.keys({ ...memo })).toContain('__proto__')
  })

  it('keeps its nature', () => {
    const { memo } = given()
    expect(() => Object.setPrototypeOf(memo, { inherited: 1 })).toThrow(TypeError)
    expect(() => Object.freeze(memo)).toThrow(TypeError)
    expect(() => Object.defineProperty(memo, 'a', { get: () => 1 })).toThrow(TypeError)
    expect(() => Object.defineProperty(memo, 'a', { value: 1, writable: false })).toThrow(TypeError)
    Object.defineProperty(memo, 'a', { value: 1 })
    Object.defineProperty(memo, 'a', { enumerable: true })
    expect({ ...memo }).toEqual({ a: 1 })
  })

  it('takes no symbol as a key', () => {
    const { memo } = given()
    const symbol: any = Symbol('s')
    expect([memo[symbol], symbol in memo, delete memo[symbol]]).toEqual([undefined, false, true])
    expect(codeOf(() => (memo[symbol] = 1))).toBe('KEY_NOT_STRING')
    expect(codeOf(() => Object.defineProperty(memo, symbol, { value: 1 }))).toBe('KEY_NOT_STRING')
  })

  it('refuses what is no synchronous archive', () => {
    expect(codeOf(() => asRecord(slowArchive() as any))).toBe('ARCHIVE_ASYNC')
    for (const wrong of [undefined, null, {}, new Map()] as any[])
      expect(codeOf(() => asRecord(wrong))).toBe('OPTION_INVALID')
  })

  it('passes on what the archive says', () => {
    const { archive, memo } = given()
    archive.close()
    expect(codeOf(() => memo['a'])).toBe('ARCHIVE_CLOSED')
    expect(codeOf(() => Object.keys(memo))).toBe('ARCHIVE_CLOSED')
  })
})
