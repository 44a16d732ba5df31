import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePax, encodePax, findPax } from '../../../src/archive/tar/pax.js'
import { decodeStamp, encodeStamp, stateAt } from '../../../src/archive/tar/stamp.js'

const keyword = fc.stringMatching(/^[A-Za-z][A-Za-z.]{0,20}$/)
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ minLength: 80, maxLength: 120 }),
  fc.constantFrom('', '\n', 'a=b\n12 c=d\n', '\0', 'é'.repeat(500)),
)
const words = fc.uniqueArray(fc.tuple(keyword, value), { selector: ([k]) => k, maxLength: 5 })

describe('words in pax form', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(words, (given) => {
        const bytes = encodePax(given)
        expect([...decodePax(bytes)!]).toEqual(given)
        for (const [i, { begin, end }] of findPax(bytes)!.entries())
          expect(bytes.toString('utf8', begin, end)).toBe(given[i]![1])
      }),
      { numRuns: 1000 },
    )
  })

  it('count the digits of their own length', () => {
    for (let length = 0; length < 1100; length++) {
      const bytes = encodePax([['k', 'x'.repeat(length)]])
      expect(Number.parseInt(bytes.toString(), 10)).toBe(bytes.length)
    }
  })

  it('are what other programs write', () => {
    const bytes = Buffer.from('30 mtime=1700000000.123456789\n11 path=é\n')
    expect(decodePax(bytes)).toEqual(
      new Map([
        ['mtime', '1700000000.123456789'],
        ['path', 'é'],
      ]),
    )
    expect(decodePax(Buffer.alloc(0))).toEqual(new Map())
    const latin = Buffer.from('9 path=\xe9\n', 'latin1')
    expect(decodePax(latin)?.get('path')).toBe('\udce9')
  })

  it.each([
    ['no length', ' path=a\n'],
    ['a length that is no number', 'x path=a\n'],
    ['a negative one', '-9 path=a\n'],
    ['one that is too short', '5 path=a\n'],
    ['one that is too long', '99 path=a\n'],
    ['one that nobody can hold', '99999999999999999999 path=a\n'],
    ['zeros before it', '010 path=a\n'],
    ['no keyword', '8 path a\n'],
    ['no line feed', '9 path=ab'],
    ['something behind it', '9 path=a\nx'],
  ])('are none with %s', (_, text) => {
    expect(decodePax(Buffer.from(text))).toBe(undefined)
  })

  it('are none any more when a length has changed', () => {
    fc.assert(
      fc.property(words, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, by) => {
        fc.pre(given.length > 0)
        const bytes = encodePax(given)
        const at = place % bytes.length
        bytes[at]! ^= by
        const found = decodePax(bytes)
        if (found !== undefined) expect([...found]).not.toEqual(given)
      }),
    )
  })
})

const stamp = fc.record({
  state: fc.constantFrom('live' as const, 'dead' as const, 'gone' as const),
  at: fc.oneof(fc.nat(10_000), fc.maxSafeNat()),
  head: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
})

describe('the comment of an entry', () => {
  it('says what it was made of, and where its state stands, also behind other words', () => {
    fc.assert(
      fc.property(stamp, words, (given, before) => {
        expect(decodeStamp(encodeStamp(given))).toEqual(given)
        const others = before.filter(([k]) => k !== 'comment')
        const bytes = encodePax([...others, ['comment', encodeStamp(given)], ['path', 'a']])
        const at = stateAt(bytes)
        expect(bytes.toString('latin1', at, at + 4)).toBe(given.state)
      }),
    )
  })

  it('is no other comment', () => {
    const ours = encodeStamp({ state: 'live', at: 0, head: Buffer.from('head') })
    for (const comment of [undefined, '', 'a comment', ours.replace('live', 'lime'), `${ours}\n`, ` ${ours}`])
      expect(decodeStamp(comment)).toBe(undefined)
    for (const text of [
      [],
      [['path', ` comment=${ours}`]],
      [['comment', `x${ours}`]],
      [
        ['comment', ours],
        ['comment', 'another'],
      ],
    ] as const)
      expect(stateAt(encodePax(text as any))).toBe(-1)
    expect(stateAt(Buffer.from('no words'))).toBe(-1)
  })
})
