import pMemoize from 'p-memoize'
import type { MemoSubject } from '../subject.js'

export const memo: MemoSubject = {
  name: 'p-memoize',
  kind: 'first argument',
  asyncOnly: true,
  create: (fn) => pMemoize(fn),
}

/** As its documentation says for several arguments and for objects. */
export const memoByJson: MemoSubject = {
  name: 'p-memoize, JSON.stringify',
  kind: 'structure',
  asyncOnly: true,
  create: (fn) => pMemoize(fn, { cacheKey: JSON.stringify }),
}
