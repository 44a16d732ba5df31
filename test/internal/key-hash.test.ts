import { describe, expect, it } from 'vitest'
import { HASHES, KeyHash } from '../../src/internal/key-hash.js'

describe('the hash of a key', () => {
  const hash = new KeyHash(1)

  it('is one for what a Map takes for one key', () => {
    const thing = {}
    expect(hash.of(-0)).toBe(hash.of(0))
    expect(hash.of(Number.NaN)).toBe(
      hash.of(new Float64Array(new BigUint64Array([2n ** 64n - 1n]).buffer)[0]),
    )
    expect(hash.of(thing)).toBe(hash.of(thing))
    expect(hash.of('ab')).toBe(hash.of(['a', 'b'].join('')))
    expect(hash.of(2n ** 70n)).toBe(hash.of(2n ** 69n * 2n))
    expect(hash.of(Symbol.for('a'))).toBe(hash.of(Symbol.for('a')))
  })

  it('differs for keys that look alike, under any salt', () => {
    const texts = ['1', 'true', 'null', 'undefined', 'NaN', '', '\0', '\0\0', 'ab', 'ba']
    const others = [
      1,
      1n,
      true,
      null,
      undefined,
      Number.NaN,
      0,
      1.5,
      Infinity,
      -Infinity,
      2 ** 32,
      2 ** 32 + 1,
    ]
    const symbols = [Symbol.for('1'), Symbol.for('null'), Symbol('1'), Symbol('1')]
    const keys = [...texts, ...others, ...symbols, {}, {}, [], () => 1]
    for (let salt = -99; salt <= 99; salt++) {
      const salted = new KeyHash(salt)
      expect(new Set(keys.map((key) => salted.of(key))).size).toBe(keys.length)
    }
  })

  it.each([1, 1.5, 'a', 5n, null, true, Symbol.for('a'), Number.NaN])('of %s depends on the salt', (key) => {
    const hashes = Array.from({ length: 100 }, (_, salt) => new KeyHash(salt).of(key))
    expect(new Set(hashes).size).toBe(100)
  })

  it.each<[string, (i: number) => unknown]>([
    ['integers', (i) => i],
    ['multiples of 65,536', (i) => i * 65_536],
    ['fractions', (i) => i / 1000],
    ['large integers', (i) => 2 ** 40 + i],
    ['texts', (i) => `key${i}`],
    ['objects', () => ({})],
  ])('spreads %s evenly, by its highest bits and by its lowest', (_, keyOf) => {
    const highest = new Float64Array(64)
    const lowest = new Float64Array(64)
    for (let i = 0; i < 64_000; i++) {
      const unsigned = hash.of(keyOf(i)) >>> 0
      highest[Math.floor((unsigned / HASHES) * 64)]!++
      lowest[unsigned % 64]!++
    }
    for (const count of [...highest, ...lowest]) expect(Math.abs(count - 1000)).toBeLessThan(200)
  })

  it('is what it was, as snapshots have it', () => {
    const keys = [0, -1, 0.1, 2 ** 53, Number.NaN, '', 'pilfer', 'é\u{1f980}', 12n, null, undefined, false]
    expect([...keys, Symbol.for('pilfer')].map((key) => new KeyHash(20_101).of(key))).toEqual([
      1305783738, 122476554, -1709476497, 1257512854, -388462483, -21655719, 714409352, -1001881642,
      471683242, -387389706, -1012946136, 1728179567, -647243505,
    ])
  })

  // Whoever knows the code can compute, for a salt of his choice, keys that share a hash.
  it('is shared by the same keys under one salt only', () => {
    const [known, ...secret] = [7, 8, -9, 123_456_789].map((salt) => new KeyHash(salt))
    const keys = Array.from({ length: 500_000 }, (_, i) => `user-${i.toString(36)}`)
    const first = new Map<number, string>()
    const pairs: [string, string][] = []
    for (const key of keys) {
      const other = first.get(known!.of(key))
      if (other === undefined) first.set(known!.of(key), key)
      else pairs.push([other, key])
    }
    expect(pairs.length).toBeGreaterThan(2)
    for (const salted of secret) expect(pairs.filter(([a, b]) => salted.of(a) === salted.of(b))).toEqual([])
  })
})
