import { describe, expect, it } from 'vitest'
import { type KeymapOptions, rawKeymap, stringKeymap } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { keymaps, product } from './parts.js'

const args = [1, 2, { a: 3, b: 4 }]

describe('the layout of a key', () => {
  it.each<[KeymapOptions, string]>([
    [{}, "1,2,{'a':3,'b':4}"],
    [{ flat: false }, "[1,2],{'a':3,'b':4}"],
    [{ typed: false }, "1,2,{'a':3,'b':4}"],
    [{ typed: false, flat: false }, "[1,2],{'a':3,'b':4}"],
    [{ sentinel: 'S' }, "1,2|'S'|'a':3,'b':4"],
    [{ sentinel: 0, typed: false }, "1,2|0|'a':3,'b':4"],
    [{ sentinel: null }, "1,2|null|'a':3,'b':4"],
  ])('with %j', (options, key) => {
    expect(stringKeymap(options).key(args)).toBe(key)
    expect(stringKeymap(options).key([1, 2, { b: 4, a: 3 }]), 'names are sorted').toBe(key)
    expect(stringKeymap(options).decode(key)).toEqual(args)
  })

  it.each<[unknown[], string]>([
    [[], ''],
    [[1], '1'],
    [['x'], "'x'"],
    [[1.5], '1.5'],
    [[true], 'true'],
    [[null], 'null'],
    [[[1]], '[1]'],
  ])('of one argument: %j', (list, key) => {
    expect(stringKeymap().key(list)).toBe(key)
    expect(stringKeymap({ flat: false }).key(list)).toBe(`[${key}]`)
  })

  it.each(Object.keys(keymaps))('of %s has no flat key with a sentinel in two groups', (name) => {
    expect(codeOf(() => keymaps[name]!({ flat: false, sentinel: 'S' }))).toBe('OPTION_CONFLICT')
    expect(codeOf(() => keymaps[name]!({ fasttypes: [] } as object))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => keymaps[name]!({ typed: 1 } as object))).toBe('OPTION_INVALID')
  })
})

const layouts: KeymapOptions[] = [
  {},
  { flat: false },
  { sentinel: 'S' },
  { typed: false },
  { typed: false, flat: false },
  { typed: false, sentinel: 'S' },
]

/** Calls that are not the same under any options. */
const apart: unknown[][] = [
  [],
  [1],
  ['1'],
  [[1]],
  [1, 2],
  [[1, 2]],
  ['1,2'],
  ['1', '2'],
  [1, 'a', 2],
  [1, { a: 2 }],
  [1, 'S', { a: 2 }],
  [1, 'S', 'a', 2],
  [{ a: 1 }],
  [{ a: '1' }],
  [{ a: 1 }, { a: 1 }],
  ["'x'"],
  ['x'],
  [undefined],
  [null],
  [''],
  [{}],
  [[]],
]

/** Pairs that only a typed keymap keeps apart. */
const sameUntyped: [unknown, unknown][] = [
  [1, 1n],
  [0, -0],
  [0, 0n],
  [Buffer.from('ab'), new Uint8Array([97, 98])],
]

describe.each(product(Object.keys(keymaps), layouts))('%s with %j', (name, options) => {
  const keymap = keymaps[name]!(options)

  it('has a key of its own for each call', () => {
    expect(new Set(apart.map((list) => keymap.key(list))).size).toBe(apart.length)
  })

  it('keeps types apart when typed', () => {
    for (const [a, b] of sameUntyped)
      expect(keymap.key([a]) === keymap.key([b]), String(a)).toBe(options.typed === false)
  })

  it('gives the arguments back, where klepto raises NotImplementedError', () => {
    for (const list of apart) {
      const key = keymap.key(list)
      if (name !== 'chained' && !key.startsWith('#')) expect(keymap.decode(key)).toEqual(list)
    }
  })
})

describe('rawKeymap', () => {
  it.each(layouts)('with %j goes by identity', (options) => {
    const keymap = rawKeymap(options)
    const list = [1]
    const fn = () => 1
    expect(keymap.key([list, fn, 'a'])).toBe(keymap.key([list, fn, 'a']))
    expect(keymap.key([list])).not.toBe(keymap.key([[1]]))
    expect(keymap.supports).toEqual({ portable: false, decode: false })
    expect(codeOf(() => keymap.decode(keymap.key([list])))).toBe('KEY_NOT_DECODABLE')
  })
})

describe('what has no key', () => {
  it.each<[string, unknown]>([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
    ['a WeakMap', new WeakMap()],
  ])('%s: an error, deep inside as well, and never a repr', (_, value) => {
    for (const make of Object.values(keymaps))
      for (const list of [[value], [{ a: [value] }], [new Map([[value, 1]])]])
        expect(codeOf(() => make().key(list))).toBe('KEY_UNSUPPORTED')
  })
})
