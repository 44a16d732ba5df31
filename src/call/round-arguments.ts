import type { Check } from '../internal/check-options.js'
import { round } from './round.js'
import { DeepRounding } from './round-deep.js'
import { takeApart } from './round-parts.js'

/**
 * Rounds the numbers among the arguments of a call: gives the list itself when nothing changes, otherwise a new one.
 * What the caller owns is never changed.
 */
export type Rounding = (args: readonly unknown[]) => readonly unknown[]

/** What the option `tol` may be. */
export const tolCheck: Check = { expected: 'an integer', ok: Number.isSafeInteger }

/** The rounding that the options `tol` and `deep` ask for; none without `tol`. */
export function roundingOf(tol: number | undefined, deep = false): Rounding | undefined {
  if (tol === undefined) return undefined
  return deep ? deepRounding(tol) : simpleRounding(tol)
}

/** Rounds the arguments that are numbers. */
export function simpleRounding(tol: number): Rounding {
  return (args) => each(args, (arg) => leaf(arg, tol))
}

/**
 * Rounds the arguments that are numbers, and the numbers directly inside an argument: the elements of arrays and typed
 * arrays, the members of Sets, the values of Maps and of plain objects.
 */
export function shallowRounding(tol: number): Rounding {
  const inside = (object: object): object => {
    const whole = takeApart(object)
    if (whole === undefined) return object
    const parts = each(whole.parts, (part, i) => (i < whole.keyCount ? part : leaf(part, tol)))
    return parts === whole.parts ? object : whole.remake(parts)
  }
  return (args) => each(args, (arg) => (isObject(arg) ? inside(arg) : leaf(arg, tol)))
}

/**
 * Rounds the numbers at any depth of arrays, typed arrays of floats, Maps (keys too), Sets and plain objects. Strings,
 * other typed arrays, instances of classes, objects with accessors and objects in a cycle stay as they are.
 */
export function deepRounding(tol: number): Rounding {
  const roundNumber = (x: number): number => round(x, tol)
  return (args) => {
    if (!args.some(isObject)) return each(args, (arg) => leaf(arg, tol))
    const deep = new DeepRounding(roundNumber)
    return each(args, (arg) => deep.rounded(arg))
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const leaf = (value: unknown, tol: number): unknown => (typeof value === 'number' ? round(value, tol) : value)

/** What `change` makes of the items: the list itself when that is the same. */
function each(
  items: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    const other = change(item, i)
    if (!Object.is(other, item)) (changed ??= [...items])[i] = other
  }
  return changed ?? items
}
