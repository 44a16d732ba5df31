import { NULL } from '../call/null.js'
import { copyOf, isPlain } from '../call/plain.js'
import { PilferError } from '../errors.js'
import type { Row } from './row.js'

/**
 * A row's member as a file is to say it: in the arguments, what was ignored is the word `'NULL'`, since a symbol is
 * nothing that a file can hold. Arguments only tell what a row is about; its key says exactly which call it was.
 *
 * @param where what to call the row in a message
 * @throws PilferError `VALUE_TOO_DEEP` or `VALUE_UNSUPPORTED` for arguments that cannot be looked through.
 */
export function readable(row: Row, name: keyof Row, where: string): unknown {
  if (name !== 'args') return row[name]
  try {
    return withWords(row.args, new Map())
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new PilferError('VALUE_TOO_DEEP', `\`args\` of ${where} nests too deep to be written`, { cause })
    throw new PilferError('VALUE_UNSUPPORTED', `\`args\` of ${where} cannot be read`, { cause })
  }
}

/**
 * NULL stands for an argument, or for a property of a plain object, at any depth; what holds none stays the same.
 *
 * @param done what has become of each object; one on the way stands for itself, so a cycle leads back to the original
 */
function withWords(value: unknown, done: Map<object, unknown>): unknown {
  if (value === NULL) return 'NULL'
  if (!Array.isArray(value) && !isPlain(value)) return value
  if (done.has(value)) return done.get(value)
  done.set(value, value)
  const changed = Object.entries(value)
    .map(([key, part]): [string, unknown] => [key, withWords(part, done)])
    .filter(([key, part]) => part !== (value as Record<string, unknown>)[key])
  if (changed.length === 0) return value
  const copy: unknown[] | Record<PropertyKey, unknown> = Array.isArray(value) ? [...value] : copyOf(value)
  Object.assign(copy, Object.fromEntries(changed))
  done.set(value, copy)
  return copy
}
