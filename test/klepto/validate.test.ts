import { describe, expect, it } from 'vitest'
import { isvalid, keygen, lruCache, partial, stringKeymap, validate } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { product, subsets } from './parts.js'

/** Functions that do nothing but take their arguments. */
const functions: Readonly<Record<string, (...args: any[]) => unknown>> = {
  'f()': () => 0,
  'f(x, y)': (_x: unknown, _y: unknown) => 0,
  'f(x, y = 2)': (_x: unknown, _y = 2) => 0,
  'f(...a)': (..._a: unknown[]) => 0,
  'f({ a })': ({ a: _a }: any) => 0,
  'f({ a } = {})': ({ a: _a }: any = {}) => 0,
  'f({ a, ...k })': ({ a: _a, ...k }: any) => k,
  'f({ a: { b } })': ({ a: { b: _b } }: any) => 0,
  'f({ a: { b } = {} } = {})': ({ a: { b: _b } = {} as any }: any = {}) => 0,
  'f([a])': ([_a]: any) => 0,
  'f(x, [a, ...b] = [])': (_x: unknown, [_a, ..._b]: any = []) => 0,
  'f(...[a, { b }])': (...[_a, { b: _b }]: any) => 0,
}

const values = [
  undefined,
  null,
  1,
  'ab',
  [],
  [[1]],
  {},
  { a: null },
  { a: { b: 1 } },
  { a: [], z: 1 },
  new Map(),
]
const calls = [[], ...values.map((a) => [a]), ...product(values, values), [1, 2, 3, 4]]

const worksFor = (fn: (...args: any[]) => unknown, args: readonly unknown[]): boolean => {
  try {
    fn(...args)
    return true
  } catch {
    return false
  }
}

describe('validate and isvalid', () => {
  it.each(Object.keys(functions))('%s: the verdict is that of the call itself', (name) => {
    const fn = functions[name]!
    for (const args of calls) {
      const works = worksFor(fn, args)
      expect(isvalid(fn, ...args), JSON.stringify(args)).toBe(works)
      expect(codeOf(() => validate(fn, ...args))).toBe(works ? 'nothing was thrown' : 'CALL_INVALID')
    }
  })

  it('take too few and too many arguments, as JavaScript does and Python does not', () => {
    const f = functions['f(x, y)']!
    for (const args of [[], [1], [1, 2], [1, 2, 3]]) expect(isvalid(f, ...args)).toBe(true)
  })

  it('never call the function, where klepto calls builtins to find out', () => {
    let runs = 0
    const f = (_x: unknown): unknown => runs++
    expect([isvalid(f, 1), isvalid(f.bind(null), 1), isvalid(JSON.parse, '{'), runs]).toEqual([
      true,
      true,
      true,
      0,
    ])
  })

  it('refuse a class without new, and what is no function', () => {
    expect(isvalid(class A {})).toBe(false)
    for (const fn of [1, null, {}, 'f'])
      expect(codeOf(() => isvalid(fn as never))).toBe('FUNCTION_UNSUPPORTED')
  })

  it('agree with the call of a partial function as well', () => {
    const point = (_label: string, { x: _x, y: _y }: any, [_first]: any = []) => 0
    for (const names of subsets(['_label', 'x'])) {
      const fn = partial(point, Object.fromEntries(names.map((name) => [name, 1])))
      for (const args of calls)
        expect(isvalid(fn, ...args), `${names}: ${JSON.stringify(args)}`).toBe(worksFor(fn, args))
    }
  })
})

describe('an invalid call of a memoized function', () => {
  it.each(Object.keys(functions))('%s fails as the function does, and is not remembered', (name) => {
    const fn = functions[name]!
    const fast = lruCache()(fn)
    for (const args of calls) {
      const works = worksFor(fn, args)
      expect(worksFor(fast, args), JSON.stringify(args)).toBe(works)
      expect(fast.lookup(...args)).toEqual(works ? fn(...args) : undefined)
    }
  })
})

describe('keygen', () => {
  const keymap = stringKeymap()
  const f = (x: number, y = 2, { z = 3 } = {}) => [x, y, z]

  it('gives one key for all ways to make a call', () => {
    const key = keygen({ keymap })(f)
    const same = [[1], [1, 2], [1, undefined], [1, 2, {}], [1, undefined, { z: 3 }], [1, 2, { z: undefined }]]
    expect(new Set(same.map((args) => (key as any)(...args)))).toEqual(new Set(["1,2,{'z':3}"]))
    expect(new Set([[1, 3], [2], [1, 2, { z: 4 }]].map((args) => (key as any)(...args))).size).toBe(3)
  })

  it('runs the function with the arguments as they were, and says whether they were valid', () => {
    const key = keygen({ keymap, tol: 0, ignore: 'y' })(f)
    expect(codeOf(() => key.key())).toBe('CALL_MISSING')
    key(1.4, 9)
    expect([key.run(), key.valid(), key.args]).toEqual([[1.4, 9, 3], true, [1.4, 9]])
    key(1.6, 9, null as never)
    expect(key.valid()).toBe(false)
    expect([key.ignored, key.wrapped, key.keymap]).toEqual([['y'], f, keymap])
  })

  it('takes another keymap, and nothing else', () => {
    const key = keygen({ keymap })(f)
    key(1)
    key.register(stringKeymap({ flat: false }))
    expect(key.key()).toBe("[1,2],{'z':3}")
    for (const other of [undefined, null, {}, stringKeymap])
      expect(codeOf(() => key.register(other as never))).toBe('OPTION_INVALID')
  })
})
