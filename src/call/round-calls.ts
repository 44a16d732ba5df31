import { PilferError, show } from '../errors.js'
import { checkOptions } from '../internal/check-options.js'
import { made } from './made.js'
import { deepRounding, type Rounding, shallowRounding, simpleRounding, tolCheck } from './round-arguments.js'

/** What {@link simpleRound}, {@link shallowRound} and {@link deepRound} take. */
export interface RoundOptions {
  /**
   * To how many decimal places numbers are rounded: an integer, below 0 for tens, hundreds and so on.
   *
   * @default 0
   */
  readonly tol?: number
}

type AnyFunction = (this: any, ...args: any[]) => any

/** Makes a function that rounds its arguments before it calls the one it is given. */
export type RoundDecorator = <F extends AnyFunction>(fn: F) => F

/**
 * Rounds the arguments of every call that are numbers, as Python's `round` does: correctly from the exact binary value, and
 * to the even digit from the exact middle. A bigint stays. Unlike the option `tol` of a cache, which rounds for the
 * key alone, it is the function itself that sees the rounded numbers.
 *
 * @throws PilferError `OPTION_INVALID` or `OPTION_UNKNOWN`; `FUNCTION_UNSUPPORTED` for what is no function, and
 * where it is written with `@` before a method.
 *
 * @example
 * ```ts
 * import { simpleRound } from 'pilfer'
 *
 * const add = simpleRound({ tol: 1 })((x: number, y: number) => x + y)
 * console.log(add(1.04, 2.06)) // 3.1
 * ```
 */
export function simpleRound(options: RoundOptions = {}): RoundDecorator {
  return decorator('simpleRound', options, simpleRounding)
}

/**
 * As {@link simpleRound}, and rounds also the numbers directly inside an argument: the elements of arrays and typed
 * arrays of floats, the members of Sets, the values of Maps and of plain objects. The function gets copies; what the
 * caller owns is not changed.
 *
 * @throws PilferError as {@link simpleRound}.
 *
 * @example
 * ```ts
 * import { shallowRound } from 'pilfer'
 *
 * const sum = shallowRound({ tol: -1 })((list: number[]) => list.reduce((a, b) => a + b, 0))
 * console.log(sum([14.6, 15, 25])) // 50
 * ```
 */
export function shallowRound(options: RoundOptions = {}): RoundDecorator {
  return decorator('shallowRound', options, shallowRounding)
}

/**
 * As {@link simpleRound}, and rounds also the numbers at any depth of arrays, typed arrays of floats, Maps (keys and
 * values), Sets and plain objects. Instances of classes, objects with accessors and objects in a cycle stay as they
 * are, and so do the keys of a Map or the members of a Set that would become the same.
 *
 * @throws PilferError as {@link simpleRound}.
 *
 * @example
 * ```ts
 * import { deepRound } from 'pilfer'
 *
 * const show = deepRound()((point: { at: number[] }) => point.at.join(' '))
 * console.log(show({ at: [0.5, 1.5, 2.51] })) // 0 2 3
 * ```
 */
export function deepRound(options: RoundOptions = {}): RoundDecorator {
  return decorator('deepRound', options, deepRounding)
}

function decorator(what: string, options: RoundOptions, rounding: (tol: number) => Rounding): RoundDecorator {
  checkOptions(what, options, { tol: tolCheck })
  const { tol = 0 } = options
  const rounded = rounding(tol)
  return <F extends AnyFunction>(fn: F, ...place: readonly unknown[]): F => {
    requireNoMember(what, place)
    if (typeof fn !== 'function')
      throw new PilferError('FUNCTION_UNSUPPORTED', `${what} takes a function, received ${show(fn)}`)
    const wrapper = isAsync(fn)
      ? async function (this: unknown, ...args: unknown[]): Promise<unknown> {
          return fn.apply(this, rounded(args) as unknown[])
        }
      : function (this: unknown, ...args: unknown[]): unknown {
          return fn.apply(this, rounded(args) as unknown[])
        }
    // What kind of function it is stays visible: a generator function cannot be memoized, for one.
    Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn))
    for (const name of ['name', 'length'] as const)
      Object.defineProperty(wrapper, name, { value: fn[name], configurable: true })
    made.set(wrapper, { fn, arrange: rounded, isConstant: true, merges: [] })
    return wrapper as F
  }
}

/** Throws unless `place`, what came behind the function, is nothing or the index that `functions.map(simpleRound())` gives. */
function requireNoMember(what: string, [place]: readonly unknown[]): void {
  if (place !== undefined && !(Number.isSafeInteger(place) && (place as number) >= 0))
    throw new PilferError(
      'FUNCTION_UNSUPPORTED',
      `${what} wraps a function and is no decorator of methods; it takes the function alone, received ${show(place)} beside it`,
    )
}

/** Whether `fn` is an `async function`, so that one made of it can be known for one, too. */
const isAsync = (fn: object): boolean => Object.prototype.toString.call(fn) === '[object AsyncFunction]'
