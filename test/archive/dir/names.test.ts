import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileName } from '../../../src/archive/dir/names.js'
import { hostileKeys } from '../../../src/testing/archive-samples.js'

const words = fc.array(
  fc.constantFrom(
    'a',
    'A',
    'b',
    '^',
    '%',
    '4',
    '1',
    '.',
    ' ',
    '/',
    '#',
    '\0',
    'é',
    'É',
    'ß',
    '🙂',
    '\ud83d',
    '\ude42',
  ),
  { maxLength: 8 },
)
const key = fc.oneof(
  words.map((w) => w.join('')),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(...hostileKeys()),
)

describe('the names of record files', () => {
  it('differ for different keys, even where case does not count', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const [x, y] = [fileName(a), fileName(b)]
        expect(x === y).toBe(a === b)
        expect(x.toLowerCase()).toBe(x)
      }),
      { numRuns: 3000 },
    )
    expect(new Set(hostileKeys().map((key) => fileName(key))).size).toBe(hostileKeys().length)
  })

  it('are short, name no other folder, and consist of what every file system takes', () => {
    fc.assert(
      fc.property(key, (k) => {
        const name = fileName(k)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
        expect(name).toMatch(/^[-_,()=' @+~a-z0-9^%#][-_.,()=' @+~a-z0-9^%]*\.pilfer$/)
        expect(name.split('.')[0]).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *$/)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ["simulate(3,'abc')", "simulate(3,'abc').pilfer"],
    ['f(x=1.5, y=-2)', 'f(x=1.5, y=-2).pilfer'],
    ['fibOf(10)', 'fib^of(10).pilfer'],
    ['a/b', 'a%2fb.pilfer'],
    ['^', '%5e.pilfer'],
    ['..', '%2e..pilfer'],
    ['.git', '%2egit.pilfer'],
    ['é', '%c3%a9.pilfer'],
    ['CON', '^c^o^n.pilfer'],
  ])('let %s be read', (k, name) => {
    expect(fileName(k)).toBe(name)
  })

  it.each(['', 'con', 'con.txt', 'nul .x', 'lpt1', '\ud83d', 'x'.repeat(194), 'É'.repeat(40)])(
    'are a digest for %j',
    (k) => {
      expect(fileName(k)).toMatch(/^#[0-9a-f]{64}\.pilfer$/)
    },
  )

  it('are pinned', () => {
    expect(fileName('')).toBe('#e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.pilfer')
    expect(fileName('con')).toBe('#dad45e82eb69ae12b189b7e78b85465e779935b78f140660409490f873f7ac9c.pilfer')
  })
})
