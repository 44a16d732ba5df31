import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { round } from '../../src/call/round.js'
import {
  deepRounding,
  type Rounding,
  roundingOf,
  shallowRounding,
  simpleRounding,
} from '../../src/call/round-arguments.js'

const one = (rounding: Rounding, value: unknown): any => rounding([value])[0]
const all = { simple: simpleRounding(0), shallow: shallowRounding(0), deep: deepRounding(0) }
const deep = (value: unknown): any => one(all.deep, value)

describe('every rounding', () => {
  it.each(Object.entries(all))('%s rounds the arguments that are numbers, and no others', (_, rounding) => {
    const args = [1.5, -0.2, 2n, '1.5', true, null, undefined, Symbol.for('s'), NaN]
    expect(rounding(args)).toEqual([2, -0, ...args.slice(2)])
    expect(args[0]).toBe(1.5)
  })

  it.each(Object.entries(all))('%s gives the same list when nothing changes', (_, rounding) => {
    const args = [1, 'x', [2, { a: 3 }], new Map([[1, 2]]), new Set([1]), new Float64Array(3), Infinity, -0]
    expect(rounding(args)).toBe(args)
    expect(rounding([])).toEqual([])
  })

  it.each(Object.entries(all))('%s leaves functions, instances and integer arrays alone', (_, rounding) => {
    class Point {
      x = 1.5
    }
    class List extends Array {}
    const args = [
      () => 1.5,
      new Point(),
      List.of(1.5),
      new Date(1.5),
      new Int32Array([1]),
      Object(1.5),
      Object.create({ inherited: 1.5 }),
    ]
    expect(rounding(args)).toBe(args)
  })
})

describe('depth', () => {
  const inner = [1.5]
  const value = { a: 1.5, inner }

  it('simple does not look inside', () => {
    expect(one(all.simple, value)).toBe(value)
  })

  it('shallow looks one level inside and leaves the keys of a Map', () => {
    expect(one(all.shallow, value)).toEqual({ a: 2, inner: [1.5] })
    expect(one(all.shallow, value).inner).toBe(inner)
    expect(one(all.shallow, [1.5, [1.5]])).toEqual([2, [1.5]])
    expect(one(all.shallow, new Set([1.2, 'a']))).toEqual(new Set([1, 'a']))
    expect(one(all.shallow, new Map([[1.2, 1.2]]))).toEqual(new Map([[1.2, 1]]))
    expect(one(all.shallow, Float32Array.of(1.2))).toEqual(Float32Array.of(1))
  })

  it('deep goes through everything, keys of a Map too', () => {
    expect(deep([1.2, { b: [new Map([[1.2, new Set([2.7])]])] }])).toEqual([
      1,
      { b: [new Map([[1, new Set([3])]])] },
    ])
    expect(value).toEqual({ a: 1.5, inner: [1.5] })
  })

  it('deep takes any depth', () => {
    let nested: any = [1.5]
    for (let i = 0; i < 100_000; i++) nested = i % 2 === 0 ? [nested] : { nested }
    let result = deep(nested)
    for (let i = 0; i < 100_000; i++) result = result[0] ?? result.nested
    expect(result).toEqual([2])
  })

  it('is what tol and deep ask for', () => {
    expect(roundingOf(undefined, true)).toBeUndefined()
    expect(roundingOf(1)!([1.25, [1.25]])).toEqual([1.2, [1.25]])
    expect(roundingOf(1, true)!([1.25, [1.25]])).toEqual([1.2, [1.2]])
  })
})

describe('a copy', () => {
  it('keeps holes, properties and hidden properties of an array', () => {
    const list = Object.assign([1.5, 0, 'x', 2.5], { extra: 1.5, [Symbol.for('s')]: 1.5 })
    list.length = 6
    delete list[1]
    Object.defineProperty(list, 'hidden', { value: 1.5 })
    const copy = deep(list)
    expect(Object.keys(copy)).toEqual(['0', '2', '3', 'extra'])
    expect([copy.length, copy[0], copy[3], copy.extra, copy[Symbol.for('s')]]).toEqual([6, 2, 2, 2, 2])
    expect(copy.hidden).toBe(1.5)
    const many = Object.defineProperty(Object.assign([1.5, 2.5], { extra: 1 }), 0, { enumerable: false })
    expect(deep(many).extra).toBe(1)
    const half = deep(Object.defineProperty([1.5, 2.5], 0, { enumerable: false }))
    expect([half[0], ...Object.entries(half).flat()]).toEqual([1.5, '1', 2])
    expect(deep(Object.defineProperty([1.5], 'hidden', { value: 1.5 })).hidden).toBe(1.5)
  })

  it('keeps the prototype, symbols and awkward names of an object', () => {
    const bare = Object.assign(Object.create(null), { a: 1.5 })
    expect(isDeepStrictEqual(deep(bare), Object.assign(Object.create(null), { a: 2 }))).toBe(true)
    const awkward = JSON.parse('{"__proto__":1.5,"constructor":1.5,"10":1.5}')
    expect(isDeepStrictEqual(deep(awkward), JSON.parse('{"__proto__":2,"constructor":2,"10":2}'))).toBe(true)
    const symbol = Symbol('own')
    expect(deep({ [symbol]: 1.5 })[symbol]).toBe(2)
    const frozen = Object.freeze({ a: 1.5, list: Object.freeze([1.5]) })
    expect(deep(frozen)).toEqual({ a: 2, list: [2] })
  })

  it('keeps properties of Map, Set and typed arrays', () => {
    for (const whole of [new Map([[1, 1.5]]), new Set([1.5]), Float64Array.of(1.5)]) {
      Object.defineProperty(whole, 'size', { value: 'own' })
      const copy = deep(Object.assign(whole, { extra: 1.5 }))
      expect([copy.extra, copy.size]).toEqual([2, 'own'])
      expect(Object.getPrototypeOf(copy) === Object.getPrototypeOf(whole)).toBe(true)
    }
  })

  it('has typed arrays of the same class on memory of their own', () => {
    const whole = Float32Array.of(0, 0.16, 1, 9)
    const copy = one(deepRounding(1), whole.subarray(1, 3))
    expect(copy).toEqual(Float32Array.of(0.2, 1))
    expect(copy.buffer.byteLength).toBe(8)
    expect(whole).toEqual(Float32Array.of(0, 0.16, 1, 9))
  })

  it('keeps the keys of a Map and the members of a Set that would fall together', () => {
    const map = new Map([
      [1.1, 1.5],
      [1.4, 2.6],
    ])
    expect([...deep(map)]).toEqual([
      [1.1, 2],
      [1.4, 3],
    ])
    expect([...deep(new Set([1.1, 1.4]))]).toEqual([1.1, 1.4])
    expect([...deep(new Set([-0.2, 0.2]))]).toEqual([-0.2, 0.2])
  })

  it('keeps what is shared shared, also between arguments', () => {
    const shared = { x: 1.5 }
    const [list, alone, again] = deepRounding(0)([[shared, shared], shared, { shared }]) as any[]
    expect(list[0]).toEqual({ x: 2 })
    expect(new Set([list[0], list[1], alone, again.shared]).size).toBe(1)
  })
})

