import { isClass, textOf } from './call/known.js'
import { PilferError } from './errors.js'

type AnyFunction = (...args: any[]) => unknown

const tagOf = (fn: AnyFunction): unknown => (fn as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]

/** Whether `fn` was written as an `async function`. */
export const isAsyncFunction = (fn: AnyFunction): boolean => tagOf(fn) === 'AsyncFunction'

/** The words by which a function sees what it is called on; the escapes may spell `eval`. */
const MAY_USE_THIS = /\b(?:this|super|eval)\b|\\u(?:00|\{0*)[67]/

/**
 * Whether a function's result may depend on what it is called on. Its text tells: without the words `this`, `super`
 * and `eval` it cannot (an arrow function or a bound function never does).
 */
export function mayUseThis(fn: AnyFunction): boolean {
  if (isNative(fn)) return !fn.name.startsWith('bound ')
  return MAY_USE_THIS.test(textOf(fn))
}

/** Whether a function has no text: it is built in, bound, or a Proxy. */
export const isNative = (fn: AnyFunction): boolean => textOf(fn).endsWith('{ [native code] }')

/** Throws for what is no function, or one whose result cannot be given twice. */
export function requireMemoizable(what: string, fn: unknown): asserts fn is AnyFunction {
  if (typeof fn !== 'function')
    throw new PilferError('FUNCTION_UNSUPPORTED', `${what} takes a function, received ${typeof fn}`)
  const kind = tagOf(fn as AnyFunction)
  if (kind === 'GeneratorFunction' || kind === 'AsyncGeneratorFunction')
    throw new PilferError(
      'FUNCTION_UNSUPPORTED',
      `${what} cannot take the generator function ${fn.name}: what it returns can be read only once; return an array`,
    )
  if (isClass(fn as AnyFunction))
    throw new PilferError(
      'FUNCTION_UNSUPPORTED',
      `${what} cannot take the class ${fn.name}: memoize a function that makes its instances`,
    )
}
