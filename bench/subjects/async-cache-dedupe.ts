import { createCache } from 'async-cache-dedupe'
import type { MemoSubject } from '../subject.js'

/** Longer than a row is measured, in seconds. */
const LONG = 3_600

/** A function that it defines takes one argument, so this is the list of them. */
export const memo: MemoSubject = {
  name: 'async-cache-dedupe',
  kind: 'structure',
  asyncOnly: true,
  create(fn, size) {
    const { call } = createCache({ ttl: LONG, storage: { type: 'memory', options: { size } } }).define(
      'call',
      async (args: unknown[]) => fn(...args),
    )
    return (...args) => call(args)
  },
}
