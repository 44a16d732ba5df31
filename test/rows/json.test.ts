import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import { NULL } from '../../src/index.js'
import { fromJsonLines, type Row, toJsonLines } from '../../src/rows.js'
import { codeOf } from '../helpers/error-code.js'

const codec = v8Codec()
const there = (row: Row): Row[] => fromJsonLines(toJsonLines([row], { codec }), { codec })

describe('JSON lines', () => {
  it('are readable where JSON says it all', () => {
    const rows = [
      { key: 'f(1)', args: [1], value: { a: [null, 'x\n'] }, created: 1, expires: 2, tags: ['t'], size: 3 },
      { key: '\ud800', value: '' },
    ]
    const text = toJsonLines(rows)
    expect(text).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    expect(fromJsonLines(text)).toEqual(rows)
    expect(fromJsonLines(`\n${text.replaceAll('\n', '\r\n')}\n \n`)).toEqual(rows)
    expect(toJsonLines([])).toBe('')
    expect(fromJsonLines('')).toEqual([])
  })

  it('have a codec for the rest, blobs included', () => {
    const blob = new Float64Array(9_999).fill(0.1)
    for (const value of [undefined, -0, new Map([[{}, 1n]]), Object.assign(Array(2), [1]), blob])
      expect(there({ key: 'k', value })).toStrictEqual([{ key: 'k', value }])
    const row = { key: 'k', args: [new Date(0), undefined], value: 1 }
    expect(there(row)).toStrictEqual([row])
    const line = JSON.parse(toJsonLines([row], { codec }))
    expect(line).toEqual({
      key: 'k',
      value: 1,
      encoded: { args: { codec: 'v8', inline: expect.any(String), blobs: [] } },
    })
  })

  it('never take data for what a codec wrote', () => {
    const value = { encoded: { value: { codec: 'v8', inline: '', blobs: [] } }, key: 'x' }
    expect(there({ key: 'k', value })).toEqual([{ key: 'k', value }])
  })

  it('lose nothing', () => {
    const any = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
    })
    const row = fc.record(
      {
        key: fc.string({ unit: 'binary' }),
        value: any,
        args: fc.array(any, { maxLength: 3 }),
        created: fc.double({ noNaN: true, noDefaultInfinity: true }),
        expires: fc.double({ noNaN: true }),
        tags: fc.array(fc.string()),
        size: fc.nat(),
      },
      { requiredKeys: ['key', 'value'], noNullPrototype: true },
    )
    fc.assert(
      fc.property(fc.array(row as fc.Arbitrary<Row>, { maxLength: 4 }), (rows) => {
        const text = toJsonLines(rows, { codec })
        expect(text.split('\n')).toHaveLength(rows.length + 1)
        expect(isDeepStrictEqual(fromJsonLines(text, { codec }), rows)).toBe(true)
      }),
      { numRuns: 500, seed: 7 },
    )
  })
})

