import { digest } from '#digest'
import { PilferError } from './errors.js'

/** What in a name or version would be taken for a part of the key around it. */
const SPECIAL = /[%()@:\p{Cc}\p{Cs}]/gu

/**
 * The part of every key that says which function it belongs to: `name` or `name@version`. The arguments follow in
 * round brackets.
 */
export function functionPrefix(
  fn: { readonly name: string },
  name: string | undefined,
  version: string | undefined,
): string {
  const base = escaped(name ?? fn.name)
  if (version === undefined) return base
  return `${base}@${version === 'source' ? `source-${sourceDigest(fn)}` : escaped(version)}`
}

/** The key of a call: `area(3)`, or `area:this(Circle{...},3)` where the instance is one of the arguments. */
export function callKey(prefix: string, withThis: boolean, argumentsKey: string): string {
  return withThis ? `${prefix}:this(${argumentsKey})` : `${prefix}(${argumentsKey})`
}

/** Whether a key is that of a call without an instance to the function with that prefix. */
export function ownsKey(prefix: string, key: string): boolean {
  return key.startsWith(`${prefix}(`)
}

/** Throws unless the function has a name of its own or was given one. */
export function requireName(fn: { readonly name: string }, name: string | undefined, why: string): void {
  if (name === undefined && fn.name === '')
    throw new PilferError(
      'NAME_REQUIRED',
      `an anonymous function ${why} needs a \`name\`, by which its results are told from those of others`,
    )
}

function escaped(text: string): string {
  return text.replace(SPECIAL, (c) => `%${c.codePointAt(0)!.toString(16).padStart(2, '0')};`)
}

function sourceDigest(fn: object): string {
  return digest('sha256', Function.prototype.toString.call(fn)).slice(0, 32)
}
