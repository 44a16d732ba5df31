import { describe, expect, expectTypeOf, it } from 'vitest'
import { made } from '../../src/call/made.js'
import { deepRound, shallowRound, simpleRound } from '../../src/call/round-calls.js'
import { codeOf } from '../helpers/error-code.js'

describe('a function that rounds its arguments', () => {
  const list = (...args: unknown[]): unknown[] => args

  it('calls the original with rounded arguments, to integers by default', () => {
    const args = [1.26, [1.26, [1.26]]]
    expect(simpleRound()(list)(...args)).toEqual([1, [1.26, [1.26]]])
    expect(simpleRound({ tol: 1 })(list)(...args)).toEqual([1.3, [1.26, [1.26]]])
    expect(shallowRound({ tol: 1 })(list)(...args)).toEqual([1.3, [1.3, [1.26]]])
    expect(deepRound({ tol: 1 })(list)(...args)).toEqual([1.3, [1.3, [1.3]]])
    expect(deepRound({ tol: -1 })(list)(14.6, 15, 25, 15n)).toEqual([10, 20, 20, 15n])
    expect(args).toEqual([1.26, [1.26, [1.26]]])
  })

  it('keeps type, name, length, `this`, result and errors', async () => {
    const area = simpleRound()(function area(this: { unit: string }, width: number, height: number) {
      return `${width * height} ${this.unit}`
    })
    expectTypeOf(area).toEqualTypeOf<(this: { unit: string }, width: number, height: number) => string>()
    expect([area.name, area.length]).toEqual(['area', 2])
    expect(area.call({ unit: 'm' }, 2.2, 3.3)).toBe('6 m')
    const error = new Error('mine')
    const failing = simpleRound()(() => {
      throw error
    })
    expect(failing).toThrow(error)
    const later = simpleRound()(async (x: number) => x)
    expect(await later(1.2)).toBe(1)
    expect(Object.prototype.toString.call(later)).toBe('[object AsyncFunction]')
    const each = simpleRound()(function* (x: number) {
      yield x
    })
    expect([...each(1.2)]).toEqual([1])
    expect(Object.prototype.toString.call(each)).toBe('[object GeneratorFunction]')
  })

  it('says what it is made of', () => {
    const rounded = deepRound({ tol: 2 })(list)
    expect(made.get(rounded)?.fn).toBe(list)
    expect(made.get(rounded)?.arrange([1.005, 'a'])).toEqual([1, 'a'])
    expect(made.get(list)).toBeUndefined()
  })
})

describe.each([simpleRound, shallowRound, deepRound])('$name', (decorator) => {
  it('refuses what it does not know', () => {
    for (const tol of [1.5, NaN, Infinity, '1', null, 2n] as number[]) {
      expect(codeOf(() => decorator({ tol }))).toBe('OPTION_INVALID')
      expect(() => decorator({ tol })).toThrow(`\`tol\` of ${decorator.name} must be an integer`)
    }
    expect(codeOf(() => decorator({ tolerance: 1 } as object))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => decorator(1 as never))).toBe('OPTION_INVALID')
    for (const fn of [undefined, 5, {}])
      expect(codeOf(() => decorator()(fn as never))).toBe('FUNCTION_UNSUPPORTED')
  })

  it('is no decorator of a method', () => {
    class C {
      unit = 1
      static m(x: number): number {
        return x
      }
    }
    const decorate = decorator() as (...place: unknown[]) => unknown
    const descriptor = Object.getOwnPropertyDescriptor(C, 'm')
    const context = { kind: 'method', name: 'm' }
    for (const place of [
      [C, 'm', descriptor],
      [C.prototype, 'm', descriptor],
      [C.m, context],
      [C.m, null],
      [C.m, -1],
    ]) {
      expect(codeOf(() => decorate(...place))).toBe('FUNCTION_UNSUPPORTED')
      expect(() => decorate(...place)).toThrow(
        `${decorator.name} wraps a function and is no decorator of methods`,
      )
    }
    expect([C.m].map(decorator())[0]?.(1.2)).toBe(1)
  })

  it('takes an option of undefined for one that is not given', () => {
    expect(decorator({ tol: undefined } as object)((x: number) => x)(1.2)).toBe(1)
  })
})
