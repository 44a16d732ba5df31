import memoizee from 'memoizee'
import type { MemoSubject } from '../subject.js'

export const memoByIdentity: MemoSubject = {
  name: 'memoizee',
  kind: 'identity',
  create: (fn, max) => memoizee(fn, { max, length: false }),
  createAsync: (fn, max) => memoizee(fn, { max, length: false, promise: true }),
}

/** As its documentation says for objects of equal content. */
export const memoByJson: MemoSubject = {
  name: 'memoizee, JSON.stringify',
  kind: 'structure',
  create: (fn, max) => memoizee(fn, { max, length: false, normalizer: JSON.stringify }),
  createAsync: (fn, max) => memoizee(fn, { max, length: false, normalizer: JSON.stringify, promise: true }),
}

export const memoByText: MemoSubject = {
  name: 'memoizee, primitive',
  kind: 'structure',
  primitivesOnly: true,
  create: (fn, max) => memoizee(fn, { max, length: false, primitive: true }),
  createAsync: (fn, max) => memoizee(fn, { max, length: false, primitive: true, promise: true }),
}
