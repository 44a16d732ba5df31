import { describe, expect, it } from 'vitest'
import { hashKeymap } from '../../src/keymap/hash.js'
import { rawKeymap } from '../../src/keymap/raw.js'
import { stringKeymap } from '../../src/keymap/string.js'
import { chain } from '../../src/keymap.js'
import { keymapSuite } from '../../src/testing/keymap-suite.js'
import { codeOf } from '../helpers/error-code.js'

keymapSuite({ describe, it }, 'chain(string, hash)', () =>
  chain(stringKeymap(), hashKeymap({ algorithm: 'sha1' })),
)
keymapSuite({ describe, it }, 'chain(raw, string)', () => chain(rawKeymap(), stringKeymap()))
keymapSuite({ describe, it }, 'chain(string, string)', () =>
  chain(stringKeymap(), stringKeymap({ encoding: 'hex' })),
)

describe('chain', () => {
  const [a, b, c] = [
    stringKeymap({ flat: false }),
    stringKeymap({ encoding: 'base64url' }),
    hashKeymap(),
  ] as const

  it('gives the key of the second over the key of the first', () => {
    expect(chain(a, b).key([1, 'x'])).toBe(b.key([a.key([1, 'x'])]))
    expect(chain(a)).toBe(a)
  })

  it('is associative', () => {
    for (const args of [[], [1, 'x'], [{ a: [1n] }], ['x'.repeat(200)]]) {
      const keys = [chain(a, b, c), chain(chain(a, b), c), chain(a, chain(b, c))].map((keymap) =>
        keymap.key(args),
      )
      expect(new Set(keys).size).toBe(1)
    }
    expect(
      new Set([chain(a, b, c), chain(chain(a, b), c), chain(a, chain(b, c))].map(({ name }) => name)).size,
    ).toBe(1)
  })

  it('is portable and decodable when all of it is', () => {
    expect(chain(a, b).supports).toEqual({ portable: true, decode: true })
    expect(chain(rawKeymap(), b).supports).toEqual({ portable: false, decode: false })
    expect(chain(a, rawKeymap()).supports).toEqual({ portable: false, decode: false })
    expect(chain(a, b).decode(chain(a, b).key([1, { k: 'x' }]))).toEqual([1, { k: 'x' }])
  })

  it('does not decode the key of the outer keymap alone', () => {
    expect(codeOf(() => chain(a, b).decode(b.key([5])))).toBe('KEY_NOT_DECODABLE')
    expect(codeOf(() => chain(a, b).decode(b.key(['no'])))).toBe('KEY_NOT_DECODABLE')
  })
})
