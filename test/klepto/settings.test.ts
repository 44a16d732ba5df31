import { describe, expect, it } from 'vitest'
import { Cache, chain, dictArchive, lruCache, partial, stringKeymap } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'

type F = (...args: any[]) => unknown

/** A memoized function in the making: the function and its options. */
type Made = readonly [F, object?]

const f = (k: number, x: number): number => k * 100 + x
const count = (...args: unknown[]): number => args.length
const kind = (x: unknown): string => typeof x
const same = (x: number): number => x

/** Pairs of memoized functions that share a name, a call of each, and what the calls give. */
const pairs: readonly [string, Made, Made, unknown[], unknown[], unknown[]][] = [
  ['partial', [partial(f, { k: 1 })], [partial(f, { k: 2 })], [5], [5], [105, 205]],
  ['bind', [f.bind(null, 1)], [f.bind(null, 2)], [5], [5], [105, 205]],
  ['Proxy', [new Proxy(same, { apply: () => 1 })], [new Proxy(same, { apply: () => 2 })], [5], [5], [1, 2]],
  [
    'keymap in two groups',
    [count, { keymap: stringKeymap({ flat: false }) }],
    [count],
    [1, 2],
    [[1, 2]],
    [2, 1],
  ],
  [
    'keymap in hexadecimal',
    [kind, { keymap: stringKeymap({ encoding: 'hex' }) }],
    [kind],
    ['a'],
    [276127],
    ['string', 'number'],
  ],
  [
    'untyped keymap',
    [kind, { keymap: stringKeymap({ typed: false }) }],
    [kind],
    [1n],
    [1],
    ['bigint', 'number'],
  ],
  ['tol', [same, { tol: 0 }], [same], [1.2], [1], [1.2, 1]],
  ['ignore', [count, { ignore: '*' }], [count], [1, 2], [], [2, 0]],
]

const stores: Readonly<Record<string, () => object>> = {
  archive: () => ({ archive: dictArchive() }),
  cache: () => ({ cache: new Cache() }),
}

describe.each(Object.keys(stores))('memoized functions of one name on one %s never mix results', (store) => {
  it.each(pairs)('%s', (_, one, two, args, otherArgs, right) => {
    const shared = stores[store]!()
    let results: unknown
    const code = codeOf(() => {
      const [a, b] = [one, two].map(([fn, options]) => lruCache({ ...shared, ...options })(fn))
      results = [a!(...args), b!(...otherArgs)]
    })
    if (code !== 'OPTION_CONFLICT' && code !== 'NAME_REQUIRED') expect(results).toEqual(right)
  })
})

describe('chain', () => {
  it.each([undefined, null, 'md5', {}, 5])('refuses %j with a code', (other) => {
    expect(codeOf(() => chain(stringKeymap(), other as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => chain(other as never))).toBe('OPTION_INVALID')
  })
})
