import fastMemoize from 'fast-memoize'
import type { AnyFunction, MemoSubject } from '../subject.js'

// The package is CommonJS, and its types say otherwise.
const memoize = fastMemoize as unknown as (fn: AnyFunction) => AnyFunction

export const memo: MemoSubject = {
  name: 'fast-memoize',
  kind: 'structure',
  create: (fn) => memoize(fn),
}
