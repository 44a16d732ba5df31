import { isDeepStrictEqual } from 'node:util'
import nano from 'nano-memoize'
import type { AnyFunction, MemoSubject } from '../subject.js'

interface Options {
  readonly vargs?: boolean
  readonly equals?: (a: unknown, b: unknown) => boolean
}

// The package is CommonJS, and its types say otherwise.
const { nanomemoize } = nano as unknown as { nanomemoize(fn: AnyFunction, options?: Options): AnyFunction }

/** A function that declares one parameter, or one before its defaults, is told apart by that one. */
export const memo: MemoSubject = {
  name: 'nano-memoize',
  kind: 'first argument',
  create: (fn) => nanomemoize(fn),
}

export const memoByIdentity: MemoSubject = {
  name: 'nano-memoize, vargs',
  kind: 'identity',
  create: (fn) => nanomemoize(fn, { vargs: true }),
}

export const memoByStructure: MemoSubject = {
  name: 'nano-memoize, deep',
  kind: 'structure',
  create: (fn) => nanomemoize(fn, { equals: isDeepStrictEqual }),
}
