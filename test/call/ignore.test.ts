import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mask } from '../../src/call/ignore.js'
import { NULL } from '../../src/call/null.js'
import { readParameters } from '../../src/call/read.js'
import { PilferError } from '../../src/errors.js'
import { evaluate } from './texts.js'

/** The arguments of a call of the function with such a text that count. */
function masked(text: string, items: unknown, ...args: unknown[]): readonly unknown[] {
  const fn = evaluate(text) as Function
  return mask(items, readParameters(fn), fn)!(args)
}

describe('mask', () => {
  const G = '(x, y, ...rest) => 0'
  const D = '(x, { a, b = 2, c: { d } }) => 0'
  const open = { a: 1, b: 3, c: { d: 4, e: 5 }, z: 6 }

  it.each<[string, unknown, unknown[], unknown[]]>([
    [G, 'x', [1, 2, 3], [NULL, 2, 3]],
    [G, 0, [1, 2, 3], [NULL, 2, 3]],
    [G, ['x', 'y'], [1, 2, 3], [NULL, NULL, 3]],
    [G, ['x', 0], [1, 2], [NULL, 2]],
    [G, 'x', [], [NULL]],
    [G, 'y', [1], [1, NULL]],
    [G, 1, [], [undefined, NULL]],
    [G, ['y', 'x'], [], [NULL, NULL]],
    [G, 2, [1, 2, 3, 4], [1, 2, NULL, 4]],
    [G, 3, [1, 2, 3, 4], [1, 2, 3, NULL]],
    [G, [2, 5], [1, 2], [1, 2]],
    [G, '*', [1, 2, 3, 4], [1, 2]],
    [G, '*', [1], [1]],
    [G, 'rest', [1, 2, 3, 4], [1, 2]],
    [G, ['*', 'rest', 2, 'y'], [1, 2, 3], [1, NULL]],
    [G, '**', [1, 2, 3, { a: 1 }], [1, 2, 3]],
    [G, '**', [1, 2, { a: 1 }, 3], [1, 2, { a: 1 }, 3]],
    [G, '**', [1, { a: 1 }], [1, { a: 1 }]],
    [G, '**', [1, 2, new Date(0)], [1, 2, new Date(0)]],
    [G, ['**', 2], [1, 2, { a: 1 }], [1, 2, NULL]],
    [G, 'x.a', [{ a: 1, b: 2 }, 2], [{ a: NULL, b: 2 }, 2]],
    [G, 'x.a', [{ b: 2 }], [{ a: NULL, b: 2 }]],
    [G, 'x.a', [[1]], [[1]]],
    [G, 'x.a', [], []],
    [G, 'x.a.b', [{ a: { b: 1, c: 2 } }], [{ a: { b: NULL, c: 2 } }]],
    [G, 'x.a.b', [{ a: 1 }], [{ a: 1 }]],
    [G, 'x.a.b', [{}], [{}]],
    [G, ['x.a', 'x.b'], [{ c: 1 }], [{ a: NULL, b: NULL, c: 1 }]],
    [D, 'a', [1, open], [1, { ...open, a: NULL }]],
    [D, ['a', 'b'], [1, {}], [1, { a: NULL, b: NULL }]],
    [D, 'c.d', [1, open], [1, { ...open, c: { d: NULL, e: 5 } }]],
    [D, 'a', [1], [1]],
    [D, 'a', [1, [2]], [1, [2]]],
    [D, '**', [1, { ...open, [Symbol.for('s')]: 1 }], [1, { a: 1, b: 3, c: { d: 4, e: 5 } }]],
    [D, 1, [1, open], [1, NULL]],
    ['({ [k]: a, b }) => 0', '**', [{ a: 1, b: 2 }], [{ a: 1, b: 2 }]],
    ['({ a, ...b }) => 0', '**', [{ a: 1, b: 2 }], [{ a: 1 }]],
    ['function f(x, y, z) { return arguments }', 'z', [1], [1, NULL, NULL]],
    ['function f(x, y, z) { return arguments }', 'z', [1, undefined], [1, undefined, NULL]],
    ['Math.max', 1, [1, 2, 3], [1, NULL, 3]],
    ['Math.max', ['*', 0], [1, 2, 3], [NULL, 2]],
    ['Math.max', 2, [1, 2], [1, 2]],
  ])('%s without %j: %j', (text, items, args, expected) => {
    const result = masked(text, items, ...args)
    expect(isDeepStrictEqual(result, expected), JSON.stringify(result)).toBe(true)
  })

  it('has nothing to do where all arguments count', () => {
    const fn = (x: unknown) => x
    for (const items of [[], 'this', ['this']]) expect(mask(items, readParameters(fn), fn)).toBeUndefined()
    expect(mask(['this'], undefined, Math.max)).toBeUndefined()
  })

  it('changes none of the caller’s objects and keeps prototypes', () => {
    const args = Object.freeze([Object.freeze({ a: Object.freeze({ b: 1 }), c: 2 })])
    expect(masked(G, 'x.a.b', ...args)).toEqual([{ a: { b: NULL }, c: 2 }])
    const bare = Object.assign(Object.create(null), { a: 1 })
    expect(masked(G, 'x.a', bare)).toStrictEqual([Object.assign(Object.create(null), { a: NULL })])
  })

  it('leaves alone what cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const hostile = {
      get b(): never {
        throw new Error('no')
      },
    }
    for (const value of [proxy, hostile]) expect(masked(G, 'x.a', value)[0]).toBe(value)
    expect(masked(G, '**', 1, 2, proxy)).toHaveLength(3)
  })

  it('makes calls equal exactly when they differ in what is ignored only', () => {
    const names = ['x', 'y', 'z']
    const fn = evaluate('(x, y, z) => 0') as Function
    const args = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2))
    const property = fc.property(fc.subarray([0, 1, 2]), fc.boolean(), args, args, (left, byName, a, b) => {
      const apply = mask(byName ? left.map((i) => names[i]) : left, readParameters(fn), fn) ?? ((all) => all)
      const differs = a.some((value, i) => value !== b[i] && !left.includes(i))
      expect(isDeepStrictEqual(apply(a), apply(b))).toBe(!differs)
    })
    fc.assert(property, { seed: 6, numRuns: 500 })
  })
})

