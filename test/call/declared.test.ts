import { describe, expect, it } from 'vitest'
import { declaredParameters } from '../../src/call/declared.js'
import { readParameters } from '../../src/call/read.js'
import { PilferError } from '../../src/errors.js'

describe('declaredParameters', () => {
  it('gives what a function with such a head would have', () => {
    const params = ['x', ' y = 2 ', '{ a, b = 2, ...c } = {}', '[d]', '...rest']
    const fn = new Function(params.join(','), '')
    expect(declaredParameters(params)).toEqual(readParameters(fn))
    expect(declaredParameters([])).toEqual({ list: [], rest: undefined, usesArguments: false })
  })

  it.each<[unknown, string]>([
    ['x', '"x"'],
    [undefined, 'undefined'],
    [{ 0: 'x' }, 'an object'],
    [['x', 1], 'entry 1, 1'],
    [[['x']], 'entry 0, an array'],
    [['x', ''], 'entry 1, ""'],
    [['x', 'y, z'], 'entry 1, "y, z"'],
    [['x,'], 'entry 0, "x,"'],
    [['x = '], 'entry 0, "x = "'],
    [['1'], 'entry 0, "1"'],
    [['x', 'x'], 'entry 1, "x"'],
    [['x', '{ a: { x } }'], 'entry 1, "{ a: { x } }"'],
    [['...x', 'y'], 'entry 1, "y"'],
    [['x) => (y'], 'entry 0, "x) => (y"'],
    [['x) => 0, (y'], 'entry 0, "x) => 0, (y"'],
    [['x // y'], 'entry 0, "x // y"'],
    [['this'], 'entry 0, "this"'],
  ])('refuses %j, naming %s', (params, named) => {
    const ask = () => declaredParameters(params as string[])
    expect(ask).toThrow(PilferError)
    expect(ask).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining(named) }),
    )
  })
})
