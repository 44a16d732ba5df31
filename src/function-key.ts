import { digest } from '#digest'
import { PilferError } from './errors.js'

/** What in a name or version would be taken for a part of the key around it. */
const SPECIAL = /[%()@:\p{Cc}\p{Cs}]/gu

const WITH_THIS = ':this'

/**
 * The part of every key that says which function it belongs to: `name` or `name@version`. The arguments follow in
 * round brackets.
 *
 * @param written the function whose text is the source: `fn`, or what it was made of
 */
export function functionPrefix(
  fn: { readonly name: string },
  written: object,
  name: string | undefined,
  version: string | undefined,
): string {
  const base = escaped(name ?? fn.name)
  if (version === undefined) return base
  return `${base}@${version === 'source' ? `source-${sourceDigest(written)}` : escaped(version)}`
}

/** The key of a call: `area(3)`, or `area:this(Circle{...},3)` where the instance is one of the arguments. */
export function callKey(prefix: string, withThis: boolean, argumentsKey: string): string {
  return `${prefix}${withThis ? WITH_THIS : ''}(${argumentsKey})`
}

/** The key of a memoized call, taken apart: the inverse of `callKey`. */
export interface KeyParts {
  /** The function's part: `name` or `name@version`. */
  readonly prefix: string
  /** The first of the arguments is the instance. */
  readonly withThis: boolean
  /** What the keymap made of the arguments. */
  readonly argumentsKey: string
}

/** The parts of `key`; `undefined` where it is not the key of a call. A prefix has no bracket and no colon of its own. */
export function keyParts(key: string): KeyParts | undefined {
  const open = key.indexOf('(')
  if (open === -1 || !key.endsWith(')')) return undefined
  const head = key.slice(0, open)
  const withThis = head.endsWith(WITH_THIS)
  return {
    prefix: withThis ? head.slice(0, -WITH_THIS.length) : head,
    withThis,
    argumentsKey: key.slice(open + 1, -1),
  }
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
