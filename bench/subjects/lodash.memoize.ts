import memoize from 'lodash.memoize'
import type { MemoSubject } from '../subject.js'

export const memo: MemoSubject = {
  name: 'lodash.memoize',
  kind: 'first argument',
  create: (fn) => memoize(fn),
}