describe('items that mean nothing are refused', () => {
  it.each<[string, unknown, string]>([
    ['(x, { a }, ...rest) => 0', 'y', '"y" of the function(x, {a}, ...rest), which is no parameter'],
    ['(x) => 0', 'y.a', '"y" of the function(x)'],
    ['({ a: { b } }) => 0', 'b', '"b"'],
    ['({ a: b }) => 0', 'b', '"b"'],
    ['(...{ length }) => 0', 'length', '"length"'],
    ['({ a: x }, a) => 0', 'a', 'more than one'],
    ['({ a: x }, { a: y }) => 0', 'a', 'more than one'],
    ['(...rest) => 0', 'rest.length', '"rest.length"'],
    ['(x) => 0', 'this.x', '"this"'],
    ['(x) => 0', '', '""'],
    ['(x) => 0', 'x.', '"x."'],
    ['(x) => 0', -1, '-1'],
    ['(x) => 0', 0.5, '0.5'],
    ['(x) => 0', Number.NaN, 'NaN'],
    ['(x) => 0', null, 'null'],
    ['(x) => 0', [undefined], 'undefined'],
    ['(x) => 0', [['x']], 'an array'],
    ['(x) => 0', ['x', 'x'], '"x" twice'],
    ['(x) => 0', [0, 0], '0 twice'],
    ['Math.max', 'x', 'declare them with `params`'],
    ['Math.max', '**', 'declare them with `params`'],
    ['(function f(x) {}).bind(null)', ['this', 0, 'x'], '"x", but the parameters of bound f cannot be read'],
  ])('%s without %j', (text, items, named) => {
    const ask = () => masked(text, items)
    expect(ask).toThrow(PilferError)
    expect(ask).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining(named) }),
    )
  })
})
