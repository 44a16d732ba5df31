import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binder } from '../../src/call/bind.js'
import { fixed } from '../../src/call/fixed.js'
import { mayHaveDefaults } from '../../src/call/has-defaults.js'
import { partial } from '../../src/call/partial.js'
import { readParameters } from '../../src/call/read.js'
import { signature } from '../../src/call/signature.js'
import { isvalid } from '../../src/call/validate.js'
import { codeOf } from '../helpers/error-code.js'
import { evaluate } from './texts.js'

const all = (...args: unknown[]): unknown[] => args
const count = evaluate('function count(x, y, z = 3, ...rest) { return [...arguments] }') as typeof all
const options = evaluate(
  'function options(x, { a, b = 2, ...c } = { a: 1 }) { return { x, a, b, c } }',
) as typeof all

describe('partial', () => {
  it.each<[Record<string, unknown>, unknown[], unknown[]]>([
    [{ y: 5 }, [1], [1, 5]],
    [{ y: 5 }, [], [undefined, 5]],
    [{ y: 5 }, [1, 2, 3], [1, 5, 2, 3]],
    [{ x: 5, z: 7 }, [1], [5, 1, 7]],
    [{ x: 5 }, [], [5]],
    [{ x: 5, y: 6, z: 7 }, [1], [5, 6, 7, 1]],
    [{ z: undefined }, [], [undefined, undefined, undefined]],
    [{}, [1], [1]],
  ])('with %j takes %j for %j', (fixed, args, passed) => {
    expect(partial(count, fixed)(...args)).toStrictEqual(passed)
    const nested = Object.entries(fixed).reduce((fn, [name, value]) => partial(fn, { [name]: value }), count)
    expect(nested(...args)).toStrictEqual(passed)
  })

  it('fixes keys of a destructured parameter', () => {
    const fn = partial(options, { b: 5 })
    expect(fn(0)).toEqual({ x: 0, a: 1, b: 5, c: {} })
    expect(fn(0, { a: 7, d: 8 })).toEqual({ x: 0, a: 7, b: 5, c: { d: 8 } })
    expect(fn(0, { b: 9 })).toEqual({ x: 0, b: 5, c: {} })
    expect(partial(fn, { a: 3, x: 4 })({ d: 1 })).toEqual({ x: 4, a: 3, b: 5, c: { d: 1 } })
    const required = partial(evaluate('({ a, b }) => [a, b]') as typeof all, { b: 1 })
    expect(required()).toEqual([undefined, 1])
  })

  it('changes no object of the caller and no default', () => {
    const fn = partial(options, { b: 5 })
    const given = Object.freeze({ a: 1 })
    fn(0, given)
    expect(given).toEqual({ a: 1 })
    expect(fn(0)).toEqual(fn(0))
    const bare = Object.assign(Object.create(null), { a: 1 })
    expect(partial(evaluate('({ a, b }, ...r) => r') as typeof all, { a: 2 })(bare, 1)).toEqual([1])
  })

  it('passes on this, promises, generators and errors', async () => {
    const add = evaluate('function (x, y) { return this.base + x + y }') as typeof all
    expect({ base: 1, add: partial(add, { x: 2 }) }.add(3)).toBe(6)
    const slow = partial(evaluate('async (x, y) => { if (y) throw y; return x }') as typeof all, { x: 2 })
    expect(slow[Symbol.toStringTag as never]).toBe('AsyncFunction')
    expect(slow()).toBeInstanceOf(Promise)
    expect(await slow()).toBe(2)
    await expect(slow(new Error('y'))).rejects.toThrow('y')
    const list = partial(evaluate('function* (x) { yield x }') as (x: number) => Iterable<number>, { x: 2 })
    expect([...list()]).toEqual([2])
  })

  it('has a name, a length and the parameters that are left', () => {
    const fn = partial(count, { y: 5 })
    expect([fn.name, fn.length]).toEqual(['partial count', 1])
    expect(partial(evaluate('(x, y) => 0') as typeof all, { y: 5 }).name).toBe('')
    expect(readParameters(fn)?.list.map(({ name }) => name)).toEqual(['x', 'z'])
    expect(readParameters(partial(options, { b: 1, x: 2 }))?.list).toMatchObject([
      { fallback: { value: { a: 1 } }, pattern: { properties: [{ key: 'a' }] } },
    ])
    expect(mayHaveDefaults(fn)).toBe(true)
    expect(mayHaveDefaults(partial(count, { y: 1, z: 1 }))).toBe(false)
  })

  it('tells what it is made of', () => {
    const inner = partial(options, { b: 5 })
    expect(fixed.get(inner)).toEqual({ fn: options, values: { b: 5 } })
    expect(fixed.get(partial(inner, { x: 1 }))).toEqual({ fn: options, values: { b: 5, x: 1 } })
    expect(fixed.get(options)).toBeUndefined()
  })

  it('binds like what it stands for', () => {
    const fn = partial(options, { b: 5 })
    const bind = binder(readParameters(fn)!)!
    const call = fc.array(
      fc.constantFrom<unknown>(undefined, 0, {}, { a: 1 }, { a: undefined, b: 1 }, { d: 1 }),
      {
        maxLength: 3,
      },
    )
    const seen = (args: readonly unknown[]) => codeOr(() => fn(...args))
    const property = fc.property(call, (args) => {
      expect(isDeepStrictEqual(seen(bind(args)), seen(args))).toBe(true)
      expect(isvalid(fn, ...args)).toBe(seen(args) !== 'CALL_INVALID')
    })
    fc.assert(property, { seed: 7, numRuns: 300 })
    expect(bind([0])).toEqual(bind([0, { a: 1 }]))
    const loose = binder(readParameters(partial(evaluate('({ a, b = 1 }) => 0') as typeof all, { a: 1 }))!)!
    expect(loose([])).toEqual(loose([{}]))
  })

  it.each<[() => unknown, string]>([
    [() => partial(count, { w: 1 }), 'OPTION_INVALID'],
    [() => partial(count, { rest: [] }), 'OPTION_INVALID'],
    [() => partial(partial(count, { x: 1 }), { x: 1 }), 'OPTION_INVALID'],
    [() => partial(partial(options, { b: 1 }), { b: 1 }), 'OPTION_INVALID'],
    [() => partial(evaluate('({ a: x }, a) => 0') as typeof all, { a: 1 }), 'OPTION_INVALID'],
    [() => partial(count, 5 as never), 'OPTION_INVALID'],
    [() => partial(count, [1] as never), 'OPTION_INVALID'],
    [() => partial(Math.pow, { x: 1 }), 'SIGNATURE_UNREADABLE'],
    [() => partial(5 as never, {}), 'FUNCTION_UNSUPPORTED'],
    [() => partial(class A {} as never, {}), 'FUNCTION_UNSUPPORTED'],
    [() => partial(options, { b: 1 })(0, null), 'CALL_INVALID'],
    [() => partial(options, { b: 1 })(0, new Date()), 'CALL_INVALID'],
  ])('refuses %s', (ask, code) => {
    expect(codeOf(ask)).toBe(code)
  })

  it('shows in the signature', () => {
    expect(signature(partial(options, { b: 5, x: 1 }))).toEqual({
      names: ['!x', '{a, b}'],
      defaults: { '!x': 1, '{a, b}': { a: 1 }, '!b': 5 },
      computed: {},
      options: ['a', '!b'],
    })
  })
})

/** A result, or the code of the error. */
function codeOr(body: () => unknown): unknown {
  try {
    return body()
  } catch {
    return codeOf(body)
  }
}
