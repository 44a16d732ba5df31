import { types } from 'node:util'
import fc from 'fast-check'
import { leaf, Point } from './arbitraries.js'

class Unknown {
  a = 1
}
class Numbers extends Array {}
class Bytes extends Uint8Array {}
class Odd extends Error {}

const PROTOTYPES = [
  Object,
  Array,
  Map,
  Set,
  Date,
  RegExp,
  Error,
  Number,
  ArrayBuffer,
  Uint8Array,
  Promise,
  URL,
  Point,
]

/**
 * Values that a codec may stumble over: odd objects, and ordinary ones with something odd about them. Each is made on
 * call, since fast-check cannot hold a revoked Proxy.
 */
export const weird = (): fc.Arbitrary<() => unknown> =>
  fc.letrec<{ any: () => unknown; branch: () => unknown; spoilt: () => unknown }>((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, odd(), ordinary(), tie('spoilt'), tie('branch')),
    branch: fc.tuple(fc.constantFrom(...BRANCHES), fc.array(tie('any'), { maxLength: 3 })).map(
      ([join, parts]) =>
        () =>
          join(parts.map((make) => make())),
    ),
    spoilt: fc
      .tuple(fc.oneof(odd(), ordinary(), tie('branch')), fc.constantFrom(...SPOIL), tie('any'))
      .map(([make, spoil, makePart]) => () => {
        const value = make()
        if (typeof value === 'object' && value !== null && !types.isProxy(value)) spoil(value, makePart())
        return value
      }),
  })).any

const ordinary = (): fc.Arbitrary<() => unknown> => leaf().map((value) => () => value)

/** Ways to make one value of several. */
const BRANCHES: readonly ((parts: unknown[]) => unknown)[] = [
  (parts) => parts,
  (parts) => ({ ...parts }),
  (parts) => new Map(parts.map((part, i) => [part, parts[i + 1]])),
  (parts) => new Set(parts),
  ([x, y]) => new Point(x, y),
  ([cause]) => new Error('x', { cause }),
]

const odd = (): fc.Arbitrary<() => unknown> =>
  fc.constantFrom<() => unknown>(
    () => () => 1,
    () => Symbol('a'),
    () => Symbol.for('a'),
    () => new Proxy({ a: 1 }, {}),
    () => new Proxy([1], {}),
    () => Proxy.revocable({}, {}).proxy,
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
    () => Promise.resolve(1),
    () => new WeakMap(),
    () => new WeakRef({}),
    () => new Unknown(),
    () => Numbers.of(1, 2),
    () => new Bytes(3),
    () => new Odd('odd'),
    () => new Intl.NumberFormat(),
    () => new DOMException('a', 'AbortError'),
    () => new AbortController().signal,
    () => [1][Symbol.iterator](),
    () => new Map([[1, 2]]).entries(),
    () => (function* () {})(),
    () =>
      (function (..._: number[]) {
        return arguments
      })(1, 2),
    () => new SharedArrayBuffer(4),
    () => new Int8Array(new SharedArrayBuffer(4)),
    () => new (ArrayBuffer as any)(4, { maxByteLength: 8 }),
    () => Object(Symbol('a')),
    () => Object.create({ inherited: 1 }),
    () => Object.create(new Date()),
    () => ({
      get a() {
        throw new Error('no')
      },
    }),
    () => ({
      get a() {
        return 1
      },
    }),
    () => Object.defineProperty({}, 'hidden', { value: () => 1 }),
    () => Object.defineProperty({}, Symbol.toStringTag, { value: 'Tagged' }),
    () => new URLSearchParams(),
    () => new Array(5),
    () => Object.freeze([1, 2]),
    () => Object.freeze({ a: 1 }),
    () => new Float64Array(10_000),
    () => new ArrayBuffer(70_000),
    () => Object.assign(new Error('e'), { name: 'Named', code: 1 }),
    () => Object.defineProperty(new Error('e'), 'message', { value: { odd: 1 }, enumerable: true }),
    () => new AggregateError([1, new Map()]),
  )

/** Ways to make a value odd. */
const SPOIL: readonly ((value: any, part: unknown) => void)[] = [
  (value, part) => attempt(() => (value.extra = part)),
  (value, part) => attempt(() => (value[Symbol.for('extra')] = part)),
  (value, part) => attempt(() => (value[Symbol('extra')] = part)),
  (value, part) => attempt(() => Object.defineProperty(value, 'hidden', { value: part })),
  (value, part) => attempt(() => Object.defineProperty(value, Symbol.toStringTag, { value: part })),
  (value, part) => attempt(() => Object.defineProperty(value, 'got', { get: () => part, enumerable: true })),
  (value, part) =>
    attempt(() => Object.defineProperty(value, '__proto__', { value: part, enumerable: true })),
  (value) => attempt(() => Object.setPrototypeOf(value, null)),
  ...PROTOTYPES.map((type) => (value: any) => attempt(() => Object.setPrototypeOf(value, type.prototype))),
]

function attempt(body: () => unknown): void {
  try {
    body()
  } catch {
    // Some values cannot be changed in this way.
  }
}
