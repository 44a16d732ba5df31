import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deepRound, keygen, lruCache, shallowRound, simpleRound, stringKeymap } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { counting, decorate, decorators, product } from './parts.js'

/** What Python's `round(x, tol)` gives for each of these. */
const X = [
  0.5, 1.5, 2.5, -0.5, -2.5, 14.6, 15, 25, -15, 3.1, 3.6, 2.675, 1.005, 0.125, 0.375, 1234.5678, 1e22,
]
const ROUNDED: Readonly<Record<string, readonly number[]>> = {
  '-3': [0, 0, 0, -0, -0, 0, 0, 0, -0, 0, 0, 0, 0, 0, 0, 1000, 1e22],
  '-1': [0, 0, 0, -0, -0, 10, 20, 20, -20, 0, 0, 0, 0, 0, 0, 1230, 1e22],
  '0': [0, 2, 2, -0, -2, 15, 15, 25, -15, 3, 4, 3, 1, 0, 0, 1235, 1e22],
  '1': [0.5, 1.5, 2.5, -0.5, -2.5, 14.6, 15, 25, -15, 3.1, 3.6, 2.7, 1, 0.1, 0.4, 1234.6, 1e22],
  '2': [0.5, 1.5, 2.5, -0.5, -2.5, 14.6, 15, 25, -15, 3.1, 3.6, 2.67, 1, 0.12, 0.38, 1234.57, 1e22],
  '3': [0.5, 1.5, 2.5, -0.5, -2.5, 14.6, 15, 25, -15, 3.1, 3.6, 2.675, 1.005, 0.125, 0.375, 1234.568, 1e22],
}
const table = Object.entries(ROUNDED).map(([tol, list]) => [Number(tol), list] as const)

/** Rows of [x, tol, result], computed by Python. */
const computed: [number, number, number][] = JSON.parse(
  readFileSync(new URL('../call/round-python.json', import.meta.url), 'utf8'),
)
const byTol = new Map<number, typeof computed>()
for (const row of computed) byTol.set(row[1], [...(byTol.get(row[1]) ?? []), row])

const wrappers = { simpleRound, shallowRound, deepRound }
const wrapperNames = Object.keys(wrappers) as (keyof typeof wrappers)[]
const keymap = stringKeymap()

describe('the wrappers round before the call', () => {
  it.each(product(wrapperNames, table))('%s as Python does: tol %o', (name, [tol, expected]) => {
    expect(wrappers[name]({ tol })((...args: number[]) => args)(...X)).toEqual(expected)
  })

  it.each(wrapperNames)('%s gives what Python gives for thousands of numbers', (name) => {
    for (const [tol, rows] of byTol)
      expect(wrappers[name]({ tol })((...args: number[]) => args)(...rows.map(([x]) => x))).toEqual(
        rows.map(([, , result]) => result),
      )
  })

  it.each(wrapperNames)('%s rounds to integers by default, and leaves bigint and text alone', (name) => {
    const echo = wrappers[name]()((...args: unknown[]) => args)
    expect(echo(2.5, 15n, '2.5', true, null, undefined)).toEqual([2, 15n, '2.5', true, null, undefined])
  })

  const inner = [1.26, [1.26, [1.26]]]
  const given = { a: 1.26, b: { c: 1.26 } }
  it.each<[keyof typeof wrappers, unknown, unknown]>([
    ['simpleRound', inner, given],
    ['shallowRound', [1.3, [1.26, [1.26]]], { a: 1.3, b: { c: 1.26 } }],
    ['deepRound', [1.3, [1.3, [1.3]]], { a: 1.3, b: { c: 1.3 } }],
  ])('%s goes as deep as its name says', (name, list, object) => {
    const before = structuredClone([inner, given])
    expect(wrappers[name]({ tol: 1 })((...args: unknown[]) => args)(inner, given, 1.26)).toEqual([
      list,
      object,
      1.3,
    ])
    expect([inner, given], 'what the caller has stays').toEqual(before)
  })

  it("shallowRound keeps the string 'x', which klepto makes a list of", () => {
    expect(shallowRound()((...args: unknown[]) => args)('x', '1.5', 'abc')).toEqual(['x', '1.5', 'abc'])
  })

  it('deepRound takes what klepto fails on', () => {
    class Point {
      constructor(readonly x: number) {}
    }
    const point = new Point(1.6)
    const echo = deepRound()((x: unknown) => x)
    expect(echo(new Map<unknown, unknown>([[1.6, new Set([2.6])]]))).toEqual(new Map([[2, new Set([3])]]))
    expect(echo(Float64Array.of(1.6, 2.5))).toEqual(Float64Array.of(2, 2))
    expect(echo(point)).toBe(point)
    const cycle: unknown[] = [1.6]
    cycle.push(cycle)
    expect(echo(cycle)).toBe(cycle)
  })
})

describe('tol of a cache rounds the key alone', () => {
  it.each(table)('as Python does: tol %d', (tol, expected) => {
    const key = keygen({ keymap, tol })((x: number) => x)
    expect(X.map((x) => keymap.decode(key(x))[0])).toEqual(expected)
  })

  it.each(decorators.filter((name) => name !== 'noCache'))('%s interpolates, by what came first', (name) => {
    const calls = [
      [3, 3.1, 3.6],
      [3.1, 3, 3.6],
    ]
    const results = calls.map((list) => {
      const fast = decorate(name)({ tol: 0 })((x: number) => x)
      return list.map((x) => fast(x))
    })
    expect(results).toEqual([
      [3, 3, 3.6],
      [3.1, 3.1, 3.6],
    ])
  })

  it.each([
    [{ tol: 1 }, 3],
    [{ tol: 1, deep: true }, 2],
    [{ tol: 0, deep: true }, 1],
    [{}, 3],
  ])('%j: %d results', (options, runs) => {
    const fn = counting((list: number[]) => list.length)
    const fast = lruCache(options)(fn)
    for (const x of [1.01, 1.02, 1.21]) fast([x, 0.1])
    expect(fn.runs).toBe(runs)
  })

  it('numbers are floats: 15 counts as 15.0, where klepto leaves ints', () => {
    const key = keygen({ keymap, tol: -1 })((x: number | bigint) => x)
    expect([key(15), key(25), key(15n)]).toEqual(['20', '20', '15n'])
  })

  it.each([1.5, '1', null, Number.NaN])('%j is no tol', (tol) => {
    expect(codeOf(() => lruCache({ tol } as object))).toBe('OPTION_INVALID')
    for (const name of wrapperNames)
      expect(codeOf(() => wrappers[name]({ tol } as object))).toBe('OPTION_INVALID')
  })

  it('deep needs a tol', () => {
    expect(codeOf(() => lruCache({ deep: true })(String))).toBe('OPTION_CONFLICT')
  })
})
