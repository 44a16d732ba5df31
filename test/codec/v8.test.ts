import { isDeepStrictEqual, types } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../src/codec/v8.js'
import { codecSuite } from '../../src/testing/codec-suite.js'
import { difference } from './alike.js'
import { CLASSES, graph, NotFound, Point, tree, view } from './arbitraries.js'

const codec = v8Codec({ classes: CLASSES })
const trip = (value: unknown): any => {
  const { inline, blobs } = codec.encode(value)
  return codec.decode({ inline, blobs: blobs.map((blob) => new Uint8Array(blob)) })
}
codecSuite({ describe, it }, 'v8Codec', () => v8Codec())
codecSuite({ describe, it }, 'v8Codec with all it keeps', () => v8Codec({ classes: CLASSES }), samples())

function samples(): unknown[] {
  const cycle: Record<string, unknown> = { list: [] }
  cycle['self'] = cycle
  ;(cycle['list'] as unknown[]).push(cycle, new Map([[cycle, new Set([cycle])]]))
  const shared = { a: 1 }
  const large = new Float64Array(20_000).map((_, i) => i / 7)
  return [
    undefined,
    NaN,
    -0,
    -(2n ** 70n),
    new Date(1e12),
    /a(?<b>\d)+/giu,
    Object.assign(/a/y, { lastIndex: 7 }),
    new Map<unknown, unknown>([
      [{ k: 1 }, new Map([[NaN, undefined]])],
      ['x', new Date(0)],
    ]),
    new Set([1, 'a', NaN, new Set()]),
    cycle,
    [shared, { shared }, shared],
    // biome-ignore lint/suspicious/noSparseArray: holes are kept
    [1, , 3],
    new Array(1000),
    Object.assign([1, 2], { note: 'more' }),
    [Object(1), Object('text'), Object(false), Object(2n)],
    Object.assign(Object.create(null), { a: Object.create(null) }),
    { [Symbol.for('key')]: { [Symbol.for('')]: 1 }, b: 2 },
    new URL('https://user@example.org:8080/a/b?c=d#e'),
    new URLSearchParams('a=1&a=2&%3F=%20'),
    new Error('plain'),
    Object.assign(new TypeError('typed', { cause: new Error('inner') }), {
      code: 'E_X',
      extra: { deep: [1] },
    }),
    new AggregateError([new RangeError('a'), 1], 'several'),
    { large, half: large.subarray(1, 10_001), again: large },
    new Uint8Array(70_000).fill(7).buffer,
    { buffer: new Uint8Array(70_000).fill(7).buffer, small: new ArrayBuffer(3) },
    Buffer.from('pooled'),
    new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2),
    new Point(1, [new Point(2, null)]),
    new NotFound({ page: 7 }),
    { 2: Object.create(null), 1: 'order', b: 1, a: 2 },
  ]
}

