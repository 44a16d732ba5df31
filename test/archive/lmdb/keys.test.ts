import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCut, keyOf, LONGEST, storedKey } from '../../../src/archive/lmdb/keys.js'
import { hostileKeys } from '../../../src/testing/archive-samples.js'

/** Any string: lone surrogates, NUL and characters of every length in UTF-8. */
const key = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.constantFrom(0, 1, 0x7f, 0x80, 0x7ff, 0x800, 0xd83d, 0xde42, 0xffff, 0x61)).map((units) => {
    return String.fromCharCode(...units)
  }),
)

describe('the bytes of a key', () => {
  it('are in the order of the keys, and lead back to them', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const order = Buffer.compare(storedKey(a), storedKey(b))
        expect(order).toBe(a < b ? -1 : a > b ? 1 : 0)
        expect([keyOf(storedKey(a)), keyOf(storedKey(b))]).toEqual([a, b])
      }),
      { numRuns: 2000 },
    )
  })

  it('are at most as many as LMDB takes, at least one, and no two keys have the same', () => {
    const long = (text: string): string[] =>
      [LONGEST - 1, LONGEST, LONGEST + 1, LONGEST + 2, LONGEST + 32, 5_000].map((length) => {
        return text.repeat(length).slice(0, length)
      })
    const keys = new Set([...hostileKeys(), ...long('a'), ...long('\0'), ...long('é'), ...long('\ud83d')])
    const seen = new Set<string>()
    for (const key of keys) {
      const stored = storedKey(key)
      expect(stored.length).toBeGreaterThan(0)
      expect(stored.length).toBeLessThanOrEqual(1_978)
      if (!isCut(stored)) expect(keyOf(stored)).toBe(key)
      seen.add(Buffer.from(stored).toString('hex'))
    }
    expect(seen.size).toBe(keys.size)
  })

  it.each([
    ['', '00'],
    ['\0', '0000'],
    ['\0a', '000061'],
    ['a\0', '6100'],
    ['a', '61'],
    ['é', 'c3a9'],
    ['€', 'e282ac'],
    ['🙂', 'eda0bdedb982'],
    ['\ude42', 'edb982'],
  ])('of %j are %s', (key, hex) => {
    expect(Buffer.from(storedKey(key)).toString('hex')).toBe(hex)
  })

  it('of a long key are its first ones and a digest', () => {
    const stored = Buffer.from(storedKey('x'.repeat(3_000)))
    expect(stored.length).toBe(LONGEST + 32)
    expect(stored.subarray(0, LONGEST).toString()).toBe('x'.repeat(LONGEST))
    expect(stored.subarray(LONGEST).toString('hex')).toMatchInlineSnapshot(
      `"c3abf381a98e8c8934f17599e60a545f5ced48b6e8d239bd90496637bb77c66c"`,
    )
  })
})
