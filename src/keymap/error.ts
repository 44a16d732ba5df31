import { quote } from './text.js'
import { Refusal, type Walk } from './walk.js'

/** The built-in kinds of error. */
export const ERRORS = [
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SuppressedError',
  'SyntaxError',
  'TypeError',
  'URIError',
] as const

/** Properties that are data of an error even though they are not enumerable; the stack is none. */
export const OWN_FIELDS = ['cause', 'error', 'errors', 'suppressed'] as const

/**
 * What an error of the kind `kind` says beside its enumerable properties: `'message':'no','name':'Other'`, without an
 * empty message and without the name that its kind has anyhow.
 */
export function errorContent(kind: string, error: Error, walk: Walk): string {
  if (!isError(error)) throw new Refusal(`it inherits from ${kind} without being an error`)
  const fields: string[] = []
  const add = (name: string, value: unknown): void => void fields.push(`${quote(name)}:${walk.text(value)}`)
  const isListed = (name: string): boolean => Object.prototype.propertyIsEnumerable.call(error, name)
  for (const name of OWN_FIELDS)
    if (Object.hasOwn(error, name) && !isListed(name))
      add(name, (error as unknown as Record<string, unknown>)[name])
  for (const [name, usual] of [
    ['message', ''],
    ['name', kind],
  ] as const) {
    if (isListed(name)) continue
    const value: unknown = error[name]
    if (value !== usual) add(name, value)
  }
  return fields.join(',')
}

/** Whether `value` was made as an error; one that gives itself a tag of its own is believed. */
function isError(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Error]' || Symbol.toStringTag in value
}
