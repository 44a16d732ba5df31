import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayHaveDefaults } from '../../src/call/has-defaults.js'
import { hasDefault, type Target } from '../../src/call/parameters.js'
import { readParameters } from '../../src/call/read.js'
import { evaluate, FORMS, head, type TargetModel, write } from './texts.js'

const none = { type: 'none' }
const named = (name: string, fallback: unknown = none) => ({ name, fallback, pattern: undefined })

/** What should be read where a model was written. */
function expected({ fallback, into }: TargetModel): unknown {
  return {
    fallback:
      fallback === undefined
        ? none
        : fallback.literal === undefined
          ? { type: 'computed', text: fallback.text }
          : { type: 'literal', value: fallback.literal.value },
    pattern: patternOf(into),
  }
}

function patternOf(into: TargetModel['into']): unknown {
  if (into.type === 'name') return undefined
  if (into.type === 'array') {
    const rest = into.hasRest ? { fallback: none, pattern: undefined } : undefined
    return { type: 'array', elements: into.items.map((item) => item && expected(item)), rest }
  }
  const plain = into.props.filter(({ isComputed }) => !isComputed)
  return {
    type: 'object',
    properties: plain.map(({ key, target }) => ({ key, ...(expected(target) as object) })),
    isOpen: plain.length < into.props.length,
  }
}

const withoutName = ({ fallback, pattern }: Target): Target => ({ fallback, pattern })

describe.each(Object.entries(FORMS))('%s', (_, make) => {
  it('has the parameters that were written', () => {
    const property = fc.property(head, (model) => {
      const read = readParameters(make(write(model).text, ''))
      expect(read?.list.map(withoutName)).toEqual(model.list.map(expected))
      expect(read?.rest && withoutName(read.rest)).toEqual(model.rest && expected(model.rest))
      expect(read?.usesArguments).toBe(false)
    })
    fc.assert(property, { seed: 1, numRuns: 60 })
  })

  it('is never said to have no defaults when it has some', () => {
    const property = fc.property(head, (model) => {
      const text = write(model).text
      // Told from a function that nobody has looked at yet.
      const denied = !mayHaveDefaults(make(text, ''))
      if (denied) expect(readParameters(make(text, ''))?.list.some(hasDefault)).toBe(false)
    })
    fc.assert(property, { seed: 2, numRuns: 100 })
  })

  it('has names', () => {
    const read = readParameters(make('x, y = 1, ...z', ''))
    expect(read?.list).toEqual([named('x'), named('y', { type: 'literal', value: 1 })])
    expect(read?.rest).toEqual(named('z'))
  })
})

describe('other functions', () => {
  it.each<[string, () => Function]>([
    ['x', () => evaluate('x => ({ y: (z = 1) => z })') as Function],
    ['x', () => evaluate('async x => x') as Function],
    ['ä', () => evaluate('ä => (ä)') as Function],
    ['await', () => evaluate('await => (await)') as Function],
    ['_value', () => Object.getOwnPropertyDescriptor({ set a(_value: unknown) {} }, 'a')!.set!],
  ])('a single parameter %s', (name, make) => {
    expect(mayHaveDefaults(make())).toBe(false)
    expect(readParameters(make())?.list).toEqual([named(name)])
  })

  it('getters and classes without a constructor take nothing', () => {
    const getter = Object.getOwnPropertyDescriptor(
      {
        get a() {
          return 1
        },
      },
      'a',
    )!.get!
    class Base {
      m(_x = 1) {}
    }
    class Derived extends Base {}
    for (const fn of [getter, Base, Derived])
      expect(readParameters(fn)).toEqual({ list: [], rest: undefined, usesArguments: false })
  })

  it('native and bound ones cannot be read', () => {
    function f(x = 1) {
      return x
    }
    for (const fn of [Math.max, Map, f.bind(null), Function.prototype, new Proxy(f, {})]) {
      expect(mayHaveDefaults(fn)).toBe(false)
      expect(readParameters(fn)).toBeUndefined()
      expect(mayHaveDefaults(fn)).toBe(false)
    }
  })

  it('a text of its own does not mislead', () => {
    const f = Object.assign((x: number) => x, { toString: () => '(y = 1) => y' })
    expect(readParameters(f)?.list).toEqual([named('x')])
  })

  it('what only a sloppy function, a class or a module may hold', () => {
    const texts = [
      'function f(x) { with (x) {} return 010 }',
      'function f(x) { var await, yield, let, static; delete x }',
      'function (x) { return new.target }',
      'async (x) => { for await (const y of x) await y }',
    ]
    for (const text of texts)
      expect(readParameters(evaluate(text) as Function)?.list, text).toEqual([named('x')])
    const inner = new (evaluate('class { #y; f = (x) => () => [super.z, new.target, this.#y] }') as any)().f
    expect(readParameters(inner)?.list).toEqual([named('x')])
    expect(readParameters(inner())?.list).toEqual([])
  })

  it('are read once', () => {
    const f = (x = 1) => x
    expect(readParameters(f)).toBe(readParameters(f))
  })
})

describe('usesArguments', () => {
  it.each([
    ['function f() { return arguments }', true],
    ['() => eval("argum" + "ents")', true],
    ['function f() { return \\u0061rguments }', true],
    ['function f() { return \\u{61}rguments }', true],
    ['function f(x, y = arguments.length) {}', true],
    ['function f() { return "\\u00e9" }', false],
    ['function f(args) { return medieval }', false],
  ])('%s: %s', (text, uses) => {
    expect(
      readParameters(evaluate(text.replace('medieval', 'args.medieval')) as Function)?.usesArguments,
    ).toBe(uses)
  })
})

describe('object patterns', () => {
  const patternIn = (text: string) => readParameters(evaluate(`(${text}) => 0`) as Function)?.list[0]?.pattern
  it.each(['{ [k]: a }', '{ a, a: b = 2 }', '{ __proto__: a = 1 }', '{ "__proto__": a }'])(
    '%s is open',
    (text) => {
      expect(patternIn(text)).toMatchObject({ isOpen: true })
    },
  )

  it('have keys of every form', () => {
    expect(patternIn("{ a, 'b c': b, 1e3: c, 2n: d, ...e }")).toMatchObject({
      properties: [{ key: 'a' }, { key: 'b c' }, { key: '1000' }, { key: '2' }],
      isOpen: false,
    })
  })
})

describe('literal defaults', () => {
  const fallbackOf = (text: string) =>
    readParameters(evaluate(`(x = ${text}) => 0`) as Function)!.list[0]!.fallback

  it('are frozen throughout', () => {
    const { value } = fallbackOf('[{ a: [1] }]') as { value: [{ a: [number] }] }
    expect([value, value[0], value[0].a].every(Object.isFrozen)).toBe(true)
  })

  it('are not evaluated where that would take more than reading', () => {
    const texts = [
      'Infinity',
      'NaN',
      '-NaN',
      '/a/',
      '1 + 1',
      'typeof 1',
      '~1',
      '-"1"',
      '+"1"',
      'x',
      '() => 1',
    ]
    const more = [
      '({ a() {} })',
      '({ get a() { return 1 } })',
      '({ a })',
      '[...a]',
      '[, ]',
      '({ "__proto__": 1 })',
      '+1n',
    ]
    for (const text of [...texts, ...more]) expect(fallbackOf(text).type, text).toBe('computed')
  })
})
