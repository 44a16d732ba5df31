import { describe, expect, it } from 'vitest'
import * as pilfer from '../src/index.js'
import { Cache, PilferError, type PolicyFactory } from '../src/index.js'
import * as safe from '../src/safe.js'
import { simulate } from '../src/simulate.js'
import { codeOf } from './helpers/error-code.js'

const { arc, fifo, lfu, lru, mru, rr, s3fifo, sieve, tinylfu } = pilfer
const policies = [lru(), lfu(), mru(), rr(), fifo(), sieve(), s3fifo(), arc(), tinylfu()]
const DECORATORS = ['memoize', ...policies.map(({ name }) => `${name}Cache`)]

/** A size that nothing takes, and how a message shows it. */
const NEVER: [unknown, string][] = [
  [Number.NaN, 'NaN'],
  [0.5, '0.5'],
  [1.000001, '1.000001'],
  [-1, '-1'],
  [-Infinity, '-Infinity'],
  [2 ** 31, '2147483648'],
  [2 ** 32, '4294967296'],
  [2 ** 53, '9007199254740992'],
  [Number.MAX_VALUE, '1.7976931348623157e+308'],
  ['10', '"10"'],
  [10n, '10n'],
  [null, 'null'],
  [true, 'true'],
  [{}, 'an object'],
  [[10], 'an array'],
  [() => 10, 'a function'],
]
const TOO_MANY: [unknown, string][] = [[2 ** 24 + 1, '16777217']]
const NO_CAPACITY: [unknown, string][] = [
  [0, '0'],
  [Infinity, 'Infinity'],
  [undefined, 'undefined'],
  [2 ** 30 + 1, '1073741825'],
]

type Row = [what: string, expected: string, make: (size: any) => unknown, refused: [unknown, string][]]

const MAX_SIZE = 'an integer from 0 to 16777216, or Infinity'
const decorators = (from: Record<string, any>, kind: string): Row[] =>
  DECORATORS.map((name) => [
    `${name}${kind}`,
    `\`maxSize\` of ${name} must be ${MAX_SIZE}`,
    (maxSize) => from[name]({ maxSize })((x: number) => x),
    [...NEVER, ...TOO_MANY],
  ])

const rows: Row[] = [
  [
    'Cache',
    `\`maxSize\` of Cache must be ${MAX_SIZE}`,
    (maxSize) => new Cache({ maxSize }),
    [...NEVER, ...TOO_MANY],
  ],
  ...decorators(pilfer, ''),
  ...decorators(safe, ' of pilfer/safe'),
  ...policies.map(
    (policy): Row => [
      `the policy ${policy.name}`,
      `the capacity of ${policy.name} must be an integer from 1 to 1073741824`,
      (capacity) => policy.create(capacity),
      [...NEVER, ...NO_CAPACITY],
    ],
  ),
]

const messageOf = (body: () => unknown): string => {
  try {
    body()
  } catch (error) {
    if (error instanceof PilferError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'nothing was thrown'
}

it.each(rows)('%s refuses what is no size, and says what it takes', (_, expected, make, refused) => {
  for (const [size, shown] of refused)
    expect(messageOf(() => make(size))).toBe(`OPTION_INVALID: ${expected}, received ${shown}`)
})

describe('the largest size', () => {
  it.each(policies)('of a Cache with $name costs nothing until it is used', (policy: PolicyFactory) => {
    for (const maxSize of [0, 1, 2 ** 24, Infinity]) {
      const cache = new Cache<number, number>({ maxSize, policy })
      for (let i = 0; i < 3000; i++) cache.set(i, -i)
      expect(cache.size).toBe(Math.min(maxSize, 3000))
      expect(cache.get(2999)).toBe(maxSize === 0 ? undefined : -2999)
    }
  })

  it('is no matter where the name decides it', () => {
    for (const name of ['noCache', 'infCache'] as const)
      expect(codeOf(() => pilfer[name]({ maxSize: 5 } as never))).toBe('OPTION_UNKNOWN')
  })

  it('of a simulation is that of the policies', () => {
    for (const size of [0, -1, 1.5, Number.NaN, 2 ** 30 + 1, Infinity])
      expect(messageOf(() => simulate([1, 2, 1], { sizes: [size] }))).toMatch(
        /^OPTION_INVALID: `sizes` of simulate must be a list of integers from 1 to 1073741824, received/,
      )
    expect(simulate([1, 2, 1], { sizes: [2 ** 30] }).optimum.hitRatios).toEqual([1 / 3])
  })
})

it('a policy that fails to take an entry in leaves none without its value', () => {
  const policy: PolicyFactory = {
    name: 'full',
    create: (capacity) =>
      ({
        ...Object.fromEntries(['onHit', 'onRemove', 'clear'].map((name) => [name, () => {}])),
        ...({ capacity } as object),
        victim: () => 0,
        onInsert: () => {
          throw new RangeError('Array buffer allocation failed')
        },
      }) as never,
  }
  const cache = new Cache<string, number>({ maxSize: 5, policy })
  expect(() => cache.set('a', 1)).toThrow(RangeError)
  expect([cache.has('a'), cache.get('a'), cache.get('a', 7), cache.size]).toEqual([false, undefined, 7, 0])
})
