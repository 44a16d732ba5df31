import { describe, expect, it } from 'vitest'
import { lruCache } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { archives, counting, keymaps, product } from './parts.js'

/** Arguments that a file name, a separator or a digest might not bear. */
const calls: unknown[][] = [
  [],
  [1],
  ['1'],
  [1, 2],
  ['1,2'],
  ['a/b'],
  ['../../x'],
  ['..'],
  ['a-b'],
  ['a_b'],
  ['A'],
  ['a'],
  [' a '],
  ['ä', 'ä', '日本', '🦉'],
  ['\0\n\r\t'],
  ["it's", '"', '\\', '%', '*'],
  ['con', 'nul'],
  ['x'.repeat(300)],
  ['x'.repeat(299), 'x'],
  [{ a: 1, b: [2, { c: 3n }] }],
  [new Map([[{ k: 1 }, new Set([1])]])],
  [new Date(0), /x/g, new Uint8Array(3)],
  [Array.from({ length: 2000 }, (_, i) => i)],
  [null, undefined, Number.NaN, -0, true],
]

describe('the keys of memory and archive', () => {
  it.each(product(Object.keys(archives), Object.keys(keymaps)))('are the same: %s, %s', (archive, keymap) => {
    const store = archives[archive]!<number>()
    const options = { archive: store, keymap: keymaps[keymap]!(), name: 'f' }
    const fn = counting((...args: unknown[]) => args.length)
    const fast = lruCache(options)(fn)
    for (const args of calls) expect(fast(...args)).toBe(args.length)
    const keys = calls.map((args) => fast.key(...args))
    expect(new Set(keys).size).toBe(calls.length)
    expect([...fast.cache.keys()].sort()).toEqual([...keys].sort())
    expect([...store.keys()].sort()).toEqual([...keys].sort())
    expect(keys.map((key) => store.get(key))).toEqual(calls.map((args) => args.length))

    const next = lruCache(options)(fn)
    expect(next.load(...keys)).toBe(calls.length)
    expect(calls.map((args) => next.lookup(...args))).toEqual(calls.map((args) => args.length))
    expect(fn.runs).toBe(calls.length)
  })

  it('begin with the name of the function', () => {
    const area = lruCache()(function area(x: number, y: string) {
      return x + y
    })
    expect([area.key(1, 'a'), lruCache({ name: 'n', version: '2' })(area.wrapped).key(1, 'a')]).toEqual([
      "area(1,'a')",
      "n@2(1,'a')",
    ])
  })

  it.each(Object.keys(archives))('are strings: %s takes no other, and coerces none', (archive) => {
    const store = archives[archive]!()
    for (const key of [1, null, undefined, {}, Symbol('k'), ['a']]) {
      expect(codeOf(() => store.set(key as never, 0))).toBe('KEY_NOT_STRING')
      expect(codeOf(() => store.get(key as never))).toBe('KEY_NOT_STRING')
      expect(() => store.delete(key as never)).toThrow(TypeError)
    }
    expect(store.size).toBe(0)
  })
})
