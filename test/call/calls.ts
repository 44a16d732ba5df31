import fc from 'fast-check'
import type { HeadModel, TargetModel } from './texts.js'

const KEYS = ['a', 'b', 'c', 'toString', 'x y', '0', 'z']

const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, 0, -0, Number.NaN, 1, 2, -25, 's) =>', 'xy', 3n, true),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(new Date(5), new Map([['a', 1]]), new Set([{ a: 2 }]), [
      1,
      'x',
      [null],
    ]),
  },
)

class Point {
  a = 1
}

/** Values that fit a target more often than chance would have it: the objects have the keys that are asked for. */
export function valueFor({ fallback, into }: TargetModel): fc.Arbitrary<unknown> {
  const parts: fc.WeightedArbitrary<unknown>[] = [{ weight: 2, arbitrary: leaf }]
  if (fallback?.literal !== undefined)
    parts.push({ weight: 2, arbitrary: fc.constant(fallback.literal.value) })
  if (into.type === 'array')
    parts.push({
      weight: 4,
      arbitrary: fc.tuple(...into.items.map((item) => (item ? valueFor(item) : leaf))),
    })
  if (into.type === 'object') {
    const wanted = into.props.map(({ key, target }) => [key, valueFor(target)] as const)
    const properties = fc.record(
      { ...Object.fromEntries(KEYS.slice(0, 3).map((key) => [key, leaf])), ...Object.fromEntries(wanted) },
      { requiredKeys: [] },
    )
    parts.push({ weight: 8, arbitrary: fc.tuple(properties, fc.integer({ max: 11, min: 0 })).map(dressed) })
  }
  return fc.oneof(...parts)
}

/** The properties in an object of one of several kinds. */
function dressed([properties, kind]: [Record<string, unknown>, number]): unknown {
  if (kind === 0) return Object.assign(new Point(), properties)
  if (kind === 1) return Object.assign(Object.create(null), properties)
  if (kind === 2) return Object.freeze({ ...properties })
  if (kind === 3) return Object.assign({ [Symbol.for('s')]: 1 }, properties)
  if (kind === 4) return Object.defineProperty({ ...properties }, 'b', { value: 7, enumerable: false })
  return { ...properties }
}

/** Arguments for a function: too few, enough, or too many. */
export function argsFor({ list, rest }: HeadModel): fc.Arbitrary<unknown[]> {
  const all = fc.tuple(...list.map(valueFor), rest ? valueFor(rest) : leaf, leaf)
  return fc
    .tuple(all, fc.nat({ max: list.length + 2 }))
    .map(([args, length]) => (args as unknown[]).slice(0, length))
}
