import { contentOf, elementCount } from './round-content.js'

/** An object that rounding looks into, taken apart. */
export interface Whole {
  /** What it holds: the keys of a Map first, then other content, then its own enumerable properties. */
  readonly parts: readonly unknown[]
  /** How many of the first parts are the keys of a Map. */
  readonly keyCount: number
  /** A new object that holds `parts`, one for each of those above, and is otherwise the same. */
  remake(parts: readonly unknown[]): object
}

type Property = readonly [key: PropertyKey, descriptor: PropertyDescriptor]

/**
 * The parts of an array, a plain object, a Map, a Set or a typed array of floats. `undefined` for everything else: an
 * instance of any other class, one of a class derived from these, and an object with an accessor, which is code.
 */
export function takeApart(object: object): Whole | undefined {
  const content = contentOf(object)
  if (content === undefined) return undefined
  const properties = content.isAll ? [] : dataProperties(object)
  if (properties === undefined) return undefined
  const values = properties.filter(isEnumerable).map(([, { value }]) => value)
  return {
    parts: content.parts.length === 0 ? values : [...content.parts, ...values],
    keyCount: content.keyCount,
    remake(parts) {
      const whole = content.make(parts)
      let at = content.parts.length
      for (const property of properties) {
        const [key, descriptor] = property
        const value = isEnumerable(property) ? parts[at++] : descriptor.value
        Object.defineProperty(whole, key, { ...descriptor, value })
      }
      return whole
    },
  }
}

const isEnumerable = ([, descriptor]: Property): boolean => descriptor.enumerable === true

/** The own properties beside the elements of a typed array; `undefined` when one of them is an accessor. */
function dataProperties(object: object): Property[] | undefined {
  const properties: Property[] = []
  for (const key of Reflect.ownKeys(object).slice(elementCount(object))) {
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key)
    if (descriptor === undefined) continue
    if (!('value' in descriptor)) return undefined
    properties.push([key, descriptor])
  }
  return properties
}
