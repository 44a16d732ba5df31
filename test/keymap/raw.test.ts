import { describe, expect, it } from 'vitest'
import { rawKeymap } from '../../src/keymap/raw.js'
import { keymapSuite } from '../../src/testing/keymap-suite.js'
import { codeOf } from '../helpers/error-code.js'

keymapSuite({ describe, it }, 'rawKeymap()', () => rawKeymap())
keymapSuite({ describe, it }, 'rawKeymap with a sentinel', () => rawKeymap({ sentinel: '|' }))

describe('rawKeymap', () => {
  const keymap = rawKeymap()

  it('goes by identity, for anything', () => {
    const things = [
      {},
      [],
      () => 1,
      class {},
      Symbol('a'),
      Symbol.iterator,
      new WeakMap(),
      Promise.resolve(),
      new Proxy({}, {}),
    ]
    const keys = things.map((thing) => keymap.key([thing]))
    expect(new Set(keys).size).toBe(things.length)
    expect(things.map((thing) => rawKeymap().key([thing]))).toEqual(keys)
    for (const key of keys) expect(key).toMatch(/^&\d+$/)
  })

  it('goes by Object.is for primitives', () => {
    const keys = [undefined, null, true, 0, -0, 1, 1n, Number.NaN, '1', "'", Symbol.for('a')].map((v) =>
      keymap.key([v]),
    )
    expect(keys).toEqual(['undefined', 'null', 'true', '0', '-0', '1', '1n', 'NaN', "'1'", "'\\''", "@'a'"])
    expect(keymap.key([1, 'a'])).toBe("1,'a'")
    expect(rawKeymap({ typed: false }).key([-0, 1n])).toBe('0,1')
  })

  it('does not look into objects', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const thrower = {
      get a(): never {
        throw new Error('no')
      },
    }
    expect(codeOf(() => keymap.key([proxy, thrower]))).toBe('nothing was thrown')
  })

  it('looks into a plain object in last place where named arguments are told apart', () => {
    const inner = {}
    const grouped = rawKeymap({ flat: false })
    expect(grouped.key([1, { b: inner, a: 2 }])).toBe(grouped.key([1, { a: 2, b: inner }]))
    expect(grouped.key([1, { a: 2, b: inner }])).not.toBe(grouped.key([1, { a: 2, b: {} }]))
    expect(grouped.key([{ a: 1 }, 1])).not.toBe(grouped.key([{ a: 1 }, 1]))
    expect(rawKeymap({ sentinel: 'S' }).key([1, { a: 2 }])).toBe("1|'S'|'a':2")
    for (const other of [new Map(), [], new (class A {})(), { [Symbol('a')]: 1 }, () => 1, new Date()])
      expect(grouped.key([other])).toMatch(/^\[&\d+\]$/)
    expect(
      codeOf(() =>
        grouped.key([
          {
            get a(): never {
              throw new Error('no')
            },
          },
        ]),
      ),
    ).toBe('KEY_UNSUPPORTED')
  })

  it('is for memory only and holds no arguments', () => {
    expect(keymap.supports).toEqual({ portable: false, decode: false })
    expect(codeOf(() => keymap.decode('1'))).toBe('KEY_NOT_DECODABLE')
  })

  it('refuses options that it does not know', () => {
    expect(codeOf(() => rawKeymap({ algorithm: 'sha1' } as object))).toBe('OPTION_UNKNOWN')
  })
})
