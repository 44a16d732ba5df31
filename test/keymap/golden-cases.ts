/**
 * Calls whose keys are part of the on-disk format, each made anew. Plain JavaScript with types that can be stripped, so
 * that any Node line can run it as it is.
 */
type Case = readonly [description: string, args: () => unknown[]]

/** A class whose text no compiler has touched, since it is part of the key. */
const classOf = (source: string): any => new Function(`return ${source}`)()

const Point = classOf('class Point { constructor(x, y) { this.x = x; this.y = y } }')
const Point3 = classOf(
  '(Point) => class Point3 extends Point { constructor(x, y, z) { super(x, y); this.z = z } }',
)(Point)
const Lookup = classOf('class Lookup extends Map {}')
const Stack = classOf('class Stack extends Array {}')
const Failure = classOf('class Failure extends RangeError { name = "Failure" }')
const Old = classOf('function Old(a) { this.a = a }')
const Anonymous = classOf('(() => class { b = 2 })()')
const Secret = classOf(
  'class Secret { #s; constructor(s) { this.#s = s } [Symbol.for("pilfer.key")]() { return [this.#s] } }',
)

const values = (name: string, ...list: readonly unknown[]): Case[] =>
  list.map((value, i) => [`${name} ${i}`, () => [value]])
const made = (name: string, ...list: readonly (() => unknown)[]): Case[] =>
  list.map((make, i) => [`${name} ${i}`, () => [make()]])
const calls = (name: string, ...list: readonly (() => unknown[])[]): Case[] =>
  list.map((args, i) => [`${name} ${i}`, args])

/** Newer than the language level of the compiler. */
const V = 'v'

const ramp = (length: number, step = 1): number[] => Array.from({ length }, (_, i) => i * step)
const ownProto = (): object => JSON.parse('{"__proto__":{"a":1},"constructor":2}')

function cyclic(): object {
  const a: Record<string, unknown> = { b: {} }
  ;(a['b'] as Record<string, unknown>)['a'] = a
  a['list'] = [a, a['b']]
  return a
}

function cyclicMap(): object {
  const map = new Map<unknown, unknown>([['z', 1]])
  map.set(map, new Set([map, 'a']))
  return map
}

function holes(): unknown[] {
  const list: unknown[] = [1, undefined, 3]
  delete list[1]
  return list
}

const request = (): object => ({
  url: '/api/v1/items',
  method: 'GET',
  query: { page: 3, sort: ['name', '-date'], filter: { active: true, owner: null } },
  retry: { times: 3, after: new Date(0), on: new Set([502, 503]) },
})