describe('bad input', () => {
  it('is refused by row and column when written', () => {
    expect(() => toJsonLines([{ key: 'a', value: 1n }])).toThrow(/`value` of row 1 .* give a `codec`/)
    expect(codeOf(() => toJsonLines([{ key: 'a', value: 1n }]))).toBe('VALUE_UNSUPPORTED')
    const value = { f() {} }
    expect(codeOf(() => toJsonLines([{ key: 'a', value }], { codec }))).toBe('VALUE_UNSUPPORTED')
    expect(() => toJsonLines([{ key: 'a', value }], { codec })).toThrow(/`value` of row 1: `value.f` is/)
    expect(codeOf(() => toJsonLines([{ key: 1 } as never]))).toBe('ROW_INVALID')
    for (const rows of [undefined, null, 5, 'ab', {}]) {
      expect(codeOf(() => toJsonLines(rows as never))).toBe('OPTION_INVALID')
      expect(() => toJsonLines(rows as never)).toThrow(/toJsonLines takes a list of rows, received/)
    }
    expect(codeOf(() => toJsonLines([], { codec: {} } as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => toJsonLines([], { codex: codec } as never))).toBe('OPTION_UNKNOWN')
  })

  it('is refused by line when read', () => {
    const good = '{"key":"a","value":1}'
    const wrong = [
      '{',
      '5',
      'null',
      '[]',
      '{}',
      '{"key":"a"}',
      '{"key":1,"value":1}',
      '{"key":"a","value":1,"expires":"5"}',
      '{"key":"a","value":1,"extra":2}',
      '{"key":"a","value":1,"__proto__":2}',
      '{"key":"a","value":1,"encoded":null}',
      '{"key":"a","value":1,"encoded":5}',
      '{"key":"a","value":1,"encoded":[]}',
      '{"key":"a","value":1,"encoded":{"vlaue":{}}}',
      '{"key":"a","value":1,"encoded":{"value":{"codec":"v8","inline":"/w8w","blobs":[]}}}',
      '{"key":"a","encoded":null}',
      '{"key":"a","encoded":{"value":5}}',
      '{"key":"a","encoded":{"value":{"codec":"v8","inline":"AA"}}}',
      '{"key":"a","encoded":{"value":{"codec":"v8","inline":5,"blobs":[]}}}',
      '{"key":"a","encoded":{"value":{"codec":"v8","inline":"A?==","blobs":[]}}}',
      '{"key":"a","encoded":{"value":{"codec":"v8","inline":"AAAA","blobs":[1]}}}',
    ]
    for (const line of wrong) {
      const attempt = (): unknown => fromJsonLines(`${good}\n\n${line}`, { codec })
      expect(codeOf(attempt), line).toBe('ROW_INVALID')
      expect(attempt).toThrow(/line 3/)
    }
    expect(codeOf(() => fromJsonLines(5 as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => fromJsonLines('', { codex: codec } as never))).toBe('OPTION_UNKNOWN')
  })

  it('is refused by codec', () => {
    const text = toJsonLines([{ key: 'a', value: 1n }], { codec })
    for (const other of [undefined, jsonCodec()])
      expect(codeOf(() => fromJsonLines(text, other && { codec: other }))).toBe('CODEC_MISMATCH')
    const damaged = '{"key":"a","encoded":{"value":{"codec":"v8","inline":"AAAA","blobs":[]}}}'
    expect(codeOf(() => fromJsonLines(damaged, { codec }))).toBe('CODEC_DECODE')
    expect(() => fromJsonLines(damaged, { codec })).toThrow(/`value` of line 1: /)
  })
})

describe('arguments', () => {
  const cyclic: unknown[] = [1]
  cyclic.push(cyclic)
  const withIgnored: Record<string, unknown> = { log: NULL }
  withIgnored['self'] = withIgnored

  it('in a cycle are for a codec', () => {
    for (const args of [cyclic, [withIgnored]])
      expect(codeOf(() => toJsonLines([{ key: 'a', value: 1, args }]))).toBe('VALUE_UNSUPPORTED')
    expect(there({ key: 'a', value: 1, args: cyclic })).toStrictEqual([{ key: 'a', value: 1, args: cyclic }])
  })

  it('that nest too deep or throw are refused by row', () => {
    let deep: unknown[] = []
    for (let i = 0; i < 200_000; i++) deep = [deep]
    const attempt = (): unknown => toJsonLines([{ key: 'a', value: 1, args: deep }], { codec })
    expect(codeOf(attempt)).toBe('VALUE_TOO_DEEP')
    expect(attempt).toThrow(/`args` of row 1/)
    const hostile = {
      get a(): never {
        throw new Error('no')
      },
    }
    expect(codeOf(() => toJsonLines([{ key: 'a', value: 1, args: [hostile] }]))).toBe('VALUE_UNSUPPORTED')
  })
})
