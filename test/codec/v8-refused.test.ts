import { inspect, isDeepStrictEqual } from 'node:util'
import vm from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../src/codec/v8.js'
import { PilferError } from '../../src/errors.js'
import { codeOf } from '../helpers/error-code.js'
import { difference } from './alike.js'
import { CLASSES, Point, Secret } from './arbitraries.js'
import { weird } from './weird.js'

const codec = v8Codec({ classes: CLASSES })
const trip = (value: unknown): any => codec.decode(codec.encode(value))
const refusal = (value: unknown): PilferError => {
  try {
    codec.encode(value)
  } catch (error) {
    if (error instanceof PilferError) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('v8Codec: what is refused', () => {
  it('is anything that would not come back equal', () => {
    fc.assert(
      fc.property(weird(), (make) => {
        const value = make()
        let encoded: ReturnType<typeof codec.encode>
        try {
          encoded = codec.encode(value)
        } catch (error) {
          expect(error).toBeInstanceOf(PilferError)
          expect(['VALUE_UNSUPPORTED', 'VALUE_TOO_DEEP']).toContain((error as PilferError).code)
          return
        }
        const back = codec.decode({ ...encoded, blobs: encoded.blobs.map((blob) => new Uint8Array(blob)) })
        if (!isDeepStrictEqual(back, value)) expect(difference(value, back), inspect(value)).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })

  const detached = new ArrayBuffer(8)
  structuredClone(detached, { transfer: [detached] })
  const refused: Record<string, [value: unknown, message: RegExp]> = {
    'a function': [{ rows: [0, 1, 2, { fn() {} }] }, /^`value\.rows\[3\]\.fn` is a function, which/],
    'a symbol': [new Map([['k', [Symbol.for('s')]]]), /^`value\.get\("k"\)\[0\]` is a symbol/],
    'a function as a key': [new Map([[() => 1, 1]]), /^`value\.keys\(\)\[0\]` is a function/],
    'an unregistered symbol as a key': [
      { a: { [Symbol('s')]: 1 } },
      /^`value\.a\[Symbol\(s\)\]` is a property under/,
    ],
    'an own toStringTag': [Object.defineProperty({}, Symbol.toStringTag, { value: 'X' }), /toStringTag/],
    'an unregistered class': [
      new Set([new (class Bag {})()]),
      /^`value\.values\(\)\[0\]` is an instance of the class Bag.*`classes`/,
    ],
    'a class over a registered one': [new (class Sub extends Point {})(1, 2), /class Sub/],
    'a class over a built-in': [[new (class Numbers extends Array {})()], /class Numbers/],
    'a class over a view': [[new (class Bytes extends Uint8Array {})()], /class over a typed array/],
    'an error of an unregistered class': [
      { e: new (class Odd extends Error {})('x') },
      /^`value\.e` is .*class Odd/,
    ],
    'what has the prototype of an error': [Object.create(Error.prototype), /an Error/],
    'an object of another realm': [vm.runInNewContext('({})'), /unusual prototype|an Object/],
    'a Proxy': [{ p: new Proxy({}, {}) }, /^`value\.p` is a Proxy/],
    'a Promise': [[Promise.resolve(1)], /a Promise/],
    'a WeakMap': [new WeakMap(), /^`value` is a WeakMap/],
    'an iterator': [[1][Symbol.iterator](), /an Array|Iterator|unusual/],
    arguments: [
      (function (..._: number[]) {
        return arguments
      })(1),
      /an arguments object/,
    ],
    'a Map with properties': [Object.assign(new Map(), { a: 1 }), /a Map with properties of its own/],
    'a Date with properties': [Object.assign(new Date(), { a: 1 }), /a Date with properties of its own/],
    'a RegExp with properties': [Object.assign(/a/, { a: 1 }), /a RegExp with properties/],
    'a boxed string with properties': [
      Object.assign(Object('ab'), { a: 1 }),
      /String object with properties/,
    ],
    'a boxed symbol': [Object(Symbol.for('a')), /a Symbol/],
    'a view with properties': [
      Object.assign(new Float32Array(100_000), { a: 1 }),
      /a Float32Array with properties/,
    ],
    'a Buffer with a symbol': [
      Object.assign(Buffer.alloc(3), { [Symbol.for('a')]: 1 }),
      /a Buffer with properties/,
    ],
    'an array with a symbol': [Object.assign([], { [Symbol.for('a')]: 1 }), /an array with symbols/],
    'a function hidden on a long array': [
      Object.assign(new Array(1000).fill(0), { f() {} }),
      /`value\.f` is a function/,
    ],
    'shared memory': [new SharedArrayBuffer(8), /a SharedArrayBuffer/],
    'a view on shared memory': [
      { v: new Int32Array(new SharedArrayBuffer(8)) },
      /^`value\.v` is a Int32Array on a Shared/,
    ],
    'a resizable buffer': [new (ArrayBuffer as any)(8, { maxByteLength: 16 }), /resizable/],
    'a view on a resizable buffer': [
      new Uint8Array(new (ArrayBuffer as any)(8, { maxByteLength: 16 })),
      /resizable/,
    ],
    'a detached buffer': [{ detached }, /detached/],
    'a Map without its prototype': [Object.setPrototypeOf(new Map(), null), /unusual prototype/],
    'a Map as a plain object': [
      Object.setPrototypeOf(new Map([[1, 2]]), Object.prototype),
      /unusual prototype/,
    ],
    'an ArrayBuffer as a Date': [Object.setPrototypeOf(new ArrayBuffer(1), Date.prototype), /no Date/],
    'a Float64Array as a Uint8Array': [
      Object.setPrototypeOf(new Float64Array(1), Uint8Array.prototype),
      /class over a typed array/,
    ],
    'process.env': [process.env, /a class without a name/],
  }
  for (const [name, [value, message]] of Object.entries(refused))
    it(`is ${name}`, () => {
      const error = refusal(value)
      expect(error.code).toBe('VALUE_UNSUPPORTED')
      expect(error.message).toMatch(message)
    })

  it('is a getter that throws, with what it throws', () => {
    const cause = new Error('no')
    const error = refusal({
      a: [
        {
          get b() {
            throw cause
          },
        },
      ],
    })
    expect(error.message).toMatch(/^`value\.a\[0\]\.b` is a getter that throws/)
    expect(error.cause).toBe(cause)
  })

  it('is what nests too deep, natively or not', () => {
    const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
      let value: unknown = 0
      for (let i = 0; i < depth; i++) value = wrap(value)
      return value
    }
    const wraps: ((inner: unknown) => unknown)[] = [
      (inner) => [inner],
      (inner) => ({ inner }),
      (inner) => new Map([[inner, 1]]),
      (inner) => new Set([inner]),
    ]
    for (const wrap of wraps) {
      expect(codeOf(() => trip(nested(500, wrap)))).toBe('nothing was thrown')
      for (const depth of [502, 5000, 100_000])
        expect(codeOf(() => codec.encode(nested(depth, wrap)))).toBe('VALUE_TOO_DEEP')
    }
    expect(refusal(nested(600, (inner) => [inner])).message).toMatch(
      /^`value(\[0\]){12} \.\.\. (\[0\]){12}` nests deeper than 500/,
    )
    const secrets = (depth: number) => nested(depth, (inner) => new Secret(inner))
    expect(trip(secrets(40)).inside.inside).toBeInstanceOf(Secret)
    expect(codeOf(() => codec.encode(secrets(60)))).toBe('VALUE_TOO_DEEP')
  })

  it('is no chain of tagged objects, however long', () => {
    let chain: Point | undefined
    for (let i = 0; i < 50_000; i++) chain = new Point(i, chain)
    let length = 0
    for (let point = trip(chain); point !== undefined; point = point.y) length++
    expect(length).toBe(50_000)
  })

  it('does not turn on what a caller has left of the stack', () => {
    const value = { a: [[[[new Point(1, [[[2]]])]]]] }
    const outcomes = new Set<unknown>()
    const dive = (): void => {
      try {
        dive()
      } catch {
        // Each frame on the way back has a little more stack.
      }
      if (outcomes.size < 2) outcomes.add(codeOf(() => codec.encode(value)))
    }
    dive()
    for (const outcome of outcomes)
      if (!(outcome instanceof RangeError))
        expect(['VALUE_TOO_DEEP', 'nothing was thrown']).toContain(outcome)
  })
})
