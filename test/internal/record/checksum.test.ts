import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { checksum } from '../../../src/internal/record/checksum.js'

describe('checksum', () => {
  it('is that of all chunks in a row, empty ones included', () => {
    const none = new Uint8Array(new ArrayBuffer(0), 0, 0)
    const chunks = [none, Buffer.from('ab'), none, Buffer.from('cde'), none]
    expect(checksum(chunks)).toBe(crc32('abcde'))
    expect(checksum(chunks.slice(1), 1)).toBe(crc32('bcde'))
    expect(checksum([])).toBe(0)
  })
})