describe('what stays as it is', () => {
  it('whatever belongs to a cycle, and nothing around it', () => {
    const self: any = [1.5]
    self.push(self)
    const a: any = { name: 1.5 }
    const b: any = { a, data: [1.5] }
    const c: any = { b, x: 1.5 }
    Object.assign(a, { b, c })
    for (const order of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
    ])
      expect(deepRounding(0)(order)).toEqual(order)
    expect(deep(self)).toBe(self)
    const around = deep({ x: 1.5, self, list: [a, 1.5], data: b.data })
    expect([around.x, around.list[1], around.data]).toEqual([2, 2, [2]])
    expect([around.self, around.list[0]]).toEqual([self, a])
    expect(b.data).toEqual([1.5])
  })

  it('objects with accessors, whose code is not run', () => {
    let runs = 0
    const get = (): number => ++runs
    const list: any[] = [1.5, 2.5]
    Object.defineProperty(list, 1, { get, enumerable: true })
    for (const whole of [
      {
        x: 1.5,
        get y() {
          return get()
        },
      },
      list,
      Object.defineProperty([1.5], 'y', { get }),
    ])
      expect(deep(whole)).toBe(whole)
    expect(runs).toBe(0)
  })

  it('objects that are not what their prototype says', () => {
    const disguised = [
      Object.create(Map.prototype),
      Object.create(Set.prototype),
      Object.create(Array.prototype, { 0: { value: 1.5, enumerable: true } }),
      Object.setPrototypeOf([1.5], Object.prototype),
      Object.setPrototypeOf(Object.assign(new Date(), { x: 1.5 }), Object.prototype),
      Object.setPrototypeOf(Float32Array.of(1.5), Float64Array.prototype),
      new Proxy(new Map([[1, 1.5]]), {}),
      (function (..._: unknown[]) {
        return arguments
      })(1.5),
    ]
    for (const value of disguised) expect(deep(value)).toBe(value)
  })

  it('lets the error of a proxy out as it is', () => {
    const error = new Error('mine')
    const trapped = new Proxy(
      {},
      {
        ownKeys() {
          throw error
        },
      },
    )
    expect(() => deep([trapped])).toThrow(error)
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(() => deep(proxy)).toThrow(TypeError)
    expect(deep(new Proxy({ a: 1.5 }, {}))).toEqual({ a: 2 })
  })
})

describe('deep rounding against a model', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.double(),
      fc.string(),
      fc.bigInt(),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4, noNullPrototype: false }),
      fc.array(tie('tree'), { maxLength: 3 }).map((values) => new Map(values.map((v, i) => [`${i}`, v]))),
      fc.float64Array({ maxLength: 4 }),
    ),
  }))
  const model = (value: any, tol: number): any => {
    if (typeof value === 'number') return round(value, tol)
    if (typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map((v) => model(v, tol))
    if (value instanceof Float64Array) return value.map((v) => round(v, tol))
    if (value instanceof Map) return new Map([...value].map(([k, v]) => [k, model(v, tol)]))
    const descriptors = Object.getOwnPropertyDescriptors(value)
    for (const d of Object.values(descriptors) as PropertyDescriptor[]) d.value = model(d.value, tol)
    return Object.create(Object.getPrototypeOf(value), descriptors)
  }

  it('rounds each number, changes nothing it was given, and has nothing left to do', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: -2, max: 4 }), (value, tol) => {
        const before = structuredClone(value)
        const rounding = deepRounding(tol)
        const rounded = rounding([value])
        expect(isDeepStrictEqual(rounded, [model(value, tol)])).toBe(true)
        expect(isDeepStrictEqual(structuredClone(value), before)).toBe(true)
        expect(rounding(rounded)).toBe(rounded)
      }),
      { numRuns: 1_000, seed: 9 },
    )
  })
})
