import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { brotli } from '../../src/codec/brotli.js'
import { bytesCodec } from '../../src/codec/bytes.js'
import { gzip } from '../../src/codec/gzip.js'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import { zstd } from '../../src/codec/zstd.js'
import { compose, type Transform } from '../../src/codec.js'
import { codecSuite } from '../../src/testing/codec-suite.js'
import { codeOf } from '../helpers/error-code.js'

const hasZstd = 'zstdCompressSync' in zlib
const transforms: Record<string, (() => Transform) | undefined> = {
  gzip: () => gzip(),
  'gzip at level 0': () => gzip({ level: 0 }),
  brotli: () => brotli(),
  'brotli at quality 0': () => brotli({ quality: 0 }),
  zstd: hasZstd ? () => zstd() : undefined,
  'zstd at level 22': hasZstd ? () => zstd({ level: 22 }) : undefined,
}

codecSuite({ describe, it }, 'json + gzip', () => compose(jsonCodec(), gzip()))
codecSuite({ describe, it }, 'v8 + brotli + gzip', () => compose(v8Codec(), brotli(), gzip()), [
  { a: new Float64Array(20_000).map((_, i) => i), b: Buffer.from('small') },
  [new Map([[1, new Error('x')]])],
])
if (hasZstd)
  codecSuite({ describe, it }, 'bytes + zstd', () => compose(bytesCodec(), zstd()), [
    Buffer.alloc(70_000, 'ab'),
    new Uint8Array(),
  ])

for (const [name, make] of Object.entries(transforms))
  describe(name, () => {
    if (make === undefined) {
      it.skip(`needs Node >= 22.15, and this is ${process.version}`)
      return
    }
    const { apply, revert } = make()
    /** Whether `body` throws CODEC_DECODE, or gives the right bytes, as Node 22 does without the end of a checksum. */
    const outcome = (body: () => Uint8Array, right: Uint8Array): boolean => {
      let bytes: Uint8Array | undefined
      const code = codeOf(() => (bytes = body()))
      return bytes === undefined
        ? code === 'CODEC_DECODE'
        : right.length > 0 && Buffer.from(right).equals(bytes)
    }
    const inputs = [1, 20, 1000, 16_384, 70_000, 300_000].map((n) =>
      Buffer.alloc(n, 'some text, ').subarray(0, n),
    )

    it('gives the bytes back, in a buffer of exactly their size', () => {
      for (const input of [Buffer.alloc(0), ...inputs]) {
        const back = revert(apply(input))
        expect(Buffer.from(back).equals(input)).toBe(true)
        expect(Object.getPrototypeOf(back)).toBe(Uint8Array.prototype)
        expect(back.buffer.byteLength).toBe(input.length)
      }
    })

    it('is CODEC_DECODE when bytes are missing, too many or of something else', () => {
      for (const input of inputs) {
        const bytes = apply(input)
        for (const cut of new Set([0, 1, bytes.length >> 1, bytes.length - 1]))
          expect(
            outcome(() => revert(bytes.subarray(0, cut)), input),
            `${cut} of ${bytes.length}`,
          ).toBe(true)
        expect(codeOf(() => revert(Buffer.concat([bytes, Buffer.alloc(3)])))).toBe('CODEC_DECODE')
        expect(codeOf(() => revert(Buffer.concat([bytes, Buffer.from('xyz')])))).toBe('CODEC_DECODE')
      }
      expect(codeOf(() => revert(Buffer.from('this is plain text, not compressed')))).toBe('CODEC_DECODE')
    })
  })

describe('compression', () => {
  it('makes text smaller, blobs too', () => {
    const value = { text: 'the same words again '.repeat(500), numbers: new Float64Array(20_000) }
    const plain = v8Codec().encode(value)
    for (const transform of [gzip(), brotli(), ...(hasZstd ? [zstd()] : [])]) {
      const { inline, blobs } = compose(v8Codec(), transform).encode(value)
      expect(inline.length).toBeLessThan(plain.inline.length / 10)
      expect(blobs[0]!.length).toBeLessThan(plain.blobs[0]!.length / 10)
    }
  })

  it('checks its options', () => {
    for (const level of [-1, 10, 1.5, '6', NaN])
      expect(codeOf(() => gzip({ level: level as number }))).toBe('OPTION_INVALID')
    for (const quality of [-1, 12, null])
      expect(codeOf(() => brotli({ quality: quality as number }))).toBe('OPTION_INVALID')
    for (const level of [0, 23]) expect(codeOf(() => zstd({ level }))).toBe('OPTION_INVALID')
    expect(codeOf(() => gzip({ quality: 1 } as never))).toBe('OPTION_UNKNOWN')
  })

  it.skipIf(hasZstd)('says where zstd is missing', () => {
    expect(codeOf(() => zstd())).toBe('CODEC_UNAVAILABLE')
  })
})

describe('compose', () => {
  const mark = (name: string): Transform => ({
    name,
    apply: (bytes) => Buffer.concat([bytes, Buffer.from(name)]),
    revert: (bytes) => {
      if (!Buffer.from(bytes).toString().endsWith(name)) throw new Error('wrong order')
      return new Uint8Array(bytes.subarray(0, -name.length))
    },
  })

  it('names and applies in order, and reverts in reverse', () => {
    const codec = compose(jsonCodec(), mark('a'), mark('b'))
    expect(codec.name).toBe('json+a+b')
    expect(Buffer.from(codec.encode(1).inline).toString()).toBe('1ab')
    expect(codec.decode(codec.encode(1))).toBe(1)
    expect(compose(v8Codec(), gzip(), brotli()).name).toBe('v8+gzip+brotli')
  })

  it('is the codec itself with nothing to compose', () => {
    expect(compose(jsonCodec()).name).toBe('json')
    expect(compose(jsonCodec()).decode(jsonCodec().encode([1]))).toEqual([1])
  })
})
