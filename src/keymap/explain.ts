import { PilferError, show } from '../errors.js'
import { pathOf } from './path.js'
import { Refusal } from './walk.js'

/**
 * The error for what a walk threw: which part of which argument has no place in a key, and why.
 *
 * @param ancestors the objects that the walk was in, from the argument on
 */
export function explain(error: unknown, index: number, ancestors: readonly object[]): PilferError {
  if (error instanceof Refusal) {
    const { value, why, code } = error
    const way = value === undefined || value === ancestors.at(-1) ? ancestors : [...ancestors, value]
    return new PilferError(code, `${pathOf(index, way)} has no place in a key: ${why}`)
  }
  // A getter may have called another memoized function.
  if (error instanceof PilferError && error.code.startsWith('KEY_')) return error
  const path = pathOf(index, ancestors)
  if (isStackOverflow(error))
    return new PilferError('KEY_TOO_DEEP', `${path} nests too deep for what is left of the stack`, {
      cause: error,
    })
  const why = `reading it threw ${asText(error)}`
  return (
    tooLarge(error) ??
    new PilferError('KEY_UNSUPPORTED', `${path} has no place in a key: ${why}`, { cause: error })
  )
}

/** The error for text that grew beyond what a string can hold; `undefined` when `error` is another one. */
export function tooLarge(error: unknown): PilferError | undefined {
  if (!(error instanceof Error)) return undefined
  const isIt =
    error.message === 'Invalid string length' || ('code' in error && error.code === 'ERR_STRING_TOO_LONG')
  const message = 'the arguments are too large for a key'
  return isIt ? new PilferError('KEY_TOO_LARGE', message, { cause: error }) : undefined
}

const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && error.message.includes('call stack')

function asText(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return show(thrown)
  }
}
