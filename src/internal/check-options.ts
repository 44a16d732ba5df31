import { PilferError, show } from '../errors.js'

/** What an option may be: a test, and the words for a message. */
export interface Check {
  readonly expected: string
  readonly ok: (value: unknown) => boolean
}

export const bool: Check = { expected: 'true or false', ok: (v) => typeof v === 'boolean' }
export const text: Check = { expected: 'a non-empty string', ok: (v) => typeof v === 'string' && v !== '' }
export const func: Check = { expected: 'a function', ok: (v) => typeof v === 'function' }
export const positiveNumber: Check = {
  expected: 'a number above 0',
  ok: (v) => typeof v === 'number' && v > 0,
}

/** One of some fixed values. */
export const oneOf = (...values: readonly unknown[]): Check => ({
  expected: values.map(show).join(' or '),
  ok: (v) => values.includes(v),
})

/** An object that has all of `methods`. */
export const object = (expected: string, ...methods: readonly string[]): Check => ({
  expected,
  ok: (v) => typeof v === 'object' && v !== null && methods.every((m) => typeof (v as any)[m] === 'function'),
})

/**
 * Throws unless `options` holds nothing but what `spec` allows. An option given as `undefined` counts as not given.
 *
 * @param what the function that takes the options, for the message
 */
export function checkOptions(what: string, options: unknown, spec: Readonly<Record<string, Check>>): void {
  if (typeof options !== 'object' || options === null || isIterable(options))
    throw new PilferError('OPTION_INVALID', `${what} takes an object of options, received ${show(options)}`)
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(spec, name)) throw unknownOption(what, name, Object.keys(spec))
    if (value === undefined) continue
    const { expected, ok } = spec[name]!
    if (!ok(value))
      throw new PilferError(
        'OPTION_INVALID',
        `\`${name}\` of ${what} must be ${expected}, received ${show(value)}`,
      )
  }
}

const isIterable = (value: object): boolean => Symbol.iterator in value

function unknownOption(what: string, name: string, known: readonly string[]): PilferError {
  const near = known.find((k) => distance(k.toLowerCase(), name.toLowerCase()) <= 2)
  const help = near === undefined ? `it takes ${known.join(', ')}` : `did you mean \`${near}\`?`
  return new PilferError('OPTION_UNKNOWN', `${what} has no option \`${name}\`; ${help}`)
}

/** Levenshtein distance: how many letters to insert, delete or change to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
