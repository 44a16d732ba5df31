import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Keymap, lruCache, rawKeymap, stringKeymap } from '../src/index.js'
import { fakeClock } from './helpers/fake-clock.js'

interface Box {
  x: unknown
}

/** A place in the calls: how its argument is made, each time a call is made. */
type Argument =
  | { readonly is: 'primitive'; readonly value: unknown }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'box'; readonly index: number }
  | { readonly is: 'new box'; readonly x: number }

type Command =
  | { readonly does: 'call'; readonly which: number; readonly times: number }
  | { readonly does: 'change'; readonly index: number; readonly x: unknown }
  | { readonly does: 'wait'; readonly time: number }
  | { readonly does: 'forget'; readonly which: number }
  | { readonly does: 'clear' }

const primitive = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, -0, 1, Number.NaN) },
  fc.constantFrom(undefined, null, true, false, 2 ** 1000, -(2 ** 1000), 0.5, 1n, Symbol.for('a')),
)
const argument: fc.Arbitrary<Argument> = fc.oneof(
  primitive.map((value) => ({ is: 'primitive' as const, value })),
  fc.constantFrom('', '0', 'a', 'name 1', 'x'.repeat(300)).map((text) => ({ is: 'text' as const, text })),
  fc.nat({ max: 1 }).map((index) => ({ is: 'box' as const, index })),
  fc.nat({ max: 1 }).map((x) => ({ is: 'new box' as const, x })),
)
/** The calls that are made, a few again and again. */
const calls = fc.array(
  fc.oneof(
    argument.map((a) => [a]),
    fc.array(argument, { maxLength: 5 }),
  ),
  { minLength: 1, maxLength: 8 },
)
const which = fc.nat({ max: 7 })
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('call' as const),
      which,
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('change' as const), index: fc.nat({ max: 1 }), x: primitive }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('wait' as const), time: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('forget' as const), which }) },
  { weight: 1, arbitrary: fc.constant({ does: 'clear' as const }) },
)

/** A text that tells apart what `typed` keys do, with objects as `spell` gives them. */
const textOf = (values: readonly unknown[], spell: (box: object) => string): string =>
  values
    .map((value) =>
      typeof value === 'object' && value !== null
        ? spell(value)
        : `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`,
    )
    .join(', ')

const byContent = (box: object): string => `{${textOf(Object.values(box), byContent)}}`

function byIdentity(): (box: object) => string {
  const seen = new Map<object, number>()
  return (box) => {
    if (!seen.has(box)) seen.set(box, seen.size)
    return `&${seen.get(box)}`
  }
}

/** A bounded memory that forgets the least recently used, as plainly as can be: when each entry ends, oldest use first. */
class PlainLru {
  readonly ends = new Map<string, number>()
  hits = 0
  misses = 0
  evictions = 0

  constructor(
    readonly maxSize: number,
    readonly ttl: number,
    readonly clock: () => number,
  ) {}

  call(key: string): void {
    const end = this.ends.get(key)
    this.ends.delete(key)
    if (end !== undefined && end > this.clock()) {
      this.hits++
      this.ends.set(key, end)
      return
    }
    this.misses++
    if (this.ends.size === this.maxSize) {
      this.evictions++
      this.ends.delete(this.ends.keys().next().value!)
    }
    this.ends.set(key, this.clock() + this.ttl)
  }
}

function play(
  keymap: Keymap,
  spell: (box: object) => string,
  maxSize: number,
  ttl: number,
  calls: readonly (readonly Argument[])[],
  commands: readonly Command[],
): void {
  const clock = fakeClock()
  const model = new PlainLru(maxSize, ttl, clock)
  const memoized = lruCache({ maxSize, ttl, keymap, clock })((...values: unknown[]) => textOf(values, spell))
  const boxes: Box[] = [{ x: 0 }, { x: 1 }]
  const made = (one: Argument): unknown => {
    if (one.is === 'primitive') return one.value
    // Made anew, so that equal strings are not the very same one.
    if (one.is === 'text') return [...one.text].join('')
    return one.is === 'box' ? boxes[one.index] : { x: one.x }
  }
  for (const one of commands) {
    if (one.does === 'change') boxes[one.index]!.x = one.x
    if (one.does === 'wait') clock.advance(one.time)
    if (one.does === 'clear') {
      memoized.clear({ keepStats: true })
      model.ends.clear()
    }
    if (one.does === 'forget') {
      const values = calls[one.which % calls.length]!.map(made)
      memoized.invalidate(...values)
      model.ends.delete(textOf(values, spell))
    }
    if (one.does !== 'call') continue
    const values = calls[one.which % calls.length]!.map(made)
    for (let time = 0; time < one.times; time++) {
      const key = textOf(values, spell)
      model.call(key)
      expect(memoized(...values)).toBe(key)
      const { hits, misses, evictions } = memoized.info()
      expect({ hits, misses, evictions }).toEqual({
        hits: model.hits,
        misses: model.misses,
        evictions: model.evictions,
      })
    }
  }
}

describe('the hit path', () => {
  for (const [name, keymap, spell] of [
    ['the default keymap', stringKeymap, () => byContent],
    ['rawKeymap', rawKeymap, byIdentity],
  ] as const)
    it(`gives the right value, counts and evicts as a plain LRU does, under ${name}`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 6 }),
          fc.constantFrom(Infinity, 30),
          calls,
          fc.array(command, { maxLength: 150 }),
          (maxSize, ttl, calls, commands) => play(keymap(), spell(), maxSize, ttl, calls, commands),
        ),
        { numRuns: 300 },
      )
    })

  it('tells a call from the one that was just made again and again', () => {
    const alike = [
      [[0], [-0]],
      [
        [0, 1],
        [-0, 1],
      ],
      [
        [1, 2, 0],
        [1, 2, -0],
      ],
      [[], [undefined]],
      [[1], [1, undefined]],
      [
        [1, undefined],
        [1, undefined, undefined],
      ],
      [
        [1, null],
        [1, undefined],
      ],
      [
        [1, '1'],
        [1, 1],
      ],
      [
        [1, 2, 3, 4],
        [1, 2, 3, 4, 5],
      ],
      [
        [1, Number.NaN],
        [1, null],
      ],
    ]
    for (const pair of [...alike, ...alike.map((pair) => pair.toReversed())]) {
      const memoized = lruCache()((...values: unknown[]) => textOf(values, byContent))
      for (const values of [...pair, ...pair])
        for (let time = 0; time < 4; time++) expect(memoized(...values)).toBe(textOf(values, byContent))
    }
  })

  it('asks what is in an object where that may count, even if identity counted elsewhere', () => {
    const byStructure: Parameters<typeof lruCache>[0][] = [
      {},
      { keymap: rawKeymap({ flat: false }) },
      { keymap: rawKeymap({ sentinel: '|' }) },
      { keymap: rawKeymap(), tol: 0, deep: true },
    ]
    for (const options of byStructure) {
      const one = { a: 1.2 }
      rawKeymap().key([one])
      const memoized = lruCache(options)((of: { a: number }) => of.a)
      expect([memoized(one), memoized(one), memoized(one)]).toEqual([1.2, 1.2, 1.2])
      one.a = 2.2
      expect(memoized(one)).toBe(2.2)
    }
  })
})
