import { createSecretKey, randomUUID } from 'node:crypto'
import { createHistogram } from 'node:perf_hooks'
import { StringDecoder } from 'node:string_decoder'
import { Script } from 'node:vm'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { errorOf, nested, refused } from './ask.js'

describe('the error names the way to what has no key', () => {
  const table: [unknown[], string][] = [
    [[() => 1], 'args[0] '],
    [[1, { options: { signal: new AbortController().signal } }], 'args[1].options.signal '],
    [[[1, [Symbol('a')]]], 'args[0][1][0] '],
    [[{ 'a b': () => 1 }], 'args[0]["a b"] '],
    [[{ [Symbol.for('s')]: () => 1 }], 'args[0][Symbol(s)] '],
    [[new Map([['k', { f: () => 1 }]])], 'args[0].get(k).f '],
    [[new Map([[() => 1, 1]])], 'args[0] (a key of the Map) '],
    [[new Set([() => 1])], 'args[0] (a member of the Set) '],
    [[new Error('a', { cause: () => 1 })], 'args[0].cause '],
    [[Object.assign(new Date(), { f: () => 1 })], 'args[0].f '],
    [
      [
        {
          get a() {
            return { f: () => 1 }
          },
        },
      ],
      'args[0].?.f ',
    ],
    [[{ a: { [Symbol('s')]: 1 } }], 'args[0].a '],
    [
      [
        {
          a: {
            get b() {
              throw new Error('no')
            },
          },
        },
      ],
      'args[0].a ',
    ],
    [[nested(2_000, (v) => [v])], 'args[0][0][0][0][0][0][0][0][0]... '],
  ]
  for (const [args, start] of table)
    it(start, () => {
      expect(errorOf(...args).message.startsWith(start), errorOf(...args).message).toBe(true)
    })
})

describe('what has no data meaning is refused', () => {
  const things: Record<string, () => unknown> = {
    function: () => () => 1,
    'arguments of a call': () =>
      (function () {
        return arguments
      })(),
    'arguments without an iterator': () => {
      const args = (function (..._: unknown[]) {
        return arguments
      })(1)
      delete (args as { [Symbol.iterator]?: unknown })[Symbol.iterator]
      return args
    },
    symbol: () => Symbol('a'),
    'well-known symbol': () => Symbol.iterator,
    'boxed symbol': () => Object(Symbol('a')),
    'property under a symbol': () => ({ [Symbol('a')]: 1 }),
    Promise: () => Promise.resolve(),
    WeakMap: () => new WeakMap(),
    WeakSet: () => new WeakSet(),
    WeakRef: () => new WeakRef({}),
    generator: () => (function* () {})(),
    'list iterator': () => [][Symbol.iterator](),
    'Map iterator': () => new Map().entries(),
    Proxy: () => new Proxy(() => 1, {}),
    Intl: () => new Intl.DateTimeFormat(),
    Math: () => Math,
    Reflect: () => Reflect,
    globalThis: () => globalThis,
    Blob: () => new Blob(['a']),
    AbortSignal: () => new AbortController().signal,
    Headers: () => new Headers({ a: 'b' }),
    Request: () => new Request('http://a'),
    Response: () => new Response('a'),
    FormData: () => new FormData(),
    Event: () => new Event('a'),
    EventTarget: () => new EventTarget(),
    MessagePort: () => new MessageChannel().port1,
    TextEncoder: () => new TextEncoder(),
    TextDecoder: () => new TextDecoder(),
    ReadableStream: () => new ReadableStream(),
    stdout: () => process.stdout,
    KeyObject: () => createSecretKey(randomUUID(), 'utf8'),
    Script: () => new Script('1'),
    StringDecoder: () => new StringDecoder('utf8'),
    Histogram: () => createHistogram(),
    'WebAssembly.Memory': () => new (globalThis as any).WebAssembly.Memory({ initial: 1 }),
    'pretended Map': () => Object.create(Map.prototype),
    'pretended Date': () => Object.create(Date.prototype),
    'pretended Error': () => Object.create(Error.prototype),
    'pretended array': () => Object.create(Array.prototype),
    'pretended view': () => Object.create(Float64Array.prototype),
    'view with the prototype of another': () =>
      Object.setPrototypeOf(new Float64Array(1), Uint8Array.prototype),
    'array with the prototype of an object': () => Object.setPrototypeOf([1], Object.prototype),
    'Date with the prototype of an object': () => Object.setPrototypeOf(new Date(), Object.prototype),
    'Error without a prototype': () => Object.setPrototypeOf(new Error('a'), null),
    'Proxy of a Map': () => new Proxy(new Map(), {}),
    'Proxy of a Date': () => new Proxy(new Date(), {}),
    'object with a hidden tag': () => Object.defineProperty({}, Symbol.toStringTag, { value: 'a' }),
    'object of another realm': () => new Script('({})').runInNewContext(),
    'detached DataView': () => {
      const view = new DataView(new ArrayBuffer(8))
      structuredClone(view.buffer, { transfer: [view.buffer] })
      return view
    },
  }
  for (const [what, make] of Object.entries(things))
    it(what, () => {
      expect(refused(make())).toBe('KEY_UNSUPPORTED')
      expect(refused({ a: [make()] })).toBe('KEY_UNSUPPORTED')
    })
})
