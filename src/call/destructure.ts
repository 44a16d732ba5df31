import { show } from '../errors.js'
import type { ArrayPattern, ObjectPattern, Target } from './parameters.js'

/** What is wrong with a value that a pattern is to take apart. */
export class Unfit extends Error {}

/**
 * Takes a value apart as a call would, and throws {@link Unfit} where the call would fail. What a default that has to
 * be evaluated would give counts as good.
 *
 * @param path where the value is, for the message
 * @param title the function's name, for the message
 */
export function destructure(
  { fallback, pattern }: Target,
  given: unknown,
  path: string,
  title: string,
): void {
  if (pattern === undefined || (given === undefined && fallback.type === 'computed')) return
  const value = given === undefined && fallback.type === 'literal' ? fallback.value : given
  if (pattern.type === 'object') takeProperties(pattern, value, path, title)
  else takeElements(pattern, value, path, title)
}

function takeProperties({ properties }: ObjectPattern, value: unknown, path: string, title: string): void {
  if (value === undefined || value === null)
    throw new Unfit(`${path} of ${title} must be an object to destructure, received ${show(value)}`)
  for (const property of properties) {
    const { key } = property
    destructure(property, (value as Record<string, unknown>)[key], `${path}.${key}`, title)
  }
}

/** The iterators of built-in collections; looking into one of these uses nothing up. */
const REPEATABLE: readonly unknown[] = [Array, String, Map, Set, Object.getPrototypeOf(Uint8Array)].map(
  (type) => type.prototype[Symbol.iterator],
)

function takeElements({ elements, rest }: ArrayPattern, value: unknown, path: string, title: string): void {
  const iterate = (value as Iterable<unknown> | null | undefined)?.[Symbol.iterator]
  if (typeof iterate !== 'function')
    throw new Unfit(`${path} of ${title} must be iterable to be destructured, received ${show(value)}`)
  if (!REPEATABLE.includes(iterate)) return
  const items = iterate.call(value as Iterable<unknown>) as IterableIterator<unknown>
  for (const [i, element] of elements.entries()) {
    const { done, value: item } = items.next()
    if (element !== undefined) destructure(element, done ? undefined : item, `${path}[${i}]`, title)
  }
  if (rest === undefined) return
  destructure(rest, [...items], `${path}[...]`, title)
}
