import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Encoded } from '../../../src/codec.js'
import { PilferError } from '../../../src/errors.js'
import { checksum } from '../../../src/internal/record/checksum.js'
import {
  encodeRecord,
  HEADER_LENGTH,
  parseHead,
  parseRecord,
  type RecordMeta,
} from '../../../src/internal/record/record.js'
import { codeOf } from '../../helpers/error-code.js'

const META: RecordMeta = { key: "f(1,'é')", codec: 'v8', created: 1000, expires: Infinity, tags: ['x'] }
const VALUE: Encoded = { inline: Buffer.from('the value'), blobs: [Buffer.from('one'), Buffer.alloc(0)] }

const record = (meta: Partial<RecordMeta> = {}, value = VALUE): Buffer =>
  Buffer.concat(encodeRecord({ ...META, ...meta }, value))

/** `bytes` with a head's checksum, and the record's, that hold again. */
function resealed(bytes: Buffer): Buffer {
  const head = bytes.subarray(0, bytes.readUInt32LE(16))
  bytes.writeUInt32LE(checksum([head], 12), 8)
  bytes.writeUInt32LE(checksum([bytes], 8), 4)
  return bytes
}

const bytes = fc.uint8Array({ maxLength: 200 })
const anyMeta = fc.record({
  key: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud83d', 'a\udc00b', 'x'.repeat(10_000))),
  codec: fc.string(),
  created: fc.double({ noNaN: true }),
  expires: fc.double({ noNaN: true }),
  tags: fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud83d')), { maxLength: 4 }),
})

describe('a record', () => {
  it('gives back what was put in, and owns its blobs', () => {
    fc.assert(
      fc.property(anyMeta, bytes, fc.array(bytes, { maxLength: 4 }), (meta, inline, blobs) => {
        const whole = record(meta, { inline, blobs })
        const { head, encoded } = parseRecord(whole, 'it')
        expect(head).toMatchObject(meta)
        expect(parseHead(whole.subarray(0, head.headLength), 'it')).toEqual(head)
        expect([head.length, head.headLength % HEADER_LENGTH]).toEqual([whole.length, 0])
        expect(Buffer.compare(encoded.inline, inline)).toBe(0)
        expect(encoded.blobs).toEqual(blobs)
        for (const blob of encoded.blobs) expect(blob.buffer.byteLength).toBe(blob.length)
      }),
    )
  })

  it('is damaged when its tags are anything but texts', () => {
    for (const tags of ['null', '5', '{}', '[5]', '"ab"', '[[]]']) {
      const whole = record({ tags: ['x'.repeat(10)] })
      whole.write(tags.padEnd(14), whole.indexOf('["x'))
      expect(codeOf(() => parseRecord(resealed(whole), 'it'))).toBe('RECORD_DAMAGED')
    }
  })

  it('takes likely words only where they are right', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ maxLength: 4 }), (key, likely) => {
        for (const guess of [key, likely])
          expect(parseRecord(record({ key }), 'it', { key: guess, codec: guess }).head).toMatchObject({
            key,
            codec: 'v8',
          })
      }),
    )
  })

  it('is never taken for sound with a bit changed', () => {
    const whole = record()
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const changed = Buffer.from(whole)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(
        codeOf(() => parseRecord(changed, 'it')),
        `bit ${bit}`,
      ).toBe('RECORD_DAMAGED')
    }
  })

  it('tells a damaged head without a look at the body', () => {
    const { headLength } = parseHead(record(), 'it')
    for (let bit = 0; bit < headLength * 8; bit++) {
      const head = record().subarray(0, headLength)
      head[bit >> 3]! ^= 1 << (bit & 7)
      // The record's own checksum, in bytes 4 to 7, is all that the head's does not cover.
      const covered = bit < 32 || bit >= 64
      expect(
        codeOf(() => parseHead(head, 'it')),
        `bit ${bit}`,
      ).toBe(covered ? 'RECORD_DAMAGED' : 'nothing was thrown')
    }
  })

  it('is never taken for sound when it is cut short or followed by more', () => {
    const whole = record()
    for (let length = 0; length < whole.length; length++)
      expect(
        codeOf(() => parseRecord(whole.subarray(0, length), 'it')),
        `${length}`,
      ).toBe('RECORD_DAMAGED')
    expect(codeOf(() => parseRecord(Buffer.concat([whole, Buffer.alloc(1)]), 'it'))).toBe('RECORD_DAMAGED')
  })

  it('of a later format is refused as such, unless it is damaged', () => {
    const later = record()
    later.writeUInt16LE(2, 12)
    expect(codeOf(() => parseRecord(later, 'it'))).toBe('RECORD_DAMAGED')
    resealed(later)
    expect(codeOf(() => parseRecord(later, 'it'))).toBe('FORMAT_NEWER')
    expect(codeOf(() => parseHead(later, 'it'))).toBe('FORMAT_NEWER')
    later[later.length - 1]! ^= 1
    expect(codeOf(() => parseRecord(later, 'it'))).toBe('FORMAT_NEWER')
  })

  it('whose fields are nonsense gives an error with a code, even if its checksums hold', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 63 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const changed = record()
        if (at >= 16 && at < 20) return
        changed[at] = byte
        resealed(changed)
        try {
          parseRecord(changed, 'it')
        } catch (error) {
          expect(error).toBeInstanceOf(PilferError)
        }
      }),
    )
  })

  it('is laid out as docs/formats.md says', () => {
    const whole = record()
    expect(whole.toString('latin1', 0, 4)).toBe('\x89PLF')
    expect([whole.readUInt16LE(12), whole.readUInt16LE(14)]).toEqual([1, 0])
    const [headLength, key, codec, tags] = [16, 20, 24, 28].map((at) => whole.readUInt32LE(at)) as [
      number,
      number,
      number,
      number,
    ]
    expect([headLength, key, codec, tags]).toEqual([128, 9, 2, 5])
    expect([whole.readDoubleLE(32), whole.readDoubleLE(40)]).toEqual([1000, Infinity])
    expect([whole.readBigUInt64LE(48), whole.readUInt32LE(56), whole.readUInt32LE(60)]).toEqual([9n, 2, 0])
    expect(whole.toString('utf8', 64, 64 + 16)).toBe(`${META.key}v8["x"]`)
    expect([whole.readBigUInt64LE(80), whole.readBigUInt64LE(88)]).toEqual([3n, 0n])
    expect(whole.toString('utf8', headLength)).toBe('the valueone')
  })
})
