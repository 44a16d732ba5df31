import { describe, expect, it } from 'vitest'
import { keygen, lruCache, NULL, stringKeymap } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { counting, decorate, decorators, product, subsets } from './parts.js'

const keymap = stringKeymap()

/** The arguments in the key of a call. */
function seen(fn: (...args: any[]) => unknown, ignore: any, ...args: unknown[]): unknown[] {
  return keymap.decode(keygen({ keymap, ignore })(fn)(...args))
}

/** klepto's `g(x, y, *a, **k)`: keywords are the keys of an object in last place. */
const g = (_x: number, _y: number, ...a: unknown[]) => a.length
const o = (_x: number, { y: _y = 2, ...k }: Record<string, unknown> = {}) => k

describe('an item of ignore', () => {
  const z = { z: 5 }
  it.each<[any, unknown[]]>([
    [[], [1, 2, 3, 4, z]],
    ['x', [NULL, 2, 3, 4, z]],
    [0, [NULL, 2, 3, 4, z]],
    [1, [1, NULL, 3, 4, z]],
    [2, [1, 2, NULL, 4, z]],
    [3, [1, 2, 3, NULL, z]],
    [9, [1, 2, 3, 4, z]],
    ['*', [1, 2]],
    ['a', [1, 2]],
    ['**', [1, 2, 3, 4]],
    [
      ['x', 3],
      [NULL, 2, 3, NULL, z],
    ],
    [
      ['y', 0, '*'],
      [NULL, NULL],
    ],
  ])('%j of g(x, y, ...a) called (1, 2, 3, 4, { z: 5 })', (ignore, expected) => {
    const named = (x: number, y: number, ...a: unknown[]) => [x, y, a]
    expect(seen(named, ignore, 1, 2, 3, 4, z)).toEqual(expected)
  })

  it.each<[any, unknown[]]>([
    [[], [1, { y: 2, z: 5 }]],
    ['y', [1, { y: NULL, z: 5 }]],
    ['**', [1, { y: 2 }]],
    [
      ['y', '**'],
      [1, { y: NULL }],
    ],
    [1, [1, NULL]],
  ])('%j of o(x, { y = 2, ...k }) called (1, { z: 5 })', (ignore, expected) => {
    expect(seen(o, ignore, 1, { z: 5 })).toEqual(expected)
  })

  it('may be alone or in a list, by name or by position', () => {
    const named = (x: number, y: number) => x + y
    for (const ignore of ['y', 1, ['y'], [1], ['y', 1]])
      expect(seen(named, ignore, 1, 2), String(ignore)).toEqual([1, NULL])
  })

  it('reaches into an object by a path', () => {
    const fetchAll = (url: string, options: object) => [url, options]
    expect(seen(fetchAll, 'options.signal', 'u', { signal: 1, deep: { a: 1 } })).toEqual([
      'u',
      { signal: NULL, deep: { a: 1 } },
    ])
  })

  it.each(['nope', 'x.', '', -1, 1.5, ['x', 'nope'], new Set(['x']), { x: true }, null])(
    '%j is an error, where klepto takes any name in silence',
    (ignore) => {
      expect(codeOf(() => keygen({ ignore } as object)((x: number) => x))).toBe('OPTION_INVALID')
      expect(codeOf(() => lruCache({ ignore } as object)((x: number) => x))).toBe('OPTION_INVALID')
    },
  )
})

describe('ignore in every combination', () => {
  // One part of the call for each item; a call is told from another by exactly the parts that are not ignored.
  const parts = { x: 0, y: 1, a: 2, '**': 3, '*': 4 } as const
  const fn = (x: number, y: number, { a = 0, ...k }: Record<string, number> = {}, ...rest: number[]) => [
    x,
    y,
    a,
    k,
    rest,
  ]
  const call = (values: readonly number[]): Parameters<typeof fn> => [
    values[0]!,
    values[1]!,
    { a: values[2]!, other: values[3]! },
    values[4]!,
  ]
  const base = [1, 2, 3, 4, 5]

  it.each(
    subsets(Object.keys(parts) as (keyof typeof parts)[]).map((items) => [items.join(' '), items] as const),
  )('without [%s]', (_, items) => {
    const key = keygen({ keymap, ignore: items })(fn)
    const before = key(...call(base))
    for (const [item, index] of Object.entries(parts)) {
      const other = key(...call(base.with(index, 99)))
      expect(other === before, item).toBe(items.includes(item as 'x'))
    }
  })

  it.each(product(decorators, ['x', 'y', '*', '**', 'a'] as const))(
    '%s without %s shares the result',
    (name, item) => {
      const run = counting(fn)
      // The counter hides the parameters.
      const params = ['x', 'y', '{ a = 0, ...k }', '...rest']
      const fast = decorate(name)({ ignore: item, params })(run)
      const first = fast(...call(base))
      const second = fast(...call(base.with(parts[item], 99)))
      if (name === 'noCache') expect(run.runs).toBe(2)
      else expect([second, run.runs]).toEqual([first, 1])
      fast(...call(base.with((parts[item] + 1) % 5, 99)))
      expect(run.runs).toBe(name === 'noCache' ? 3 : 2)
    },
  )

  it('is seen by the function all the same', () => {
    const log: number[] = []
    const fast = lruCache({ ignore: 'x' })((x: number, y: number) => log.push(x, y))
    fast(1, 2)
    fast(3, 4)
    expect(log).toEqual([1, 2, 3, 4])
  })

  it('leaves NULL alone, which stands in the key only', () => {
    expect(seen(g, [], NULL, 1)).toEqual([NULL, 1])
    expect(NULL).toBe(Symbol.for('pilfer.NULL'))
  })
})

describe('methods', () => {
  class Circle {
    runs = 0
    constructor(readonly radius: number) {}
  }
  const area = function (this: Circle, scale: number): number {
    this.runs++
    return this.radius * scale
  }

  it.each(decorators)('%s keeps the results of each instance apart', (name) => {
    Object.assign(Circle.prototype, { area: decorate(name)()(area) })
    const [one, two, twin] = [new Circle(1), new Circle(2), new Circle(1)] as any[]
    for (let i = 0; i < 2; i++) expect([one.area(3), two.area(3), twin.area(3)]).toEqual([3, 6, 3])
    expect(one.runs).toBe(name === 'noCache' ? 2 : 1)
  })

  it.each(decorators.filter((name) => name !== 'noCache'))("%s without 'this' shares one result", (name) => {
    const shared = decorate(name)({ ignore: 'this' })(area)
    expect([shared.call(new Circle(1), 3), shared.call(new Circle(2), 3)]).toEqual([3, 3])
  })

  it('give the key without the instance, where klepto needs it as an argument', () => {
    const fast = lruCache({ ignore: ['this', 'scale'] })(area)
    expect(fast.key(1)).toBe(fast.key(2))
    expect(fast.ignored).toEqual(['this', 'scale'])
  })
})
