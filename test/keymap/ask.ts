import type { PilferError } from '../../src/errors.js'
import { stringKeymap } from '../../src/keymap/string.js'
import { codeOf } from '../helpers/error-code.js'

export const keymap = stringKeymap()

/** The code of the error that the arguments make. */
export const refused = (...args: unknown[]): unknown => codeOf(() => keymap.key(args))

/** The error that the arguments make. */
export function errorOf(...args: unknown[]): PilferError {
  try {
    keymap.key(args)
  } catch (error) {
    return error as PilferError
  }
  throw new Error('nothing was thrown')
}

/** A value inside so many others. */
export function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  let value: unknown = 1
  for (let i = 0; i < levels; i++) value = wrap(value)
  Error.stackTraceLimit = stackTraceLimit
  return value
}
