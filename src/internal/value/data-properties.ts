import { inspect } from 'node:util'

const NONE: readonly symbol[] = []
const isEnumerable = Object.prototype.propertyIsEnumerable

/**
 * The own symbols of an object by which equality can tell it apart: the enumerable ones, and `Symbol.toStringTag`
 * whether enumerable or not.
 */
export function dataSymbols(object: object): readonly symbol[] {
  const all = Object.getOwnPropertySymbols(object)
  if (all.length === 0) return NONE
  return all.filter((symbol) => symbol === Symbol.toStringTag || isEnumerable.call(object, symbol))
}

/** Whether an object has no property that equality looks at. */
export function isBare(object: object): boolean {
  return Object.keys(object).length === 0 && dataSymbols(object).length === 0
}

/** Gives `target` a property of its own, whatever its prototype has under that name. */
export function setOwn(target: object, key: PropertyKey, value: unknown): void {
  if (key in target)
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
  else (target as any)[key] = value
}

/** Gives `target` a property of its own that is not listed. */
export function setHidden(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, configurable: true })
}

const FEW = 96
const TERSE = {
  compact: true,
  breakLength: Infinity,
  customInspect: false,
  depth: 0,
  getters: false,
  maxArrayLength: 0,
  showHidden: false,
  showProxy: false,
} as const

/**
 * Whether every own enumerable string key of an array without holes, or of a typed array, is an index.
 *
 * Listing the keys of a long one takes longer than storing it. `inspect` with `maxArrayLength: 0` looks only at the
 * keys that are no index; where its text is not just the count, the keys are listed after all.
 */
export function hasOnlyIndices(list: ArrayLike<unknown> & object): boolean {
  if (list.length > FEW && inspect(list, TERSE).endsWith(`[ ... ${list.length} more items ]`)) return true
  return Object.keys(list).length === list.length
}
