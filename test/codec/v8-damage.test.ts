import { Serializer } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../src/codec/v8.js'
import { PilferError } from '../../src/errors.js'
import { codeOf } from '../helpers/error-code.js'
import { CLASSES, graph, Secret, tree } from './arbitraries.js'

const codec = v8Codec({ classes: CLASSES })

/** Decodes, and fails unless the outcome is a value or CODEC_DECODE. */
function read(inline: Uint8Array, blobs: readonly Uint8Array[] = []): 'value' | 'refused' {
  try {
    codec.decode({ inline, blobs })
    return 'value'
  } catch (error) {
    expect(error).toBeInstanceOf(PilferError)
    expect((error as PilferError).code).toBe('CODEC_DECODE')
    return 'refused'
  }
}

const any = fc.oneof(
  tree(),
  graph(),
  fc.integer().map((n) => [new Secret(n), new URL(`http://${n >>> 0}/`)]),
)

describe('v8Codec: damaged bytes', () => {
  it('are CODEC_DECODE or a value after any change', () => {
    const change = fc.tuple(fc.nat(), fc.nat(255))
    fc.assert(
      fc.property(any, fc.array(change, { minLength: 1, maxLength: 4 }), (value, changes) => {
        const inline = Uint8Array.from(codec.encode(value).inline)
        for (const [at, to] of changes) inline[at % inline.length] = to
        read(inline)
      }),
      { numRuns: 800 },
    )
  })

  it('are CODEC_DECODE when cut off anywhere', () => {
    fc.assert(
      fc.property(any, fc.nat(), (value, cut) => {
        const { inline } = codec.encode(value)
        expect(read(inline.subarray(0, cut % inline.length))).toBe('refused')
      }),
      { numRuns: 300 },
    )
  })

  it('are CODEC_DECODE with more bytes or blobs than were written', () => {
    const { inline } = codec.encode({ a: [1, 2, new Error('x')] })
    expect(read(Buffer.concat([inline, Buffer.from([0])]))).toBe('refused')
    expect(read(inline, [new Uint8Array(70_000)])).toBe('refused')
    expect(read(inline)).toBe('value')
  })

  it('are CODEC_DECODE when blobs are missing or of an impossible size', () => {
    const { inline, blobs } = codec.encode({ a: new Float64Array(10_000), b: new ArrayBuffer(70_000) })
    const own = blobs.map((blob) => new Uint8Array(blob))
    expect(read(inline, own)).toBe('value')
    expect(read(inline, own.slice(1))).toBe('refused')
    expect(read(inline, [])).toBe('refused')
    expect(read(inline, [new Uint8Array(79_999), own[1]!])).toBe('refused')
  })

  it('are CODEC_DECODE when they are those of another format', () => {
    const { inline } = codec.encode('text')
    for (const first of [0, 2, 255])
      expect(read(Uint8Array.from(inline, (byte, i) => (i === 0 ? first : byte)))).toBe('refused')
    const plain = new Serializer()
    plain.writeHeader()
    plain.writeValue('text')
    expect(read(plain.releaseBuffer())).toBe('refused')
    expect(read(new Uint8Array())).toBe('refused')
  })

  it('never name a class that is not registered, and never run code', () => {
    const writer = v8Codec({
      classes: [
        {
          class: Secret,
          name: 'Function',
          encode: () => 'globalThis.hacked = 1',
          decode: () => new Secret(1),
        },
      ],
    })
    const bytes = writer.encode(new Secret(1))
    expect(codeOf(() => codec.decode(bytes))).toBe('CODEC_DECODE')
    expect('hacked' in globalThis).toBe(false)
  })

  it('cannot reach prototypes', () => {
    const value = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')
    const error = Object.defineProperties(new Error('x'), Object.getOwnPropertyDescriptors(value))
    const tagged = Object.defineProperties(Object.create(null), Object.getOwnPropertyDescriptors(value))
    codec.decode(codec.encode([value, tagged, error]))
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})
