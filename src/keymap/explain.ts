import { PilferError } from '../errors.js'
import { pathOf } from './path.js'
import { Refusal } from './walk.js'

/**
 * The error for what a walk threw: which part of which argument has no place in a key, and why.
 *
 * @param ancestors the objects that the walk was in, from the argument on
 */
export function explain(error: unknown, index: number, ancestors: readonly object[]): unknown {
  if (error instanceof Refusal) {
    const { value, why, code } = error
    const way = value === undefined || value === ancestors.at(-1) ? ancestors : [...ancestors, value]
    return new PilferError(code, `${pathOf(index, way)} has no place in a key: ${why}`)
  }
  // The error of a memoized function that a getter called.
  if (error instanceof PilferError && error.code.startsWith('KEY_')) return error
  const path = pathOf(index, ancestors)
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new PilferError('KEY_TOO_DEEP', `${path} is nested deeper than the stack allows`, { cause: error })
  return (
    tooLarge(error) ??
    new PilferError('KEY_UNSUPPORTED', `${path} has no place in a key: reading it threw ${String(error)}`, {
      cause: error,
    })
  )
}

/** The error for text that grew beyond what a string can hold; `undefined` when `error` is another one. */
export function tooLarge(error: unknown): PilferError | undefined {
  const isIt =
    error instanceof Error &&
    (/Invalid string length/.test(error.message) ||
      (error as { code?: unknown }).code === 'ERR_STRING_TOO_LONG')
  return isIt
    ? new PilferError('KEY_TOO_LARGE', 'the arguments are too large for a key', { cause: error })
    : undefined
}
