import { describe, expect, it, vi } from 'vitest'
import { littleEndian } from '../../src/keymap/bytes.js'
import { stringKeymap } from '../../src/keymap/string.js'
import { codeOf } from '../helpers/error-code.js'

const typed = stringKeymap()
const untyped = stringKeymap({ typed: false })
const text = (value: unknown): string => typed.key([value])
const loose = (value: unknown): string => untyped.key([value])

describe('the canonical text', () => {
  const table: [unknown, string][] = [
    [undefined, 'undefined'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [12n, '12n'],
    [-(2n ** 1024n), `-0x1${'0'.repeat(256)}n`],
    ["it's a \\", "'it\\'s a \\\\'"],
    ['\ud800', '~$ANg'],
    [Symbol.for("'"), "@'\\''"],
    [[1, ['a'], []], "[1,['a'],[]]"],
    [Array(3), 'Array(3)'],
    [Object.assign([1], { x: 2 }), "Array(1){'0':1,'x':2}"],
    [{ b: 1, a: 2, 10: 3, 9: 4 }, "{'10':3,'9':4,'a':2,'b':1}"],
    [{ [Symbol.for('s')]: 1, z: 2 }, "{'z':2,@'s':1}"],
    [Object.create(null), 'null{}'],
    [JSON.parse('{"__proto__":1}'), "{'__proto__':1}"],
    [new Date(5), 'Date(5)'],
    [new Date(Number.NaN), 'Date(NaN)'],
    [/a'\//gi, "RegExp('a\\'\\\\/','gi',0)"],
    [Object('ab'), "String('ab')"],
    [Object.assign(Object(1), { a: 1 }), "Number(1){'a':1}"],
    [
      new Map<unknown, unknown>([
        ['b', 1],
        [{ a: 1 }, 2],
      ]),
      "Map('b':1,{'a':1}:2)",
    ],
    [new Set([3, 20]), 'Set(20,3)'],
    [Buffer.from('hello'), 'Buffer($aGVsbG8)'],
    [new Uint16Array([0x6968, 0x2121]), 'Uint16Array($aGkhIQ)'],
    [new Uint8Array([97, 98]).buffer, 'ArrayBuffer($YWI)'],
    [new DataView(new Uint8Array([97, 98]).buffer, 1), 'DataView($Yg)'],
    [new TypeError('no'), "TypeError('message':'no')"],
    [Object.assign(new Error('', { cause: 1 }), { code: 2 }), "Error('cause':1){'code':2}"],
    [Object.assign(new Error('no'), { cause: 1 }), "Error('message':'no'){'cause':1}"],
    [new AggregateError([1], 'no'), "AggregateError('errors':[1],'message':'no')"],
    [new URL('http://a/?b#c'), "URL('http://a/?b#c')"],
    [new URLSearchParams('b=1&a=2'), "URLSearchParams('b=1&a=2')"],
  ]
  for (const [value, expected] of table)
    it(`is ${expected}`, () => {
      expect(text(value)).toBe(expected)
      expect(text(typed.decode(expected)[0])).toBe(expected)
    })

  it('gives a cycle as the way back up, however the object is reached', () => {
    const a: Record<string, unknown> = { list: [] }
    ;(a['list'] as unknown[]).push(a, new Map([[a, a]]))
    expect(text(a)).toBe("{'list':[^2,Map(^3:^3)]}")
    expect(text([a, a])).toBe("[{'list':[^2,Map(^3:^3)]},{'list':[^2,Map(^3:^3)]}]")
  })

  it('packs lists of more than 16 numbers', () => {
    const ones = Array<number>(17).fill(1)
    expect(text(ones)).toBe(`[$${Buffer.from(new Float64Array(ones).buffer).toString('base64url')}]`)
    expect(text(ones.slice(1))).toBe(`[${Array(16).fill('1')}]`)
    expect(text([...ones, 'a'])).toBe(`[${ones},'a']`)
    expect(text(Array(17).fill(Object(1)))).toContain('Number(1),')
  })

  it('takes every NaN in a list for the same, and each in a view for its bytes', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer)
    const list = Array<number>(17).fill(Number.NaN)
    expect(text([...list.slice(1), odd[0]])).toBe(text(list))
    expect(text(odd)).not.toBe(text(new Float64Array([Number.NaN])))
  })

  it('finds a name on a long view or list', () => {
    for (const long of [
      new Uint8Array(1000),
      new Float64Array(1000),
      Buffer.alloc(1000),
      Array(1000).fill(0),
    ]) {
      const bare = text(long)
      expect(text(Object.assign(long, { x: 1 }))).not.toBe(bare)
      delete (long as { x?: number }).x
      expect(text(long)).toBe(bare)
      expect(text(Object.assign(long, { [Symbol.for('x')]: 1 }))).not.toBe(bare)
    }
  })

  const Float16 = (globalThis as any).Float16Array
  it.skipIf(Float16 === undefined)(
    'takes a Float16Array for a view like any other (Node 24 and later)',
    () => {
      const halves = Float16.of(1, -0)
      expect(text(halves)).toBe('Float16Array($ADwAgA)')
      expect(typed.decode(text(halves))).toEqual([halves])
    },
  )

  it('does not see what is not enumerable', () => {
    const hidden = Object.defineProperty({ a: 1 }, 'b', { value: 2 })
    expect(text(hidden)).toBe("{'a':1}")
    const list = Object.defineProperty([1], Symbol('b'), { value: 2 })
    expect(text(list)).toBe('[1]')
  })

  it('is the same for any number of shapes of objects', () => {
    const wrong = Array.from({ length: 20_000 }, (_, i) => i).filter(
      (i) => text({ [`k${i}`]: i, a: 1 }) !== `{'a':1,'k${i}':${i}}`,
    )
    expect(wrong).toEqual([])
    expect(text({ b: 1, a: 2 })).toBe("{'a':2,'b':1}")
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${99 - i}`, i]))
    expect(text(many)).toBe(text(Object.fromEntries(Object.entries(many).reverse())))
    expect(text({ ['x'.repeat(100)]: 1, a: 1 })).toBe(`{'a':1,'${'x'.repeat(100)}':1}`)
  })

  it('is the same in a runtime without Buffer and without node:util', async () => {
    const values = [Array(20).fill(1.5), new Float64Array(300), Object.assign(new Uint8Array(300), { x: 1 })]
    const expected = values.map(text)
    vi.resetModules()
    vi.stubGlobal('Buffer', undefined)
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined })
    try {
      const { canonical } = await import('../../src/keymap/canonical.js')
      expect(values.map((value) => canonical(true)(value, 0))).toEqual(expected)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('has little-endian bytes on a machine of the other kind', () => {
    const bytes = new Uint8Array([1, 2, 3, 4])
    expect([...littleEndian(bytes, 2, false)]).toEqual([2, 1, 4, 3])
    expect([...littleEndian(bytes, 4, false)]).toEqual([4, 3, 2, 1])
    expect(littleEndian(bytes, 4, true)).toBe(bytes)
  })
})

describe('typed: false', () => {
  class Point {
    x = 1
  }
  const one: unknown[] = [1, 1n, Object(1), Object(1n)]
  const merged: Record<string, unknown[]> = {
    'numbers of equal value': one,
    zeros: [0, -0, 0n, Object(-0)],
    'large integers': [2 ** 60, 2n ** 60n],
    'very large integers': [1e300, BigInt(1e300)],
    'boxed and plain strings': ['a', Object('a')],
    'boxed and plain booleans': [true, Object(true)],
    'boxed and plain symbols': [Symbol.for('a'), Object(Symbol.for('a'))],
    'Buffer and Uint8Array': [Buffer.from('a'), new Uint8Array([97])],
    'instances, plain objects and those without a prototype': [
      { x: 1 },
      new Point(),
      Object.assign(Object.create(null), { x: 1n }),
    ],
    'a class over Map and a Map': [new (class extends Map<number, number> {})([[1, 2]]), new Map([[1n, 2n]])],
    'numbers in long lists': [Array(20).fill(1), Array(20).fill(1n)],
  }
  for (const [what, values] of Object.entries(merged))
    it(`makes ${what} one`, () => {
      expect(new Set(values.map(loose)).size).toBe(1)
      expect(new Set(values.map((value) => loose([value, { value }]))).size).toBe(1)
    })

  it('keeps apart what is not equal in value', () => {
    const apart: unknown[] = [
      1,
      '1',
      true,
      2,
      2n ** 53n,
      2n ** 53n + 1n,
      [1],
      { x: 1 },
      new Date(1),
      new Set([1]),
    ]
    apart.push(
      new Uint8Array([1]),
      new Int8Array([1]),
      Object.assign(Object(1), { x: 1 }),
      /1/,
      null,
      undefined,
    )
    expect(new Set(apart.map(loose)).size).toBe(apart.length)
  })

  it('still refuses what has state that nobody sees', () => {
    expect(codeOf(() => loose(new WeakMap()))).toBe('KEY_UNSUPPORTED')
  })
})
