import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checksum, combined } from '../../../src/internal/record/checksum.js'

describe('checksum', () => {
  it('is that of all chunks in a row, empty ones included', () => {
    const none = new Uint8Array(new ArrayBuffer(0), 0, 0)
    const chunks = [none, Buffer.from('ab'), none, Buffer.from('cde'), none]
    expect(checksum(chunks)).toBe(crc32('abcde'))
    expect(checksum(chunks.slice(1), 1)).toBe(crc32('bcde'))
    expect(checksum([])).toBe(0)
  })
})

describe('the checksum of two stretches', () => {
  const stretch = fc.uint8Array({ maxLength: 2000 })

  it('follows from that of each', () => {
    fc.assert(
      fc.property(stretch, stretch, (first, second) => {
        const whole = Buffer.concat([first, second])
        expect(combined(crc32(first), second.length === 0 ? 0 : crc32(second), second.length)).toBe(
          whole.length === 0 ? 0 : crc32(whole),
        )
      }),
    )
  })

  it('is the same wherever a long stretch is cut', () => {
    const length = fc.integer({ min: 0, max: 2 ** 46 })
    const sum = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    fc.assert(
      fc.property(sum, sum, length, sum, length, (a, b, bLength, c, cLength) => {
        expect(combined(combined(a, b, bLength), c, cLength)).toBe(
          combined(a, combined(b, c, cLength), bLength + cLength),
        )
      }),
    )
  })
})
