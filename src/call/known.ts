import type { Parameters } from './parameters.js'

/** The parameters of the functions that have been looked at; `undefined` where they cannot be read. */
export const known = new WeakMap<Function, Parameters | undefined>()

/** The text of any function, whatever its own `toString` says. */
export const textOf = (fn: Function): string => Function.prototype.toString.call(fn)

/** Whether `fn` was written as a class, which can be called with `new` only; a method may be called `class`, too. */
export const isClass = (fn: Function): boolean => /^class(?=[\s{/])(?!\s*\()/.test(textOf(fn))

/** What a message calls a function. */
export const titleOf = (fn: Function): string =>
  typeof fn.name === 'string' && fn.name !== '' ? fn.name : 'the function'
