import { PilferError, show } from '../errors.js'
import { arranger, type FixedPlace, remaining } from './arrange.js'
import { fixed } from './fixed.js'
import { isClass, known, titleOf } from './known.js'
import { made } from './made.js'
import type { Parameters } from './parameters.js'
import { placeOf } from './place.js'
import { isPlain } from './plain.js'
import { readParameters } from './read.js'

/**
 * Fixes parameters of a function by name and leaves the others, in their order, to the call. A key of a destructured
 * parameter can be fixed too: the call then gives a plain object, or nothing, and does not change that key. `this` is
 * passed on, and the result is what `fn` returns.
 *
 * @param values a value for each name; `undefined` lets the function's own default stand in
 * @throws PilferError `OPTION_INVALID` for a name that is no parameter, `SIGNATURE_UNREADABLE` for a native or bound
 *   function, `FUNCTION_UNSUPPORTED` for what is no function or a class; when it is called, `CALL_INVALID` where a key
 *   is fixed and something else than a plain object is given.
 *
 * @example
 * ```ts
 * import { partial } from 'pilfer'
 *
 * const power = (base: number, exponent: number) => base ** exponent
 * const square = partial(power, { exponent: 2 })
 * console.log(square(5)) // 25
 * ```
 */
export function partial<This, Result>(
  fn: (this: This, ...args: any[]) => Result,
  values: Readonly<Record<string, unknown>>,
): (this: This, ...args: any[]) => Result {
  const parameters = fixable(fn)
  if (!isPlain(values))
    throw new PilferError(
      'OPTION_INVALID',
      `partial takes an object of values by name, received ${show(values)}`,
    )
  const places = Object.entries(values).map(([name, value]) => fixedPlace(name, value, parameters, fn))
  const arrange = arranger(parameters, places, fn)
  function call(this: This, ...args: unknown[]): Result {
    return Reflect.apply(fn, this, arrange(args)) as Result
  }
  const below = fixed.get(fn)
  fixed.set(call, { fn: below?.fn ?? fn, values: Object.freeze({ ...below?.values, ...values }) })
  const isConstant = Object.values(values).every((value) => Object(value) !== value)
  made.set(call, { fn, arrange, isConstant, merges: [] })
  const left = remaining(parameters, places)
  known.set(call, left)
  present(call, fn, left)
  return call
}

function fixable(fn: unknown): Parameters {
  if (typeof fn !== 'function')
    throw new PilferError('FUNCTION_UNSUPPORTED', `partial takes a function, received ${show(fn)}`)
  if (isClass(fn))
    throw new PilferError(
      'FUNCTION_UNSUPPORTED',
      `partial takes a function, received the class ${titleOf(fn)}`,
    )
  const parameters = readParameters(fn)
  if (parameters === undefined)
    throw new PilferError(
      'SIGNATURE_UNREADABLE',
      `partial cannot read the parameters of ${titleOf(fn)}, like those of all native and bound functions`,
    )
  return parameters
}

function fixedPlace(name: string, value: unknown, parameters: Parameters, fn: Function): FixedPlace {
  const place = placeOf('partial', name, parameters, fn)
  if (place.index === parameters.list.length)
    throw new PilferError(
      'OPTION_INVALID',
      `partial cannot fix ${show(name)}, which is the rest parameter of ${titleOf(fn)}`,
    )
  return { ...place, value }
}

/** Gives a partial function a name and a length, and makes it an asynchronous one if `fn` is. */
function present(call: Function, fn: Function, { list }: Parameters): void {
  const optional = list.findIndex(({ fallback }) => fallback.type !== 'none')
  Object.setPrototypeOf(call, Object.getPrototypeOf(fn))
  Object.defineProperties(call, {
    // Without a name to go by, it has none either: whoever needs one has to ask for it.
    name: { value: fn.name === '' ? '' : `partial ${fn.name}`, configurable: true },
    length: { value: optional === -1 ? list.length : optional, configurable: true },
  })
}