describe('v8Codec: what comes back', () => {
  it('is equal, for any tree', () => {
    fc.assert(
      fc.property(tree(), (value) => {
        const back = trip(value)
        expect(difference(value, back)).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it('is equal under isDeepStrictEqual, for any tree of valid dates', () => {
    const valid = tree().filter((value) => !hasInvalidDate(value))
    fc.assert(
      fc.property(valid, (value) => isDeepStrictEqual(trip(value), value)),
      { numRuns: 300 },
    )
  })

  it('has the same references, for any graph', () => {
    fc.assert(
      fc.property(graph(), (value) => {
        expect(difference(value, trip(value))).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('has each view on a buffer of its own', () => {
    fc.assert(
      fc.property(view(), (given) => {
        const [back, inside] = [trip(given), trip({ given }).given]
        expect(difference(given, back)).toBeUndefined()
        expect(back.buffer.byteLength).toBe(given.byteLength)
        expect(inside.buffer).not.toBe(back.buffer)
      }),
    )
  })

  it('is a Buffer for a Buffer, outside of the pool', () => {
    const pooled = Buffer.from('a few bytes of the pool').subarray(2, 7)
    expect(pooled.buffer.byteLength).toBeGreaterThan(1000)
    const back = trip(pooled)
    expect(Buffer.isBuffer(back)).toBe(true)
    expect(back).toEqual(pooled)
    expect(back.buffer.byteLength).toBe(5)
    expect(structuredClone(back.buffer, { transfer: [back.buffer] }).byteLength).toBe(5)
  })

  it('is an invalid Date for an invalid Date', () => {
    expect(trip({ when: new Date(NaN) }).when.getTime()).toBeNaN()
  })

  it('has the data of a getter', () => {
    expect(
      trip({
        get a() {
          return [1]
        },
      }),
    ).toEqual({ a: [1] })
    expect(
      trip({
        p: new Point(1, 2),
        get a() {
          return [1]
        },
      }).a,
    ).toEqual([1])
  })

  it('has what errors carry', () => {
    const error = Object.assign(new NotFound('here'), { code: 'E_404', at: new Date(5) })
    const back = trip(error)
    expect(back).toBeInstanceOf(NotFound)
    expect(types.isNativeError(back)).toBe(true)
    expect({ ...back }).toEqual({ where: 'here', code: 'E_404', at: new Date(5) })
    expect(back.stack).toBe(error.stack)
    expect(Object.keys(trip(new Error('x', { cause: 1 })))).toEqual([])
    const bare = new Error('no stack')
    Reflect.deleteProperty(bare, 'stack')
    expect(Object.hasOwn(trip(bare), 'stack')).toBe(false)
    const loop = new Error('loop')
    loop.cause = { loop }
    const again = trip([loop, loop])
    expect(again[0].cause.loop).toBe(again[1])
  })

  it('keeps URLSearchParams by content', () => {
    expect(String(trip({ q: new URLSearchParams('?a=b&&c') }).q)).toBe('a=b&c=')
  })
})

describe('v8Codec: large binary parts', () => {
  it('are blobs on the memory of the value, from 64 KiB on', () => {
    const numbers = new Float64Array(16_384).subarray(8, 8 + 8192)
    const { blobs } = codec.encode({ numbers, small: numbers.subarray(1) })
    expect(blobs).toHaveLength(1)
    expect(blobs[0]!.buffer).toBe(numbers.buffer)
    expect([blobs[0]!.byteOffset, blobs[0]!.byteLength]).toEqual([64, 65_536])
  })

  it('are used as they are when reading', () => {
    const { inline, blobs } = codec.encode([
      new Uint16Array(40_000),
      new ArrayBuffer(65_536),
      Buffer.alloc(65_536),
    ])
    const own = blobs.map((blob) => new Uint8Array(blob))
    const back = codec.decode({ inline, blobs: own }) as [Uint16Array, ArrayBuffer, Buffer]
    expect(back[0].buffer).toBe(own[0]!.buffer)
    expect(back[1]).toBe(own[1]!.buffer)
    expect(back[2].buffer).toBe(own[2]!.buffer)
    expect(Buffer.isBuffer(back[2])).toBe(true)
  })

  it('are written once however often they are referred to', () => {
    const numbers = new Float64Array(10_000)
    const { blobs } = codec.encode({
      a: numbers,
      b: [numbers],
      c: new URL('http://a'),
      d: numbers.buffer,
      e: numbers.buffer,
    })
    expect(blobs).toHaveLength(2)
    const back = trip({ a: numbers, b: [numbers] })
    expect(back.a).toBe(back.b[0])
  })
})

function hasInvalidDate(value: unknown, seen = new Set<unknown>()): boolean {
  if (types.isDate(value)) return Number.isNaN(value.getTime())
  if (typeof value !== 'object' || value === null || seen.has(value)) return false
  seen.add(value)
  const inside = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : []
  return [...inside, ...Reflect.ownKeys(value).map((key) => (value as any)[key])].some((v) =>
    hasInvalidDate(v, seen),
  )
}
