import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../src/codec/json.js'
import { PilferError } from '../../src/errors.js'
import { codecSuite } from '../../src/testing/codec-suite.js'
import { codeOf } from '../helpers/error-code.js'
import { weird } from './weird.js'

const codec = jsonCodec()
const text = (value: unknown, by = codec): string => Buffer.from(by.encode(value).inline).toString()
const refusal = (value: unknown): PilferError => {
  try {
    codec.encode(value)
  } catch (error) {
    return error as PilferError
  }
  throw new Error('it was not refused')
}

codecSuite({ describe, it }, 'jsonCodec', () => jsonCodec())
codecSuite({ describe, it }, 'jsonCodec with space', () => jsonCodec({ space: '\t' }))

describe('jsonCodec', () => {
  it('writes JSON text', () => {
    expect(text({ a: [1, 'é'] })).toBe('{"a":[1,"é"]}')
    expect(text({ a: [1] }, jsonCodec({ space: 1 }))).toBe('{\n "a": [\n  1\n ]\n}')
    expect(codec.encode({}).blobs).toEqual([])
  })

  it('gives back any JSON value', () => {
    const value = fc.jsonValue({ stringUnit: 'binary' })
    fc.assert(
      fc.property(value, (v) => {
        const plain = JSON.parse(JSON.stringify(v))
        expect(isDeepStrictEqual(codec.decode(codec.encode(plain)), plain)).toBe(true)
      }),
    )
  })

  it('refuses whatever would not come back equal', () => {
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
        expect(isDeepStrictEqual(codec.decode(encoded), value)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  const cycle: unknown[] = []
  cycle.push({ cycle })
  const refused: Record<string, [value: unknown, message: RegExp]> = {
    undefined: [undefined, /^`value` is undefined/],
    'an undefined property': [{ a: undefined }, /^`value\.a` is undefined/],
    NaN: [{ a: [NaN] }, /^`value\.a\[0\]` is NaN/],
    Infinity: [-Infinity, /is -Infinity/],
    '-0': [{ 'a b': -0 }, /^`value\["a b"\]` is -0/],
    'a BigInt': [1n, /a bigint/],
    'a symbol': [Symbol.for('a'), /a symbol/],
    'a Date': [{ when: new Date() }, /^`value\.when` is a Date/],
    'a Map': [new Map(), /a Map/],
    'a boxed number': [Object(1), /a Number/],
    'a boxed number as a plain object': [
      Object.setPrototypeOf(Object(1), Object.prototype),
      /unusual prototype/,
    ],
    'a Buffer': [Buffer.from('a'), /Buffer/],
    'a class instance': [new (class Box {})(), /the class Box/],
    'an object without a prototype': [Object.create(null), /without a prototype/],
    // biome-ignore lint/suspicious/noSparseArray: that is what is refused
    'an array with holes': [[1, , 2], /an array with holes/],
    'an array with properties': [Object.assign([1], { a: 1 }), /an array with properties/],
    'a long array with properties': [
      Object.assign(new Array(500).fill(1), { a: 1 }),
      /an array with properties/,
    ],
    'a symbol as a key': [{ [Symbol.for('a')]: 1 }, /symbols as keys/],
    'a toJSON method': [
      { a: Object.defineProperty({}, 'toJSON', { value: () => 1 }) },
      /^`value\.a` is an object with a `toJSON`/,
    ],
    'a cycle': [cycle, /^`value\[0\]\.cycle` is a reference to an object that it is in/],
    'a Proxy': [new Proxy({}, {}), /a Proxy/],
    'a getter that throws': [
      {
        get a() {
          throw new Error('no')
        },
      },
      /`value\.a` is a getter that throws/,
    ],
  }
  for (const [name, [value, message]] of Object.entries(refused))
    it(`refuses ${name}`, () => {
      expect(refusal(value).code).toBe('VALUE_UNSUPPORTED')
      expect(refusal(value).message).toMatch(message)
    })

  it('takes what is referred to twice', () => {
    const shared = { a: 1 }
    expect(text([shared, { shared }])).toBe('[{"a":1},{"shared":{"a":1}}]')
  })

  it('refuses what nests too deep', () => {
    const nested = (depth: number): unknown => {
      let value: unknown = 0
      for (let i = 0; i < depth; i++) value = [value]
      return value
    }
    expect(codec.decode(codec.encode(nested(500)))).toEqual(nested(500))
    for (const depth of [502, 100_000])
      expect(codeOf(() => codec.encode(nested(depth)))).toBe('VALUE_TOO_DEEP')
  })

  it('reads nothing but JSON in UTF-8', () => {
    const bytes = [
      Buffer.from('{'),
      Buffer.from(''),
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from('\ufeff1'),
      Buffer.from('1 2'),
    ]
    for (const inline of bytes) expect(codeOf(() => codec.decode({ inline, blobs: [] }))).toBe('CODEC_DECODE')
    expect(codeOf(() => codec.decode({ inline: Buffer.from('1'), blobs: [new Uint8Array(1)] }))).toBe(
      'CODEC_DECODE',
    )
    expect(codec.decode({ inline: Buffer.from(' {"a" : 1}\n'), blobs: [] })).toEqual({ a: 1 })
  })

  it('checks its option', () => {
    for (const space of [-1, 11, 1.5, NaN, '-', ' '.repeat(11), true, null])
      expect(
        codeOf(() => jsonCodec({ space: space as never })),
        String(space),
      ).toBe('OPTION_INVALID')
    expect(codeOf(() => jsonCodec({ spaces: 2 } as never))).toBe('OPTION_UNKNOWN')
  })
})
