import { PilferError, show } from '../errors.js'
import { destructure, Unfit } from './destructure.js'
import { isClass, titleOf } from './known.js'
import { made } from './made.js'
import { readParameters } from './read.js'

/**
 * Throws if a function could not take these arguments: what it destructures is `undefined`, `null` or not iterable, or
 * it is a class, which takes `new`. The function is not called, and none of its defaults is evaluated; one that is not
 * written down as data counts as good. Nothing is taken from an iterable that is not built in.
 *
 * Native and bound functions have no parameters to read, and any arguments are good for them.
 *
 * @throws PilferError `CALL_INVALID` naming the argument; `FUNCTION_UNSUPPORTED` when `fn` is no function.
 *
 * @example
 * ```ts
 * import { validate } from 'pilfer'
 *
 * const area = ({ width, height }: { width: number; height: number }) => width * height
 * validate(area, { width: 2, height: 3 })
 * try {
 *   validate(area)
 * } catch (error) {
 *   console.log((error as Error).message) // args[0] of area must be an object to destructure, received undefined
 * }
 * ```
 */
export function validate(fn: Function, ...args: readonly unknown[]): void {
  if (typeof fn !== 'function')
    throw new PilferError('FUNCTION_UNSUPPORTED', `validate takes a function, received ${show(fn)}`)
  if (isClass(fn))
    throw new PilferError('CALL_INVALID', `the class ${titleOf(fn)} cannot be called without new`)
  const whole = made.get(fn)
  if (whole === undefined) take(fn, args)
  else validate(whole.fn, ...reading(fn, () => whole.arrange(args)))
}

/** Takes arguments apart as a call of `fn` would. */
function take(fn: Function, args: readonly unknown[]): void {
  const parameters = readParameters(fn)
  if (parameters === undefined) return
  const { list, rest } = parameters
  const title = titleOf(fn)
  reading(fn, () => {
    for (const [i, parameter] of list.entries()) destructure(parameter, args[i], `args[${i}]`, title)
    if (rest !== undefined) destructure(rest, args.slice(list.length), `args[${list.length}...]`, title)
  })
}

/** What `work` makes of the arguments of a call of `fn`; whatever it throws means that the call is no good. */
function reading<T>(fn: Function, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof PilferError && cause.code === 'CALL_INVALID') throw cause
    if (cause instanceof Unfit) throw new PilferError('CALL_INVALID', cause.message)
    throw new PilferError('CALL_INVALID', `an argument of ${titleOf(fn)} cannot be read`, { cause })
  }
}

/**
 * Whether a function could take these arguments: `false` where {@link validate} throws.
 *
 * @throws PilferError `FUNCTION_UNSUPPORTED` when `fn` is no function.
 *
 * @example
 * ```ts
 * import { isvalid } from 'pilfer'
 *
 * const first = ([item]: unknown[]) => item
 * console.log(isvalid(first, [1, 2]), isvalid(first, 1)) // true false
 * ```
 */
export function isvalid(fn: Function, ...args: readonly unknown[]): boolean {
  try {
    validate(fn, ...args)
    return true
  } catch (error) {
    if (error instanceof PilferError && error.code === 'CALL_INVALID') return false
    throw error
  }
}
