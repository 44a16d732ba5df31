import callableMoize from 'moize'
import type { AnyFunction, MemoSubject } from '../subject.js'

interface Options {
  readonly maxSize: number
  readonly isDeepEqual?: boolean
  readonly isPromise?: boolean
}

// The package is CommonJS, and its types say otherwise.
const moize = callableMoize as unknown as (fn: AnyFunction, options: Options) => AnyFunction

export const memoByIdentity: MemoSubject = {
  name: 'moize',
  kind: 'identity',
  create: (fn, maxSize) => moize(fn, { maxSize }),
  createAsync: (fn, maxSize) => moize(fn, { maxSize, isPromise: true }),
}

export const memoByStructure: MemoSubject = {
  name: 'moize, deep',
  kind: 'structure',
  create: (fn, maxSize) => moize(fn, { maxSize, isDeepEqual: true }),
  createAsync: (fn, maxSize) => moize(fn, { maxSize, isDeepEqual: true, isPromise: true }),
}
