/** A list of arguments, made anew for each use. */
export type MakeArgs = () => unknown[]

class Point {
  constructor(readonly x: number) {}
}

class Place {
  constructor(readonly x: number) {}
}

const withLastIndex = (regExp: RegExp, lastIndex: number): RegExp => Object.assign(regExp, { lastIndex })

function cycle(name: string): object {
  const object: Record<string, unknown> = {}
  object[name] = object
  return object
}

function sparse(...entries: readonly (readonly [index: number, value: unknown])[]): unknown[] {
  const list: unknown[] = []
  list.length = 3
  for (const [index, value] of entries) list[index] = value
  return list
}

const ramp = (length: number): number[] => Array.from({ length }, (_, i) => i)

/** Calls of primitives alone. */
export const PRIMITIVES: readonly (readonly unknown[])[] = [
  [],
  [undefined],
  [null],
  [0],
  [-0],
  [1.5],
  [Number.NaN],
  [''],
  ["it's"],
  [true],
  [12n],
  [Symbol.for('a')],
  [1, 'a', false],
]

/** Calls that must get different keys, in groups of what is easily taken for one another. */
export const DIFFERENT: Readonly<Record<string, readonly MakeArgs[]>> = {
  'numbers, their text and their boxes': [
    () => [1],
    () => ['1'],
    () => [1n],
    () => ['1n'],
    () => [true],
    () => ['true'],
    () => [Object(1)],
    () => [Object('1')],
    () => [Object(1n)],
    () => [[1]],
  ],
  'zeros and the like': [
    () => [0],
    () => [-0],
    () => [0n],
    () => [''],
    () => [false],
    () => [null],
    () => [undefined],
    () => [Number.NaN],
    () => [Infinity],
    () => [-Infinity],
    () => ['null'],
    () => ['undefined'],
    () => ['NaN'],
  ],
  'numbers close to each other': [
    () => [0.1 + 0.2],
    () => [0.3],
    () => [2 ** 53],
    () => [2 ** 53 + 2],
    () => [2n ** 53n],
    () => [2n ** 53n + 1n],
    () => [5e-324],
    () => [0],
  ],
  'nothing and undefined': [
    () => [],
    () => [undefined],
    () => [undefined, undefined],
    () => [[]],
    () => [[], []],
    () => [[undefined]],
    () => [[null]],
    () => [sparse()],
    () => [[undefined, undefined, undefined]],
    () => [{}],
    () => [{ a: undefined }],
    () => [{ b: undefined }],
    () => [{ a: null }],
  ],
  'separators inside of text': [
    () => ['a,b'],
    () => ['a', 'b'],
    () => ["a','b"],
    () => [['a', 'b']],
    () => [['a'], 'b'],
    () => ['a', ['b']],
    () => [['a,b']],
    () => ['a|b'],
    () => ["'a'"],
    () => ["a'"],
    () => ["a\\'"],
    () => ['a\\'],
    () => ['a\\\\'],
    () => [`"a"`],
    () => ['#a'],
    () => ['&1'],
  ],
  'strings that look alike': [
    () => ['\u00e9'],
    () => ['e\u0301'],
    () => ['\ud800'],
    () => ['\ud801'],
    () => ['\udc00'],
    () => ['\ufffd'],
    () => ['\\ud800'],
    () => ['\ud800\ud800'],
    () => ['\ud83d\ude00'],
    () => ['a'],
    () => ['a\0'],
    () => ['A'],
    () => ['a '],
  ],
  'names and values of objects': [
    () => [{ a: 1, b: 2 }],
    () => [{ 'a:1,b': 2 }],
    () => [{ "a':1,'b": 2 }],
    () => [{ a: { b: 2 } }],
    () => [{ a: 1 }, { b: 2 }],
    () => [{ a: 2, b: 1 }],
    () => [Object.assign(Object.create(null), { a: 1, b: 2 })],
    () => [
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    () => [JSON.parse('{"__proto__":{"a":1,"b":2}}')],
    () => [{ a: 1, [Symbol.for('b')]: 2 }],
    () => [new Map(Object.entries({ a: 1, b: 2 }))],
  ],
  'instances and plain objects': [
    () => [{ x: 1 }],
    () => [new Point(1)],
    () => [new Point(2)],
    () => [new Place(1)],
    () => [{ toJSON: null, x: 1 }],
  ],
  'lists with holes and with names': [
    () => [sparse([1, 'a'])],
    () => [sparse([0, 'a'])],
    () => [sparse([0, 'a'], [1, undefined], [2, undefined])],
    () => [['a']],
    () => [{ 0: 'a', length: 1 }],
    () => [Object.assign(['a'], { x: 1 })],
    () => [Object.assign(sparse([0, 'a'], [2, 'b']), { x: undefined })],
    () => [Object.assign(sparse([0, 'a'], [2, undefined]), { x: undefined })],
    () => [Object.assign(sparse([0, 'a'], [1, undefined]), { x: undefined })],
    () => [new Set(['a'])],
  ],
  'long lists': [
    () => [ramp(50)],
    () => [ramp(51)],
    () => [ramp(50).map(String)],
    () => [[...ramp(49), 49.5]],
    () => [[-0, ...ramp(50).slice(1)]],
    () => [[...ramp(49), Number.NaN]],
    () => [[...ramp(49), undefined]],
    () => [Float64Array.from(ramp(50))],
    () => [Uint8Array.from(ramp(50))],
    () => [Object.assign(ramp(50), { x: 1 })],
    () => [Object.assign(Float64Array.from(ramp(500)), { x: 1 })],
    () => [Float64Array.from(ramp(500))],
  ],
  'contents of Map and Set': [
    () => [new Map()],
    () => [new Set()],
    () => [{}],
    () => [new Map([[1, 2]])],
    () => [new Map([[2, 1]])],
    () => [new Map([['1', 2]])],
    () => [new Map([[{ a: 1 }, 2]])],
    () => [new Map([[{ a: 2 }, 2]])],
    () => [new Set([1, 2])],
    () => [new Set([[1, 2]])],
    () => [new Set([{ a: 1 }])],
    () => [new Set([{ a: 1 }, { a: 1 }])],
    () => [new Map<unknown, unknown>([[1, undefined]])],
  ],
  'dates, patterns, errors and addresses': [
    () => [new Date(0)],
    () => [new Date(1)],
    () => [new Date(Number.NaN)],
    () => [new Date(0).toISOString()],
    () => [0],
    () => [/a/],
    () => [/b/],
    () => [/a/g],
    () => [withLastIndex(/a/g, 1)],
    () => ['/a/'],
    () => [new Error('a')],
    () => [new Error('b')],
    () => [new TypeError('a')],
    () => [new Error('a', { cause: 1 })],
    () => [Object.assign(new Error('a'), { code: 1 })],
    () => [new URL('http://a/')],
    () => [new URL('http://a/?b')],
    () => ['http://a/'],
    () => [new URLSearchParams('a=1')],
    () => [new URLSearchParams('a=2')],
  ],
  bytes: [
    () => [new Uint8Array([1, 2])],
    () => [new Int8Array([1, 2])],
    () => [new Uint8ClampedArray([1, 2])],
    () => [new Uint16Array([513])],
    () => [new Uint8Array([1, 2]).buffer],
    () => [new DataView(new Uint8Array([1, 2]).buffer)],
    () => [[1, 2]],
    () => [{ 0: 1, 1: 2 }],
    () => [new Float32Array([1])],
    () => [new Float64Array([1])],
    () => [new Float64Array([-0])],
    () => [new Float64Array([0])],
    () => [new BigInt64Array([1n])],
  ],
  symbols: [
    () => [Symbol.for('a')],
    () => [Symbol.for('b')],
    () => ['a'],
    () => ["@'a'"],
    () => [Object(Symbol.for('a'))],
    () => [{ [Symbol.for('a')]: 1 }],
    () => [{ a: 1 }],
    () => [{ "@'a'": 1 }],
  ],
  cycles: [
    () => [cycle('a')],
    () => [cycle('b')],
    () => [{ a: {} }],
    () => [{ a: '^1' }],
    () => [{ a: { b: cycle('a') } }],
  ],
}

/** Pairs of calls that are equal, so that keys which mean something elsewhere are one key. */
export const EQUAL: Readonly<Record<string, readonly [MakeArgs, MakeArgs]>> = {
  'properties in another order': [() => [{ a: 1, b: { c: 2, d: 3 } }], () => [{ b: { d: 3, c: 2 }, a: 1 }]],
  'entries of a Map in another order': [
    () => [
      new Map<unknown, unknown>([
        [1, 'a'],
        [{ k: 2 }, 'b'],
      ]),
    ],
    () => [
      new Map<unknown, unknown>([
        [{ k: 2 }, 'b'],
        [1, 'a'],
      ]),
    ],
  ],
  'members of a Set in another order': [() => [new Set([1, 'a', [2]])], () => [new Set([[2], 'a', 1])]],
  'a shared object and two copies': [
    () => {
      const shared = { a: 1 }
      return [[shared, shared]]
    },
    () => [[{ a: 1 }, { a: 1 }]],
  ],
  'a list that was filled later': [
    () => [[1, 2, 3]],
    () => {
      const list = sparse([2, 3], [1, 2])
      list[0] = 1
      return [list]
    },
  ],
  'a frozen object': [() => [{ a: [1] }], () => [Object.freeze({ a: Object.freeze([1]) })]],
  'an element of a Float64Array and a literal': [() => [1, [2]], () => [...new Float64Array([1]), [2]]],
  'numbers from elsewhere in a long list': [() => [ramp(50)], () => [[...Float64Array.from(ramp(50))]]],
  'parts of a string': [() => ['abc'], () => ['\u1234abc'.slice(1)]],
  'a view at another place': [
    () => [new Uint8Array([1, 2])],
    () => [new Uint8Array(new Uint8Array([0, 1, 2, 3]).buffer, 1, 2)],
  ],
  'errors made in two places': [() => [new Error('a')], () => [new Error('a')]],
  'cycles of one form': [() => [cycle('a')], () => [cycle('a')]],
}

/** What no key in another process could stand for. */
export const MEANINGLESS: Readonly<Record<string, () => unknown>> = {
  'a function': () => () => 1,
  'a class': () => Point,
  'a symbol outside the registry': () => Symbol('a'),
  'a WeakMap': () => new WeakMap(),
  'a Promise': () => Promise.resolve(1),
  'an iterator': () => [1].values(),
}
