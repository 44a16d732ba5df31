import { describe, expect, it } from 'vitest'
import { mayUseThis, requireMemoizable } from '../src/function-kind.js'
import { evaluate } from './call/texts.js'
import { codeOf } from './helpers/error-code.js'

const methodOf = (text: string): Function => Object.values(evaluate(`{ ${text} }`) as object)[0]

describe('mayUseThis', () => {
  it.each([
    ['f() { return this.x }', true],
    ['f() { return super.x }', true],
    ['f(text) { return eval(text) }', true],
    ['f(text) { return \\u0065val(text) }', true],
    ['f(text) { return \\u{65}val(text) }', true],
    ['f(thisOne) { return "medieval" + thisOne }', false],
  ])('%s: %s', (text, may) => {
    expect(mayUseThis(methodOf(text) as () => unknown)).toBe(may)
  })
})

describe('requireMemoizable', () => {
  it('takes a method that is called `class`, and no class', () => {
    for (const text of ['class(x) { return x }', 'class (x) { return x }', 'class$(x) { return x }'])
      expect(() => requireMemoizable('memoize', methodOf(text))).not.toThrow()
    for (const text of ['class {}', 'class{}', 'class A {}', 'class extends Object {}'])
      expect(codeOf(() => requireMemoizable('memoize', evaluate(text)))).toBe('FUNCTION_UNSUPPORTED')
  })
})
