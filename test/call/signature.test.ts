import { describe, expect, it } from 'vitest'
import { partial } from '../../src/call/partial.js'
import { type SignatureOptions, signature, stripMarkup } from '../../src/call/signature.js'
import { codeOf } from '../helpers/error-code.js'
import { evaluate } from './texts.js'

const of = (text: string, options?: SignatureOptions) => signature(evaluate(text) as Function, options ?? {})

describe('signature', () => {
  it.each<[string, object]>([
    ['() => 0', { names: [], defaults: {}, computed: {} }],
    ['(x, y = 2, ...z) => 0', { names: ['x', 'y'], defaults: { y: 2 }, computed: {}, rest: 'z' }],
    [
      '(x = undefined, y = g()) => 0',
      { names: ['x', 'y'], defaults: { x: undefined }, computed: { y: 'g()' } },
    ],
    [
      '({ a: q, b = 2, c: { d = 1 } = {}, e = g( 1 ) } = {}, [f], ...[h]) => 0',
      {
        names: ['{a, b, c, e}', '[...]'],
        defaults: { '{a, b, c, e}': {}, b: 2, c: {} },
        computed: { e: 'g( 1 )' },
        options: ['a', 'b', 'c', 'e'],
        rest: '[...]',
      },
    ],
    ['class { constructor(x, y = 1) {} }', { names: ['x', 'y'], defaults: { y: 1 }, computed: {} }],
    [
      '(__proto__ = 1) => 0',
      { names: ['__proto__'], defaults: JSON.parse('{ "__proto__": 1 }'), computed: {} },
    ],
  ])('of %s', (text, expected) => {
    expect(of(text)).toStrictEqual(expected)
  })

  it('keeps the defaults of all that have one name', () => {
    expect(of('({ a = 1, b }, { a: d = 2, c: e = f() } = {}, c) => 0')).toStrictEqual({
      names: ['{a, b}', '{a, c}', 'c'],
      defaults: { '{a, c}': {}, a: 1, 'args[1].a': 2 },
      computed: { 'args[1].c': 'f()' },
      options: ['a', 'b', 'a', 'c'],
    })
    expect(of('({ a } = {}, { a: b } = null) => 0').defaults).toStrictEqual({ '{a}': {}, 'args[1]': null })
  })

  it('is frozen', () => {
    const fn = partial(evaluate('(x, { y = 1 }, z = g()) => 0') as () => unknown, { x: { free: 1 } })
    for (const whole of [signature(fn), stripMarkup(signature(fn)), signature(Math.pow, { safe: true })])
      expect([whole, ...Object.values(whole)].every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(signature(fn).defaults['!x'])).toBe(false)
    const own = { names: [], defaults: {}, computed: {} }
    stripMarkup(own)
    expect(Object.values(own).some(Object.isFrozen)).toBe(false)
  })

  it('leaves out the rest parameter when asked', () => {
    expect(of('(x, ...y) => 0', { variadic: false })).toStrictEqual({
      names: ['x'],
      defaults: {},
      computed: {},
    })
  })

  it('marks what is fixed, or leaves it out', () => {
    const fn = partial(evaluate('(x, y = g(), z = 3) => 0') as () => unknown, { y: 1, z: undefined })
    const full = { names: ['x', '!y', '!z'], defaults: { '!y': 1, '!z': undefined }, computed: {} }
    const open = { names: ['x'], defaults: {}, computed: {} }
    expect(signature(fn)).toStrictEqual(full)
    expect(signature(fn, { markup: false })).toStrictEqual(open)
    expect(stripMarkup(signature(fn))).toStrictEqual(open)
    expect(stripMarkup(signature(partial(fn, { x: 1 })))).toStrictEqual({ ...open, names: [] })
    const options = partial(evaluate('({ a = 1, b = 2 }) => 0') as () => unknown, { a: 3 })
    expect(stripMarkup(signature(options))).toStrictEqual({
      names: ['{a, b}'],
      defaults: { b: 2 },
      computed: {},
      options: ['b'],
    })
  })

  it('takes parameters from whoever declares them', () => {
    expect(signature(Math.pow, { params: ['base', 'exponent = 2'] })).toMatchObject({
      names: ['base', 'exponent'],
      defaults: { exponent: 2 },
    })
  })

  it('of what cannot be read is an error, or has undefined members', () => {
    expect(codeOf(() => signature(Math.pow))).toBe('SIGNATURE_UNREADABLE')
    const { names, defaults, computed, options, rest } = signature(Math.pow, { safe: true })
    expect([names, defaults, computed, options, rest]).toEqual(Array(5).fill(undefined))
    expect(of('(x) => 0', { safe: true })).toMatchObject({ names: ['x'] })
  })

  it.each<[unknown, object, string]>([
    [5, {}, 'FUNCTION_UNSUPPORTED'],
    [Math.pow, { params: 'x' }, 'OPTION_INVALID'],
    [Math.pow, { params: ['1'] }, 'OPTION_INVALID'],
    [Math.pow, { safe: 1 }, 'OPTION_INVALID'],
    [Math.pow, { save: true }, 'OPTION_UNKNOWN'],
  ])('of %s with %j is refused', (fn, options, code) => {
    expect(codeOf(() => signature(fn as Function, options))).toBe(code)
  })

  it('evaluates nothing', () => {
    expect(of('(x = explode(), { [explode()]: y = explode() } = explode()) => explode()').computed).toEqual({
      x: 'explode()',
      '{}': 'explode()',
    })
  })
})
