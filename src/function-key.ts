import { digest } from '#digest'
import type { FormOptions } from './call/form.js'
import type { Made } from './call/made.js'
import { PilferError } from './errors.js'
import { isNative } from './function-kind.js'
import { dialectOf, type Keymap } from './keymap.js'
import type { AnyFunction } from './memoized.js'

/** What in a name or version would be taken for a part of the key around it. */
const SPECIAL = /[%(),:@~\p{Cc}\p{Cs}]/gu

const WITH_THIS = ':this'

/** What decides a function's part of its keys. */
export interface PrefixOptions {
  readonly name: string | undefined
  readonly version: string | undefined
  readonly keymap: Keymap
  readonly form: FormOptions
}

/**
 * The part of every key that says which function it belongs to, and which of its calls count as one: `name`, then
 * `@version`, then `~` and what is not as usual, such as `area@2~grouped,tol=1`. The arguments follow in round brackets.
 *
 * @param bottom what `fn` was made of: the function whose text is the source, and what is merged on the way to it
 */
export function functionPrefix(fn: AnyFunction, bottom: Made, options: PrefixOptions): string {
  const { name, version } = options
  const unusual = [...mergesOf(options), ...bottom.merges.map((word) => `over=${word}`)].map(escaped)
  return [
    escaped(name ?? fn.name),
    version === undefined
      ? ''
      : `@${version === 'source' ? `source-${sourceDigest(bottom.fn)}` : escaped(version)}`,
    unusual.length === 0 ? '' : `~${unusual.join(',')}`,
  ].join('')
}

/**
 * By what calls are taken for one, or their keys read, as is not usual. The instance is not among it: keys that hold it
 * look different.
 */
export function mergesOf({ keymap, form }: Pick<PrefixOptions, 'keymap' | 'form'>): string[] {
  const { ignore, params, tol, deep } = form
  const items = ignore.filter((item) => item !== 'this').map((item) => `ignore=${item}`)
  return [
    dialectOf(keymap),
    tol === undefined ? '' : `tol=${tol}`,
    deep ? 'deep' : '',
    params === undefined ? '' : `params=${params.join(';')}`,
    ...items.sort(),
  ].filter((word) => word !== '')
}

/** The key of a call: `area(3)`, or `area:this(Circle{...},3)` where the instance is one of the arguments. */
export function callKey(prefix: string, withThis: boolean, argumentsKey: string): string {
  return `${prefix}${withThis ? WITH_THIS : ''}(${argumentsKey})`
}

/** The key of a memoized call, taken apart: the inverse of `callKey`. */
export interface KeyParts {
  /** The function's part, as `functionPrefix` makes it. */
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

/** What of a prefix is about the form of calls; another word, in first place, is the dialect of a keymap. */
const FORM_WORD = /^(?:tol=|deep$|params=|ignore=|over=)/

/** Whether the arguments in keys with that prefix were written by such a keymap, and not by one of another dialect. */
export function isWrittenBy(keymap: Keymap, prefix: string): boolean {
  const [, words = ''] = prefix.split('~')
  const first = words.split(',')[0]!
  return (FORM_WORD.test(first) ? '' : first) === escaped(dialectOf(keymap))
}

/** Whether a key is that of a call without an instance to the function with that prefix. */
export function ownsKey(prefix: string, key: string): boolean {
  return key.startsWith(`${prefix}(`)
}

/** Throws unless the function has a name that tells it from others, or was given one. */
export function requireName(
  fn: AnyFunction,
  written: AnyFunction,
  name: string | undefined,
  why: string,
): void {
  if (name === undefined && isNative(written))
    throw new PilferError(
      'NAME_REQUIRED',
      `the native or bound function ${fn.name} ${why} needs a \`name\`, since what it does and is bound to cannot be seen`,
    )
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
