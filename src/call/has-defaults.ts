import { isClass, known, textOf } from './known.js'
import { hasDefault } from './parameters.js'

/**
 * A head without defaults: up to the first parenthesis that closes, or to the arrow behind a single name, there is
 * nothing that could be a default, a computed name, a string or a comment.
 */
const PLAIN_HEAD = /^[^([=@'"`/<-]*(?:\([^()='"`/<-]*\)|=>)/

/**
 * Whether a function may have defaults, told without parsing it: it may say so of one that has none, but never denies
 * it of one that has.
 */
export function mayHaveDefaults(fn: Function): boolean {
  if (known.has(fn)) return known.get(fn)?.list.some(hasDefault) === true
  return isClass(fn) || !PLAIN_HEAD.test(textOf(fn))
}