export const CASES: readonly Case[] = [
  ...calls(
    'call',
    () => [],
    () => [undefined],
    () => [undefined, undefined],
    () => [1, 'a'],
    () => [1, { k: 2 }],
    () => [{ k: 2 }, 1],
    () => [[1], [2]],
    () => [null, true, 2n],
  ),
  ...values('literal', undefined, null, true, false),
  ...values(
    'number',
    0,
    -0,
    1,
    -1,
    0.1,
    0.1 + 0.2,
    1 / 3,
    1e21,
    1e-7,
    123456789012345680000,
    2 ** 53,
    -(2 ** 53),
    5e-324,
    Number.MAX_VALUE,
    Number.EPSILON,
    Number.NaN,
    Infinity,
    -Infinity,
    100,
    1e300,
  ),
  ...values('bigint', 0n, -1n, 2n ** 64n, 12345678901234567890123n),
  ...values(
    'string',
    '',
    'a',
    "it's",
    'a\\b',
    "'",
    '\\',
    '\n\t\0',
    '1',
    'true',
    '#a',
    '&1',
    '^1',
    '~$YWI',
    'Map()',
    'a,b',
    '{}',
    '\u00e9',
    'e\u0301',
    '\u1234',
    '\u{1f600}',
    '\ud800',
    'a\udc00b',
    '\ud83d',
    '\ufeff',
    '\u2028',
    'x'.repeat(61),
    'x'.repeat(62),
    'x'.repeat(63),
    '\u00fc'.repeat(40),
  ),
  ...values('symbol', Symbol.for(''), Symbol.for('a'), Symbol.for("'"), Symbol.for('\ud800')),
  ...made(
    'array',
    () => [],
    () => [1],
    () => [1, 'a', null],
    () => [[]],
    () => [[1, [2, [3]]]],
    () => [undefined],
    () => Array(3),
    holes,
    () => Object.assign([1], { x: 2 }),
    () => Object.assign([], { [Symbol.for('s')]: 1 }),
    () => ramp(16),
    () => ramp(17),
    () => ramp(17, 0.1),
    () => [...ramp(16), -0],
    () => [...ramp(16), Number.NaN],
    () => [...ramp(16), 'a'],
    () => ramp(17).map(BigInt),
    () => {
      const a: unknown[] = []
      a.length = 2 ** 32 - 1
      return a
    },
  ),
  ...made(
    'object',
    () => ({}),
    () => ({ a: 1 }),
    () => ({ b: 1, a: 2 }),
    () => ({ 10: 1, 9: 2, a: 3 }),
    () => ({ a: undefined }),
    () => ({ a: { b: { c: {} } } }),
    () => ({ '': 1 }),
    () => ({ "'": 1 }),
    () => ({ '\u00e9': 1, z: 2, '\ud83d\ude00': 3, '\uffff': 4 }),
    () => ({ '\ud800': 1 }),
    ownProto,
    () => ({ [Symbol.for('s')]: 1, z: 2, [Symbol.for('r')]: 3 }),
    () => Object.create(null),
    () => Object.assign(Object.create(null), { a: 1 }),
    () => Object.fromEntries(ramp(40).map((i) => [`k${i}`, i])),
    () => ({ a: 1n, b: [true, { c: null }], d: 'e' }),
  ),
  ...made('request', request, () => [request(), request()]),
  ...made('cycle', cyclic, cyclicMap, () => [cyclic(), cyclic()]),
  ...made('shared', () => {
    const s = { a: 1 }
    return [s, s, { s }]
  }),
  ...made(
    'Map',
    () => new Map(),
    () => new Map([[1, 2]]),
    () =>
      new Map([
        ['b', 1],
        ['a', 2],
      ]),
    () =>
      new Map<unknown, unknown>([
        [{ b: 1 }, 1],
        [{ a: 1 }, 2],
        [1, 3],
      ]),
    () => new Map([[Number.NaN, undefined]]),
    () => Object.assign(new Map([[1, 2]]), { x: 1 }),
    () => new Map([[new Map([[1, 2]]), new Set([3])]]),
    () =>
      new Map([
        [10, 1],
        [9, 2],
        [-1, 3],
      ]),
  ),
  ...made(
    'Set',
    () => new Set(),
    () => new Set([3, 1, 20]),
    () => new Set(['b', 'a', 1]),
    () => new Set([{ a: 1 }, { a: 1 }]),
    () => new Set([[1], [2]]),
  ),
  ...made(
    'Date',
    () => new Date(0),
    () => new Date(1577836800000),
    () => new Date(-1),
    () => new Date(8.64e15),
    () => new Date(Number.NaN),
    () => Object.assign(new Date(0), { a: 1 }),
  ),
  ...made(
    'RegExp',
    () => /a/,
    () => /a'b\\c/dgimsuy,
    () => /\//,
    () => /(?:)/,
    () => new RegExp('[a]', V),
    () => Object.assign(/a/g, { lastIndex: 3 }),
    () => /\n/,
  ),
  ...made(
    'boxed',
    () => Object(1),
    () => Object(-0),
    () => Object('a'),
    () => Object(''),
    () => Object(true),
    () => Object(1n),
    () => Object(Symbol.for('a')),
    () => Object.assign(Object('ab'), { x: 1 }),
    () => Object.assign(Object(1), { x: 1 }),
  ),
  ...made(
    'bytes',
    () => new ArrayBuffer(0),
    () => new Uint8Array([0, 39, 92, 127, 128, 255]).buffer,
    () => new SharedArrayBuffer(2),
    () => new DataView(new Uint8Array([1, 2, 3]).buffer, 1),
    () => new Uint8Array([1, 2, 3]),
    () => new Uint8Array([1, 2, 3]).subarray(1),
    () => Buffer.from('hello'),
    () => new Uint8ClampedArray([300]),
    () => new Int8Array([-1]),
    () => new Int16Array([-2, 258]),
    () => new Uint16Array([65535]),
    () => new Int32Array([-3]),
    () => new Uint32Array([4294967295]),
    () => new Float32Array([0.1, -0]),
    () => new Float64Array([0.1, -0, Number.NaN]),
    () => new BigInt64Array([-1n]),
    () => new BigUint64Array([1n]),
    () => new Float64Array(0),
    () => Float64Array.from(ramp(200)),
    () => Object.assign(new Uint8Array(2), { x: 1 }),
    () => Object.assign(new Uint8Array(200), { x: 1 }),
  ),
  ...made(
    'Error',
    () => new Error(),
    () => new Error('a'),
    () => new TypeError('a'),
    () => new RangeError('a', { cause: new Error('b') }),
    () => new Error('a', { cause: undefined }),
    () => Object.assign(new Error('a'), { code: 'E', name: 'B' }),
    () => Object.defineProperty(new Error('a'), 'name', { value: 'C' }),
    () => new AggregateError([1, new Error('b')], 'a'),
    () => new SyntaxError("'"),
    () => new EvalError('a'),
    () => new URIError('a'),
    () => new ReferenceError('a'),
  ),
  ...made(
    'URL',
    () => new URL('http://a/'),
    () => new URL("http://u:p@a:8080/b'c?d=e&f#g"),
    () => new URL('http://\u00e9/\u00e9'),
    () => new URLSearchParams(),
    () => new URLSearchParams('b=1&a=2&b=3'),
    () => new URLSearchParams([["'", '\u00e9 &=']]),
  ),
  ...made(
    'class',
    () => new Point(1, 2),
    () => new Point3(1, 2, 3),
    () => new Lookup([[1, 2]]),
    () => Stack.of(1, 2),
    () => new Failure('a'),
    () => new Old(1),
    () => new Anonymous(),
    () => new Secret('s'),
    () => [new Point(1, [new Point(2, 3)])],
    () => Object.assign(new Lookup(), { x: 1 }),
  ),
]
