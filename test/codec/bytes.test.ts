import { describe, expect, it } from 'vitest'
import { bytesCodec } from '../../src/codec/bytes.js'
import { codecSuite } from '../../src/testing/codec-suite.js'
import { codeOf } from '../helpers/error-code.js'

const codec = bytesCodec()

codecSuite({ describe, it }, 'bytesCodec', () => bytesCodec(), [
  new Uint8Array(),
  Uint8Array.of(1, 2, 3),
  new Uint8Array(100_000).fill(7).subarray(5, 99_000),
  Buffer.from('pooled'),
  Buffer.alloc(70_000, 'x'),
  new ArrayBuffer(0),
  Uint8Array.of(1, 2, 3).buffer,
])

describe('bytesCodec', () => {
  it('copies neither when writing nor when reading', () => {
    const memory = new Uint8Array(100)
    const { inline, blobs } = codec.encode(memory.subarray(10, 20))
    expect(blobs[0]!.buffer).toBe(memory.buffer)
    const own = new Uint8Array(blobs[0]!)
    expect((codec.decode({ inline, blobs: [own] }) as Uint8Array).buffer).toBe(own.buffer)
  })

  it('refuses everything else', () => {
    class Bytes extends Uint8Array {}
    const refused = [
      'text',
      null,
      5,
      [1, 2],
      { length: 0 },
      new Uint16Array(2),
      new Uint8ClampedArray(2),
      new DataView(new ArrayBuffer(2)),
      new SharedArrayBuffer(2),
      new Uint8Array(new SharedArrayBuffer(2)),
      new (ArrayBuffer as any)(2, { maxByteLength: 4 }),
      new Bytes(2),
      Object.assign(Buffer.from('a'), { name: 'a' }),
      Object.assign(new ArrayBuffer(1), { name: 'a' }),
      Object.setPrototypeOf(new Uint16Array(2), Uint8Array.prototype),
      Object.create(Uint8Array.prototype),
      Object.create(Buffer.prototype),
      Object.create(ArrayBuffer.prototype),
      new Proxy(Buffer.from('a'), {}),
    ]
    for (const [i, value] of refused.entries())
      expect(
        codeOf(() => codec.encode(value as never)),
        `value ${i}`,
      ).toBe('VALUE_UNSUPPORTED')
  })

  it('reads nothing else', () => {
    const blob = new Uint8Array(3)
    for (const inline of [[], [3], [0, 0]])
      expect(codeOf(() => codec.decode({ inline: Uint8Array.from(inline), blobs: [blob] }))).toBe(
        'CODEC_DECODE',
      )
    expect(codeOf(() => codec.decode({ inline: Uint8Array.of(0), blobs: [] }))).toBe('CODEC_DECODE')
    expect(codeOf(() => codec.decode({ inline: Uint8Array.of(0), blobs: [blob, blob] }))).toBe('CODEC_DECODE')
  })
})
