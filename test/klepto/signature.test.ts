import { describe, expect, it } from 'vitest'
import { partial, signature, stripMarkup } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'

class Shape {
  area(_width: number, _height = 2) {
    return 0
  }
  static of(_x: number, ..._rest: unknown[]) {
    return 0
  }
}

describe('signature', () => {
  it.each<[Function, object]>([
    [() => 0, { names: [], defaults: {} }],
    [(x: unknown, y: unknown) => [x, y], { names: ['x', 'y'], defaults: {} }],
    [(x: unknown, y = 2) => [x, y], { names: ['x', 'y'], defaults: { y: 2 } }],
    [(x: unknown, ...a: unknown[]) => [x, a], { names: ['x'], rest: 'a' }],
    [
      ({ a, b = 'c' }: any = {}) => [a, b],
      { names: ['{a, b}'], defaults: { '{a, b}': {}, b: 'c' }, options: ['a', 'b'] },
    ],
    [Shape.prototype.area, { names: ['_width', '_height'], defaults: { _height: 2 } }],
    [Shape.of, { names: ['_x'], rest: '_rest' }],
    [async (x = [1]) => x, { names: ['x'], defaults: { x: [1] } }],
  ])('of %s', (fn, expected) => {
    expect(signature(fn)).toMatchObject(expected)
  })

  it('lists a computed default and never evaluates it', () => {
    let runs = 0
    const f = (x = runs++) => x
    expect(signature(f)).toMatchObject({ names: ['x'], defaults: {}, computed: { x: 'runs++' } })
    expect(runs).toBe(0)
  })

  it('without variadic names no rest parameter', () => {
    const f = (x: number, ...a: number[]) => [x, a]
    expect(signature(f).rest).toBe('a')
    expect(signature(f, { variadic: false })).not.toHaveProperty('rest')
  })

  it.each([Math.max, parseInt, (() => 0).bind(null)])('of %s cannot be read', (fn) => {
    expect(codeOf(() => signature(fn))).toBe('SIGNATURE_UNREADABLE')
    expect(signature(fn, { safe: true })).toEqual({})
    expect(signature(fn, { params: ['x', 'y = 2', '...z'] })).toMatchObject({
      names: ['x', 'y'],
      defaults: { y: 2 },
      rest: 'z',
    })
  })
})

describe('what a partial function fixes', () => {
  const f = (x: number, y: number, { z = 1 } = {}) => [x, y, z]

  it('has a mark, and no mark without markup', () => {
    const fixed = partial(f, { x: 7, z: 8 })
    expect(signature(fixed)).toMatchObject({
      names: ['!x', 'y', '{z}'],
      defaults: { '!x': 7, '!z': 8 },
      options: ['!z'],
    })
    expect(signature(fixed, { markup: false })).toEqual(stripMarkup(signature(fixed)))
    expect(stripMarkup(signature(fixed))).toMatchObject({ names: ['y', '{z}'], options: [] })
  })

  it('adds up, and is the value that the function gets', () => {
    const twice = partial(partial(f, { y: 2 }), { x: 1 })
    expect(signature(twice).names).toEqual(['!x', '!y', '{z}'])
    expect([twice(), twice({ z: 3 })]).toEqual([
      [1, 2, 1],
      [1, 2, 3],
    ])
  })
})
