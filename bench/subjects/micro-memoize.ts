import { memoize } from 'micro-memoize'
import type { MemoSubject } from '../subject.js'

export const memoByIdentity: MemoSubject = {
  name: 'micro-memoize',
  kind: 'identity',
  create: (fn, maxSize) => memoize(fn, { maxSize }),
  createAsync: (fn, maxSize) => memoize(fn, { maxSize, async: true }),
}

export const memoByStructure: MemoSubject = {
  name: 'micro-memoize, deep',
  kind: 'structure',
  create: (fn, maxSize) => memoize(fn, { maxSize, isKeyItemEqual: 'deep' }),
  createAsync: (fn, maxSize) => memoize(fn, { maxSize, isKeyItemEqual: 'deep', async: true }),
}
