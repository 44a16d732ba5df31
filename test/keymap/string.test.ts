import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringKeymap } from '../../src/keymap/string.js'
import { keymapSuite } from '../../src/testing/keymap-suite.js'
import { codeOf } from '../helpers/error-code.js'
import { recipe } from './arbitraries.js'
import { build } from './recipes.js'

keymapSuite({ describe, it }, 'stringKeymap()', () => stringKeymap())
keymapSuite({ describe, it }, 'stringKeymap in base64url', () => stringKeymap({ encoding: 'base64url' }))
keymapSuite({ describe, it }, 'stringKeymap with a sentinel', () => stringKeymap({ sentinel: '|' }))

keymapSuite({ describe, it }, 'stringKeymap in latin1', () => stringKeymap({ encoding: 'latin1' }))

describe('stringKeymap', () => {
  const args = [1, '\u00fc\u{1f600}\ud800', { a: /b/ }]
  const text = stringKeymap().key(args)

  it('gives readable text', () => {
    expect(stringKeymap().key([])).toBe('')
    expect(stringKeymap().key([undefined])).toBe('undefined')
    expect(stringKeymap().key([2, { b: [1n], a: 'x' }])).toBe("2,{'a':'x','b':[1n]}")
  })

  it('gives the same text in other alphabets', () => {
    for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const) {
      const keymap = stringKeymap({ encoding })
      expect(keymap.key(args)).toBe(Buffer.from(text).toString(encoding))
      expect(keymap.decode(keymap.key(args))).toEqual(args)
      expect(keymap.key([])).toBe('')
    }
  })

  it('takes back one text for each key only', () => {
    const base64 = stringKeymap({ encoding: 'base64' })
    const hex = stringKeymap({ encoding: 'hex' })
    expect(base64.key([12])).toBe('MTI=')
    for (const key of ['MTI', 'MTJ=', ' MTI=', 'MTI=\n', 'MT-=', '/w==', '\u1234'])
      expect(
        codeOf(() => base64.decode(key)),
        key,
      ).toBe('KEY_NOT_DECODABLE')
    const latin1 = stringKeymap({ encoding: 'latin1' })
    for (const key of ["'\u1234'", "'\u00fc'"])
      expect(
        codeOf(() => latin1.decode(key)),
        key,
      ).toBe('KEY_NOT_DECODABLE')
    for (const key of ['3', '3x', '3132a', '2A', 'FF', 'ff', '0x'])
      expect(
        codeOf(() => hex.decode(key)),
        key,
      ).toBe('KEY_NOT_DECODABLE')
  })

  it('refuses options that it does not know', () => {
    for (const encoding of ['utf16', 'ascii', 'utf16le'] as never[])
      expect(codeOf(() => stringKeymap({ encoding }))).toBe('OPTION_INVALID')
    expect(codeOf(() => stringKeymap({ typed: 1 as never }))).toBe('OPTION_INVALID')
    expect(codeOf(() => stringKeymap({ sentinel: {} as never }))).toBe('OPTION_INVALID')
    expect(codeOf(() => stringKeymap(null as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => stringKeymap({ encode: 'utf8' } as object))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => stringKeymap({ flat: false, sentinel: '|' }))).toBe('OPTION_CONFLICT')
    expect(codeOf(() => stringKeymap({ flat: false, sentinel: undefined as never }))).toBe(
      'nothing was thrown',
    )
  })
})

describe('the layout of a key', () => {
  const flat = stringKeymap()
  const marked = stringKeymap({ sentinel: 'S' })
  const grouped = stringKeymap({ flat: false })
  const table: [unknown[], string, string, string][] = [
    [[], '', '', '[]'],
    [[1, 'a'], "1,'a'", "1,'a'", "[1,'a']"],
    [[1, { k: 2, j: 3 }], "1,{'j':3,'k':2}", "1|'S'|'j':3,'k':2", "[1],{'j':3,'k':2}"],
    [[{ k: 2 }], "{'k':2}", "|'S'|'k':2", "[],{'k':2}"],
    [[{}], '{}', "|'S'|", '[],{}'],
    [[{}, 1], '{},1', '{},1', '[{},1]'],
    [[[1]], '[1]', '[1]', '[[1]]'],
    [[Object.create(null)], 'null{}', 'null{}', '[null{}]'],
    [['S', {}], "'S',{}", "'S'|'S'|", "['S'],{}"],
  ]
  for (const [args, ...keys] of table)
    it(`puts ${JSON.stringify(args)} as ${keys.join('   ')}`, () => {
      expect([flat, marked, grouped].map((keymap) => keymap.key(args))).toEqual(keys)
      for (const [i, keymap] of [flat, marked, grouped].entries())
        expect(keymap.decode(keys[i]!)).toEqual(args)
    })

  it('has any primitive for a sentinel', () => {
    for (const sentinel of ['', "'|", 0, -0, Number.NaN, true, null]) {
      const keymap = stringKeymap({ sentinel })
      expect(keymap.decode(keymap.key([1, { a: sentinel }]))).toEqual([1, { a: sentinel }])
      expect(keymap.decode(keymap.key([sentinel, 1]))).toEqual([sentinel, 1])
    }
    expect(stringKeymap({ sentinel: null }).key([{ a: 1 }])).toBe("|null|'a':1")
  })

  it('opens an instance in last place where types do not matter', () => {
    class Options {
      k = 2
    }
    expect(stringKeymap({ typed: false, sentinel: 'S' }).key([new Options()])).toBe("|'S'|'k':2")
    expect(stringKeymap({ flat: false }).key([new Options()])).toMatch(/^\[Options#\w+:\{'k':2\}\]$/)
  })

  it('keeps calls apart and gives them back', () => {
    const calls = fc.array(recipe, { maxLength: 3 })
    fc.assert(
      fc.property(calls, calls, (one, other) => {
        const [a, b] = [one, other].map((call) => call.map((r) => build(r)))
        const isSame = flat.key(a!) === flat.key(b!)
        for (const keymap of [marked, grouped]) {
          const key = keymap.key(a!)
          expect(key === keymap.key(b!)).toBe(isSame)
          if (!/#[0-9a-f]{32}/.test(key)) expect(keymap.key(keymap.decode(key))).toBe(key)
        }
      }),
      { numRuns: 500 },
    )
  })
})
