import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../src/codec/v8.js'
import { lruCache, NULL, stringKeymap } from '../../src/index.js'
import { fromJsonLines, type Row, toCsv, toJsonLines, toRows } from '../../src/rows.js'
import { codeOf } from '../helpers/error-code.js'

/** The records of RFC 4180 text, as another program would read them; `undefined` for a field that is empty. */
function read(csv: string): (string | undefined)[][] {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  const records: (string | undefined)[][] = [[]]
  while (field.lastIndex < csv.length) {
    const [, quoted, plain, end] = field.exec(csv)!
    records.at(-1)!.push(quoted?.replaceAll('""', '"') ?? (plain || undefined))
    if (end !== ',') records.push([])
  }
  records.pop()
  return records
}

const names = ['key', 'args', 'value', 'created', 'expires', 'tags', 'size']

it('says NULL for what is ignored', () => {
  const keymap = stringKeymap()
  const f = lruCache({ keymap, ignore: ['log', 'o.signal'] })(
    (x: number, log: boolean, o: object) => [x, log, o].length,
  )
  f(1, true, { signal: 1, deep: [new Map()] })
  const rows = toRows(f)
  expect(rows[0]?.args).toEqual([1, NULL, { signal: NULL, deep: [new Map()] }])
  expect(codeOf(() => toCsv(rows))).toBe('VALUE_UNSUPPORTED')
  expect(fromJsonLines(toJsonLines(rows, { codec: v8Codec() }), { codec: v8Codec() })[0]?.args).toEqual([
    1,
    'NULL',
    { signal: 'NULL', deep: [new Map()] },
  ])
  f.clear()
  f(1, true, { signal: 1 })
  expect(toCsv(toRows(f)).split('\r\n')[1]).toContain(',"[1,""NULL"",{""signal"":""NULL""}]",3')
})

describe('toCsv', () => {
  it('has a line of names, and a line for each row', () => {
    expect(toCsv([])).toBe('key,args,value,created,expires,tags,size\r\n')
    const full = {
      key: 'f(1,"a")',
      args: [1, 'a'],
      value: { a: null },
      created: 1,
      expires: 2,
      tags: ['t'],
      size: 3,
    }
    expect(toCsv([full, { key: '', value: '' }])).toBe(
      [
        'key,args,value,created,expires,tags,size',
        '"f(1,""a"")","[1,""a""]","{""a"":null}",1,2,"[""t""]",3',
        '"",,"",,,,',
        '',
      ].join('\r\n'),
    )
  })

  it('is read back by whoever knows RFC 4180', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', '\u00fc') })
    const row = fc.record(
      { key: text, value: fc.oneof(text, fc.jsonValue()), created: fc.nat() },
      { requiredKeys: ['key', 'value'] },
    )
    fc.assert(
      fc.property(fc.array(row as fc.Arbitrary<Row>, { maxLength: 4 }), (rows) => {
        const isNegativeZero = JSON.stringify(rows, (_, v) => (Object.is(v, -0) ? 'minus' : v)).includes(
          'minus',
        )
        fc.pre(!isNegativeZero)
        const say = (v: unknown): unknown =>
          v === undefined || typeof v === 'string' ? v : JSON.stringify(v)
        expect(read(toCsv(rows))).toEqual([
          names,
          ...rows.map((r) => names.map((n) => say(r[n as keyof Row]))),
        ])
      }),
      { numRuns: 300, seed: 6 },
    )
  })

  it('refuses what text would change, by row and column', () => {
    const cyclic: unknown[] = []
    cyclic.push(cyclic)
    class Point {
      x = 1
    }
    const wrong = [
      undefined,
      NaN,
      -0,
      1n,
      new Date(0),
      new Map(),
      [undefined],
      { a: undefined },
      cyclic,
      new Point(),
      '\ud800',
    ]
    for (const value of wrong) {
      expect(codeOf(() => toCsv([{ key: 'a', value }]))).toBe('VALUE_UNSUPPORTED')
      expect(() =>
        toCsv([
          { key: 'a', value: 1 },
          { key: 'b', value },
        ]),
      ).toThrow(/`value` of row 2/)
    }
    expect(() => toCsv([{ key: 'a', value: 1, args: [1n] }])).toThrow(/`args` of row 1/)
    expect(() => toCsv([{ key: '\udc00', value: 1 }])).toThrow(/`key` of row 1/)
    expect(codeOf(() => toCsv([{ key: 'a' } as Row]))).toBe('ROW_INVALID')
    expect(codeOf(() => toCsv([{ key: 'a', value: 1, args: cyclic }]))).toBe('VALUE_UNSUPPORTED')
    let deep: unknown[] = []
    for (let i = 0; i < 200_000; i++) deep = [deep]
    expect(codeOf(() => toCsv([{ key: 'a', value: 1, args: deep }]))).toBe('VALUE_TOO_DEEP')
    for (const rows of [undefined, null, 5, 'ab', {}])
      expect(codeOf(() => toCsv(rows as never))).toBe('OPTION_INVALID')
  })
})
