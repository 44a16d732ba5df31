import { pilferTypeError, show } from './errors.js'

/** Throws unless the key of a cache is one that its archive can take. */
export function requireString(key: unknown): asserts key is string {
  if (typeof key !== 'string')
    throw pilferTypeError('KEY_NOT_STRING', `a key must be a string with an archive, received ${show(key)}`)
}
