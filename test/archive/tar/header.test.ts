import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BLOCK,
  decodeHeader,
  encodeHeader,
  inBlocks,
  isZeroBlock,
  type NewHeader,
} from '../../../src/archive/tar/header.js'

const GIB = 2 ** 30

const header: fc.Arbitrary<NewHeader> = fc.record({
  name: fc.stringMatching(/^[ -~]{1,100}$/),
  size: fc.oneof(
    fc.nat(10_000),
    fc.integer({ min: 7 * GIB, max: 9 * GIB }),
    fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  ),
  mtime: fc.integer({ min: 0, max: 8 ** 11 - 1 }),
  type: fc.constantFrom('0', '5', 'x', 'g', 'L', 'S'),
  owner: fc.stringMatching(/^[a-z]{0,31}$/),
})

const given = (changes: Partial<NewHeader> = {}): Buffer =>
  encodeHeader({ name: 'a', size: 3, mtime: 5, type: '0', owner: 'me', ...changes })

/** A header with something else in a field, and a sum that holds. */
function changed(at: number, text: string, block = given()): Buffer {
  block.write(text, at, 'latin1')
  block.fill(' ', 148, 156)
  block.write(
    `${block
      .reduce((a, b) => a + b, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return block
}

describe('a header', () => {
  it('says what it was made of', () => {
    fc.assert(
      fc.property(header, (h) => {
        const block = encodeHeader(h)
        expect(block.length).toBe(BLOCK)
        expect(decodeHeader(block)).toEqual({ ...h, uid: 0 })
      }),
      { numRuns: 2000 },
    )
  })

  it('is none any more when a byte has changed', () => {
    fc.assert(
      fc.property(header, fc.nat(BLOCK - 1), fc.integer({ min: 1, max: 255 }), (h, at, by) => {
        const block = encodeHeader(h)
        // The last two bytes of the sum are of no account.
        fc.pre(at < 154 || at > 155)
        block[at]! ^= by
        expect(decodeHeader(block)).toBe(undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it('is no other block', () => {
    for (const block of [Buffer.alloc(BLOCK), Buffer.alloc(BLOCK, 'x'), given().subarray(0, 511)])
      expect(decodeHeader(block)).toBe(undefined)
    expect([isZeroBlock(Buffer.alloc(BLOCK)), isZeroBlock(given())]).toEqual([true, false])
    expect([0, 1, 512, 513].map(inBlocks)).toEqual([0, 512, 512, 1024])
  })

  it('tells sizes of 8 GiB and more in base 256, as GNU tar does', () => {
    const last = given({ size: 8 * GIB - 1 })
    expect(last.toString('latin1', 124, 136)).toBe('77777777777\0')
    const first = given({ size: 8 * GIB })
    expect([...first.subarray(124, 136)]).toEqual([0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])
    expect(decodeHeader(first)?.size).toBe(8 * GIB)
  })

  it('with a size beyond every file, or below zero, is none', () => {
    const huge = given({ size: 8 * GIB })
    huge[126] = 1
    expect(decodeHeader(changed(0, 'a', huge))).toBe(undefined)
    const negative = given({ size: 8 * GIB })
    negative.fill(0xff, 124, 136)
    expect(decodeHeader(changed(0, 'a', negative))).toBe(undefined)
    expect(decodeHeader(changed(124, '99999999999'))).toBe(undefined)
  })

  it('takes numbers as different programs write them', () => {
    for (const size of ['00000000003\0', '00000000003 ', '         3 \0', '3\0\0\0\0\0\0\0\0\0\0\0'])
      expect(decodeHeader(changed(124, size))?.size).toBe(3)
    for (const none of ['\0'.repeat(12), ' '.repeat(12)])
      expect(decodeHeader(changed(124, none))?.size).toBe(0)
  })

  it('keeps times within what the field holds', () => {
    for (const [time, kept] of [
      [-5, 0],
      [1.9, 1],
      [Date.UTC(2040, 0, 1) / 1000, Date.UTC(2040, 0, 1) / 1000],
      [8 ** 11, 8 ** 11 - 1],
    ] as const)
      expect(decodeHeader(given({ mtime: time }))?.mtime).toBe(kept)
  })

  it('has a name in two parts only where POSIX says so', () => {
    expect(decodeHeader(changed(345, 'folder'))?.name).toBe('folder/a')
    // GNU tar has times there.
    expect(decodeHeader(changed(345, 'folder', changed(257, 'ustar  \0')))?.name).toBe('a')
    // Nothing of that before POSIX.
    expect(decodeHeader(changed(257, '\0'.repeat(8)))).toMatchObject({ name: 'a', size: 3, type: '0' })
    expect(decodeHeader(changed(156, '\0'))?.type).toBe('0')
  })

  it('keeps names apart that are not in UTF-8', () => {
    const names = [[0xe9], [0xe8], [0xc3, 0xa9], [0xc3]].map((bytes) => {
      const block = given()
      Buffer.from(bytes).copy(block)
      return decodeHeader(changed(BLOCK, '', block))?.name
    })
    expect(names).toEqual(['\udce9', '\udce8', 'é', '\udcc3'])
  })
})
