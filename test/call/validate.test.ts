import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deepRound } from '../../src/call/round-calls.js'
import { isvalid, validate } from '../../src/call/validate.js'
import { codeOf } from '../helpers/error-code.js'
import { argsFor } from './calls.js'
import { evaluate, head, observer } from './texts.js'

const fn = (text: string): Function => evaluate(text) as Function

function works(fn: Function, args: readonly unknown[]): boolean {
  try {
    fn(...args)
    return true
  } catch {
    return false
  }
}

describe('validate', () => {
  it('has the verdict of the call itself', () => {
    const verdicts = { true: 0, false: 0 }
    const call = head.chain((model) => fc.tuple(fc.constant(model), argsFor(model)))
    const property = fc.property(call, ([model, args]) => {
      const called = observer(model)
      const verdict = works(called, args)
      verdicts[`${verdict}`]++
      // A default that would have to be evaluated, or a key, counts as good.
      if (verdict || !isUnknown(model)) expect(isvalid(called, ...args)).toBe(verdict)
    })
    fc.assert(property, { seed: 8, numRuns: 3000 })
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(500)
  })

  it.each<[string, unknown[], string]>([
    ['function f({ a }) {}', [], 'args[0] of f must be an object to destructure, received undefined'],
    ['function f(x, { a }) {}', [1, null], 'args[1] of f must be an object to destructure, received null'],
    [
      'function f({ a: { b } }) {}',
      [{}],
      'args[0].a of f must be an object to destructure, received undefined',
    ],
    ['function f({ a } = null) {}', [], 'args[0] of f must be an object to destructure, received null'],
    ['function f([a]) {}', [{}], 'args[0] of f must be iterable to be destructured, received an object'],
    ['function f([a]) {}', [], 'args[0] of f must be iterable to be destructured, received undefined'],
    [
      'function f([, { a }]) {}',
      [[1]],
      'args[0][1] of f must be an object to destructure, received undefined',
    ],
    [
      'function f([...[{ a }]]) {}',
      [[]],
      'args[0][...][0] of f must be an object to destructure, received undefined',
    ],
    [
      'function f(x, ...[{ a }]) {}',
      [1],
      'args[1...][0] of f must be an object to destructure, received undefined',
    ],
    ['class f { constructor() {} }', [], 'the class f cannot be called without new'],
  ])('%s called with %j: %s', (text, args, message) => {
    expect(works(fn(text), args)).toBe(false)
    expect(() => validate(fn(text), ...args)).toThrow(
      expect.objectContaining({ code: 'CALL_INVALID', message }),
    )
    expect(isvalid(fn(text), ...args)).toBe(false)
  })

  it.each<[string, unknown[]]>([
    ['({ length }) => 0', ['text']],
    ['({ a: { b } = {} } = {}) => 0', []],
    ['([a, [b]]) => 0', ['xy']],
    ['([a, { b }]) => 0', [new Set([1, 2])]],
    ['([[a]]) => 0', [new Map([['k', 1]])]],
    ['([a, { b }]) => 0', [new Uint8Array(2)]],
    ['(x, y) => 0', [1, 2, 3]],
    ['({ a } = explode()) => 0', [{}]],
    ['Math.max', [{}, null]],
    ['async ({ a }) => 0', [{}]],
  ])('%s called with %j is good', (text, args) => {
    expect(works(fn(text), args)).toBe(true)
    expect(validate(fn(text), ...args)).toBeUndefined()
    expect(isvalid(fn(text), ...args)).toBe(true)
  })

  it('calls nothing and uses nothing up', () => {
    const bomb = fn('function bomb([a, { b }], c = explode(), { d } = explode()) { explode() }')
    const once = (function* () {
      yield 1
      yield {}
    })()
    expect(isvalid(bomb, once)).toBe(true)
    expect([...once]).toEqual([1, {}])
    expect(
      isvalid(
        fn('([...a]) => 0'),
        (function* () {
          for (;;) yield 1
        })(),
      ),
    ).toBe(true)
  })

  it('an argument that cannot be read is no good, and says why', () => {
    const cause = new Error('no')
    const hostile = {
      get a(): never {
        throw cause
      },
    }
    expect(works(fn('({ a }) => 0'), [hostile])).toBe(false)
    expect(() => validate(fn('({ a }) => 0'), hostile)).toThrow(
      expect.objectContaining({ code: 'CALL_INVALID', cause }),
    )
  })

  it('an argument that cannot be arranged is no good either', () => {
    const cause = new Error('no')
    const hostile = new Proxy(
      {},
      {
        getPrototypeOf() {
          throw cause
        },
      },
    )
    const rounded = deepRound()(fn('function f(o) { return o }') as (o: unknown) => unknown)
    expect(works(rounded, [hostile])).toBe(false)
    expect(isvalid(rounded, hostile)).toBe(false)
    expect(() => validate(rounded, hostile)).toThrow(expect.objectContaining({ code: 'CALL_INVALID', cause }))
  })

  it('a method that is called `class` is no class', () => {
    for (const text of ['class(x) { return x }', 'class (x) { return x }', 'class$(x) { return x }']) {
      const [method] = Object.values(evaluate(`{ ${text} }`) as Record<string, Function>)
      expect(isvalid(method!, 1), text).toBe(true)
    }
    for (const text of ['class {}', 'class{}', 'class/**/A {}', 'class extends Object {}', 'class A {}'])
      expect(isvalid(fn(text)), text).toBe(false)
  })

  it('what is no function is another matter', () => {
    expect(codeOf(() => validate(5 as never))).toBe('FUNCTION_UNSUPPORTED')
    expect(codeOf(() => isvalid(undefined as never))).toBe('FUNCTION_UNSUPPORTED')
  })
})

/** Whether anything in a model is known only when it is evaluated. */
function isUnknown(model: object): boolean {
  let found = false
  JSON.stringify(model, (key, value) => {
    if (key === 'isComputed') found ||= value
    if (key === 'fallback') found ||= value !== undefined && !('literal' in value)
    return key === 'literal' ? undefined : value
  })
  return found
}
