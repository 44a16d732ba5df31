import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binder } from '../../src/call/bind.js'
import { readParameters } from '../../src/call/read.js'
import { argsFor } from './calls.js'
import { evaluate, head, observer } from './texts.js'

const bind = (text: string, ...args: unknown[]): readonly unknown[] | undefined =>
  binder(readParameters(evaluate(text) as Function)!)?.(args)

/** What a function sees of its arguments; the same for all calls that fail. */
function seen(fn: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
  try {
    return fn(...args)
  } catch {
    return 'it throws'
  }
}

const callsOf = (count: number) =>
  head.chain((model) =>
    fc.tuple(fc.constant(model), fc.array(argsFor(model), { minLength: count, maxLength: count })),
  )

describe('binder', () => {
  it('gives arguments of which the function sees the same', () => {
    let bound = 0
    const property = fc.property(callsOf(1), ([model, [args]]) => {
      const fn = observer(model)
      const result = binder(readParameters(fn)!)?.(args!)
      if (result === undefined) return
      bound++
      expect(isDeepStrictEqual(seen(fn, result), seen(fn, args!))).toBe(true)
    })
    fc.assert(property, { seed: 3, numRuns: 3000 })
    expect(bound).toBeGreaterThan(1000)
  })

  it('makes two calls equal only if the function sees the same in both', () => {
    let merged = 0
    const property = fc.property(callsOf(4), ([model, calls]) => {
      const fn = observer(model)
      const make = binder(readParameters(fn)!)
      if (make === undefined) return
      const results = calls.map((args) => ({ args, key: make(args), seen: seen(fn, args) }))
      for (const a of results)
        for (const b of results) {
          if (!isDeepStrictEqual(a.key, b.key)) continue
          expect(isDeepStrictEqual(a.seen, b.seen)).toBe(true)
          if (!isDeepStrictEqual(a.args, b.args)) merged++
        }
    })
    fc.assert(property, { seed: 4, numRuns: 2000 })
    expect(merged).toBeGreaterThan(500)
  })

  it('changes neither the arguments nor, when asked again, the result', () => {
    const property = fc.property(callsOf(1), ([model, [args]]) => {
      const make = binder(readParameters(observer(model))!)
      if (make === undefined) return
      const before = structuredClone(args!.map(described))
      const once = make(args!)
      expect(structuredClone(args!.map(described))).toEqual(before)
      expect(make(once)).toEqual(once)
    })
    fc.assert(property, { seed: 5, numRuns: 1000 })
  })

  it.each<[string, unknown[][], unknown[]]>([
    ['(x, y = 2) => 0', [[1], [1, undefined], [1, 2]], [1, 2]],
    ['(x, y, z = 3) => 0', [[1], [1, undefined], [1, undefined, 3]], [1, undefined, 3]],
    ['(x, y = g()) => 0', [[1], [1, undefined]], [1]],
    ['(x = g(), y = 2) => 0', [[], [undefined, 2]], [undefined, 2]],
    ['(x = undefined) => 0', [[], [undefined]], []],
    [
      '({ a, b = 2 }) => 0',
      [[{ a: 1 }], [{ a: 1, b: 2 }], [{ b: 2, a: 1 }], [{ b: undefined, a: 1 }]],
      [{ a: 1, b: 2 }],
    ],
    ['({ a, b = 2 } = {}) => 0', [[], [{}], [{ b: 2 }], [{ a: undefined }]], [{ b: 2 }]],
    ['({ a: { b = 1 } = {} }) => 0', [[{}], [{ a: {} }], [{ a: { b: 1 } }]], [{ a: { b: 1 } }]],
    ['({ a, b = 2, ...c }) => 0', [[{ d: 1 }], [{ d: 1, a: undefined }]], [{ b: 2, d: 1 }]],
    ['({ a, b = g() }) => 0', [[{}], [{ a: undefined, b: undefined }]], [{}]],
    [
      '(x = 1, ...y) => 0',
      [
        [undefined, 5],
        [1, 5],
      ],
      [1, 5],
    ],
    ['(x = [1]) => 0', [[], [[1]]], [[1]]],
  ])('%s', (text, calls, expected) => {
    for (const args of calls) expect(bind(text, ...args)).toStrictEqual(expected)
  })

  it.each<[string, unknown[], unknown[]]>([
    ['(x, y = 2) => 0', [1, null], [1, 2]],
    ['(x = -0) => 0', [], [0]],
    ['(x = 1, ...y) => 0', [1], [1, undefined]],
    ['(x = 1) => 0', [1], [1, undefined]],
    ['({ a = 1, ...b }) => 0', [{}], [{ c: undefined }]],
    ['({ a = 1 }) => 0', [{}], [{ a: null }]],
    ['({ toString = 1 }) => 0', [{}], [{ toString: 1 }]],
    ['({ toString, a = 1 }) => 0', [{}], [{ toString: undefined }]],
    ['({ a, a: b = 1 }) => 0', [{}], [{ a: 1 }]],
    ['({ a = 1, ["a"]: b }) => 0', [{}], [{ a: 1 }]],
    ['({ b = 2 }) => 0', [Object.defineProperty({}, 'b', { value: 7 })], [{ b: 2 }]],
  ])('%s tells apart %j and %j', (text, a, b) => {
    expect(isDeepStrictEqual(bind(text, ...a) ?? a, bind(text, ...b) ?? b)).toBe(false)
  })

  it.each(['() => 0', '(x, { a }, [b = 1], ...c) => 0', 'function f(x = 1) { return arguments.length }'])(
    'has nothing to do for %s',
    (text) => expect(binder(readParameters(evaluate(text) as Function)!)).toBeUndefined(),
  )

  it('leaves alone what is no plain object or cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const hostile = {
      get a(): never {
        throw new Error('no')
      },
    }
    const disguised = (function (..._: unknown[]) {
      return arguments
    })()
    const kept = [new Date(0), new Map(), [], 'text', 5, null, Object.create({}), proxy, hostile, disguised]
    for (const value of kept) expect(bind('({ a, b = 2 }) => 0', value)![0]).toBe(value)
  })

  it('keeps an object in which nothing is missing, and the prototype and symbols of one that is filled', () => {
    const whole = { a: 1, b: 3 }
    expect(bind('({ a, b = 2 }) => 0', whole)![0]).toBe(whole)
    const bare = Object.assign(Object.create(null), { a: 1, [Symbol.for('s')]: 4 })
    expect(bind('({ a, b = 2 }) => 0', bare)![0]).toStrictEqual(
      Object.assign(Object.create(null), bare, { b: 2 }),
    )
    const own = JSON.parse('{ "__proto__": 1 }')
    expect(bind('({ a = 2, ...b }) => 0', own)![0]).toStrictEqual({ a: 2, ['__proto__']: 1 })
  })
})

/** A value with all that could be changed in it, as data. */
function described(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return [value.constructor?.name, Object.entries(value).map(([key, inner]) => [key, described(inner)])]
}
