import { NULL } from '../call/null.js'
import { copyOf, isPlain } from '../call/plain.js'
import type { Row } from './row.js'

/**
 * A row's member as a file is to say it: in the arguments, what was ignored is the word `'NULL'`, since a symbol is
 * nothing that a file can hold. Arguments only tell what a row is about; its key says exactly which call it was.
 */
export function readable(row: Row, name: keyof Row): unknown {
  return name === 'args' ? withWords(row.args) : row[name]
}

/** NULL stands for an argument, or for a property of a plain object, at any depth; what holds none stays the same. */
function withWords(value: unknown): unknown {
  if (value === NULL) return 'NULL'
  if (!Array.isArray(value) && !isPlain(value)) return value
  const changed = Object.entries(value)
    .map(([key, part]): [string, unknown] => [key, withWords(part)])
    .filter(([key, part]) => part !== (value as Record<string, unknown>)[key])
  if (changed.length === 0) return value
  const copy: unknown[] | Record<PropertyKey, unknown> = Array.isArray(value) ? [...value] : copyOf(value)
  return Object.assign(copy, Object.fromEntries(changed))
}
