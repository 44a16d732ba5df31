import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashKeymap } from '../../src/keymap/hash.js'
import { stringKeymap } from '../../src/keymap/string.js'
import { keymapSuite } from '../../src/testing/keymap-suite.js'
import { codeOf } from '../helpers/error-code.js'

keymapSuite({ describe, it }, 'hashKeymap()', () => hashKeymap())
keymapSuite({ describe, it }, 'hashKeymap in two groups', () => hashKeymap({ algorithm: 'md5', flat: false }))

describe('hashKeymap', () => {
  const text = stringKeymap()
  const digest = (algorithm: string, args: unknown[]): string =>
    `#${createHash(algorithm).update(text.key(args)).digest('hex')}`

  it('keeps text that is no longer than a digest, and digests the rest', () => {
    const keymap = hashKeymap()
    expect(keymap.key([1, 'a'])).toBe("1,'a'")
    expect(keymap.key(['x'.repeat(62)])).toBe(`'${'x'.repeat(62)}'`)
    expect(keymap.key(['x'.repeat(63)])).toBe(digest('sha256', ['x'.repeat(63)]))
  })

  it('takes any algorithm of the runtime', () => {
    for (const algorithm of ['sha256', 'sha1', 'md5', 'sha512', 'blake2b512', 'sha3-256']) {
      const long = ['\u00fc\u{1f600}'.repeat(99)]
      expect(hashKeymap({ algorithm }).key(long)).toBe(digest(algorithm, long))
    }
  })

  it('decodes short keys and says that a digest cannot be', () => {
    const keymap = hashKeymap()
    expect(keymap.decode(keymap.key([1, { a: 2 }]))).toEqual([1, { a: 2 }])
    expect(codeOf(() => keymap.decode(keymap.key(['x'.repeat(99)])))).toBe('KEY_NOT_DECODABLE')
  })

  it('never gives text that could pass for a digest', () => {
    const args = [`#${'0'.repeat(64)}`]
    expect(hashKeymap({ algorithm: 'sha512' }).key(args)).toBe(`'#${'0'.repeat(64)}'`)
  })

  it('refuses options that it does not know', () => {
    for (const algorithm of ['', 'no such', 5, 'RSA'] as string[])
      expect(
        codeOf(() => hashKeymap({ algorithm })),
        String(algorithm),
      ).toBe('OPTION_INVALID')
    expect(codeOf(() => hashKeymap({ algorythm: 'sha1' } as object))).toBe('OPTION_UNKNOWN')
    expect(() => hashKeymap({ algorithm: 'no such' })).toThrow(
      /`algorithm` of hashKeymap .* received "no such"/,
    )
  })
})
