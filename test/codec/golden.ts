import { NotFound, Point, Secret } from './arbitraries.js'

/** Values by name, of every kind that v8Codec keeps under every version of Node, for the golden file. */
export function goldenValues(): Record<string, unknown> {
  const cycle: Record<string, unknown> = { list: [] }
  ;(cycle['list'] as unknown[]).push(cycle, new Map([[cycle, new Set([cycle])]]))
  const shared = { a: 1 }
  const point = new Point(1, null)
  point.y = point
  return {
    primitives: [
      undefined,
      null,
      true,
      -0,
      NaN,
      -Infinity,
      1.5,
      2 ** 40,
      2n ** 80n,
      -3n,
      '',
      'é 🙂',
      '\ud83d',
    ],
    cycle,
    shared: [shared, { shared }],
    // biome-ignore lint/suspicious/noSparseArray: holes are kept
    arrays: [[1, , 3], new Array(3), Object.assign([1], { extra: 2 })],
    objects: [
      { 2: 1, 1: 2, b: 1, a: 2 },
      JSON.parse('{"__proto__":{"a":1}}'),
      Object.assign(Object.create(null), { a: 1 }),
    ],
    symbols: { [Symbol.for('key')]: [1], a: 2 },
    boxed: [Object(1), Object('text'), Object(true), Object(3n)],
    dates: [new Date(5), new Date(NaN)],
    expressions: [/a(?<b>\d)+/giu, Object.assign(/a/y, { lastIndex: 7 })],
    collections: [new Map<unknown, unknown>([[{ k: 1 }, new Map([[NaN, undefined]])]]), new Set([1, 'a'])],
    urls: [new URL('https://user@example.org:8080/a?b=c#d'), new URLSearchParams('a=1&a=%20')],
    errors: [
      stackless(new Error('plain')),
      stackless(Object.assign(new TypeError('typed', { cause: { deep: 1 } }), { code: 'E_X' })),
      stackless(new AggregateError([1, 2], 'several')),
      ...[EvalError, RangeError, ReferenceError, SyntaxError, URIError].map((E) => stackless(new E('m'))),
      stackless(new NotFound('here')),
    ],
    instances: [point, new Point(1, new Point(2, 3)), new Secret({ deep: [new Secret(1)] })],
    views: [
      ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array].map(
        (View) => new View([1, 2, 3]),
      ),
      ...[Int32Array, Uint32Array, Float32Array, Float64Array].map((View) => new View([1, 2, 3]).subarray(1)),
      BigInt64Array.of(-1n),
      BigUint64Array.of(1n),
      new DataView(Uint8Array.of(1, 2, 3).buffer, 1),
      Buffer.from('bytes'),
      Uint8Array.of(1, 2).buffer,
    ],
  }
}

/** The stack of an error names files, which differ; an error without one stays the same. */
function stackless(error: Error): Error {
  Reflect.deleteProperty(error, 'stack')
  return error
}
