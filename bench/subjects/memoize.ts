import memoize from 'memoize'
import type { MemoSubject } from '../subject.js'

export const memo: MemoSubject = {
  name: 'memoize',
  kind: 'first argument',
  create: (fn) => memoize(fn),
}

/** As its documentation says for several arguments and for objects. */
export const memoByJson: MemoSubject = {
  name: 'memoize, JSON.stringify',
  kind: 'structure',
  create: (fn) => memoize(fn, { cacheKey: JSON.stringify }),
}
