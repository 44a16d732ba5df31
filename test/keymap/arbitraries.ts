import fc from 'fast-check'
import { ARRAYS, ERRORS, MAPS, OBJECTS, type Props, type Recipe, SETS, VIEWS } from './recipes.js'

/** Each of the arbitraries as often as the number beside it says. */
const mixed = <T>(
  ...parts: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]
): fc.Arbitrary<T> => fc.oneof(...parts.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const oneOfKeys = (holders: object): fc.Arbitrary<string> => fc.constantFrom(...Object.keys(holders))

/** Text that looks like a part of a key, any text, and text with halves of surrogate pairs. */
const TELLING = [...'ab10|[)@~é', '', 'a,b', "'", '\\', "a'", "','", '{}', '^1', '$YQ', 'e\u0301']
const text = mixed(
  [5, fc.constantFrom(...TELLING)],
  [2, fc.string({ maxLength: 30 })],
  [1, fc.string({ unit: 'binary', maxLength: 4 })],
  [
    1,
    fc
      .array(fc.integer({ min: 0xd7fe, max: 0xe001 }), { maxLength: 3 })
      .map((codes) => String.fromCharCode(...codes)),
  ],
)
const name = mixed(
  [5, fc.constantFrom('a', 'b', 'c', 'x', 'message', 'name', 'cause', 'code')],
  [1, fc.constantFrom('@a', '@b', '__proto__', 'constructor', 'toString', '1x', '01', "'", '\ud800')],
)

const NUMBERS = [0, -0, 1, -1, 2, Number.NaN, Infinity, -Infinity]
const OTHERS = [1n, 0n, -1n, true, false, null, undefined, '', '1', 'a', Symbol.for('a'), Symbol.for("'")]
const primitiveValue = mixed<unknown>(
  [6, fc.constantFrom(...NUMBERS, ...OTHERS)],
  [2, text],
  [2, fc.double()],
  [1, fc.bigInt()],
)
const primitive = primitiveValue.map((value): Recipe => ({ kind: 'primitive', value }))
const boxable = primitiveValue.filter((value) => value !== null && value !== undefined)

/** Many numbers, which are packed. */
const longList = fc
  .array(mixed([1, fc.constantFrom(...NUMBERS)], [1, fc.double()]), { minLength: 15, maxLength: 20 })
  .map((numbers): Recipe => {
    const items = numbers.map((value): Recipe => ({ kind: 'primitive', value }))
    return { kind: 'array', holder: 'Array', items, props: [] }
  })

/** Bytes that make whole elements of every kind of view. */
const bytes = fc
  .constantFrom(0, 1, 2, 20)
  .chain((n) =>
    fc.array(fc.constantFrom(0, 1, 39, 92, 127, 128, 255), { minLength: 8 * n, maxLength: 8 * n }),
  )

/** Recipes for values of every kind that a key can hold. */
export const { recipe } = fc.letrec<{ recipe: Recipe }>((tie) => {
  const inner = tie('recipe')
  const someProps = (maxLength: number): fc.Arbitrary<Props> => fc.array(fc.tuple(name, inner), { maxLength })
  const props = mixed<Props>([4, fc.constant([])], [1, someProps(2)])
  const item = mixed<Recipe>([6, inner], [1, fc.constant({ kind: 'hole' })])
  const some = (kind: Recipe['kind'], fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Recipe> =>
    fc.record({ kind: fc.constant(kind), props, ...fields }) as fc.Arbitrary<any>

  const containers = mixed(
    [3, some('object', { holder: oneOfKeys(OBJECTS), props: someProps(4) })],
    [3, some('array', { holder: oneOfKeys(ARRAYS), items: fc.array(item, { maxLength: 5 }) })],
    [
      2,
      some('map', { holder: oneOfKeys(MAPS), entries: fc.array(fc.tuple(inner, inner), { maxLength: 3 }) }),
    ],
    [2, some('set', { holder: oneOfKeys(SETS), items: fc.array(inner, { maxLength: 4 }) })],
    [
      1,
      some('error', {
        holder: oneOfKeys(ERRORS),
        message: text,
        cause: fc.option(inner, { nil: undefined }),
      }),
    ],
    [1, fc.record({ kind: fc.constant('twins' as const), item: inner })],
  )
  const leaves = mixed(
    [1, some('boxed', { value: boxable })],
    [1, some('date', { time: fc.constantFrom(0, 1, -1, 1e12, Number.NaN) })],
    [
      1,
      some('regexp', {
        source: fc.constantFrom('a', 'b', "'", '\\\\', '/', '\n'),
        flags: fc.constantFrom('', 'g', 'gi', 'dsy'),
        lastIndex: fc.constantFrom(0, 0, 1),
      }),
    ],
    [1, some('url', { path: fc.constantFrom('', 'a', 'a?b', "a#'", 'é') })],
    [1, some('search', { pairs: fc.array(fc.tuple(text, text), { maxLength: 2 }) })],
    [2, some('bytes', { view: oneOfKeys(VIEWS), bytes })],
    [1, longList],
    [1, fc.nat(3).map((up): Recipe => ({ kind: 'ancestor', up }))],
  )
  return {
    recipe: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: primitive },
      { weight: 12, arbitrary: containers },
      { weight: 9, arbitrary: leaves },
    ),
  }
})
