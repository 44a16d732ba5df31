import { isDeepStrictEqual } from '#equal'
import type { AnyArchive, Content } from '../archive.js'
import { PilferError, show } from '../errors.js'
import { archiveCheck, requireEnumerable } from './archive-check.js'
import { object } from './check-options.js'
import { each } from './each.js'
import type { Steps } from './run.js'

/** One side of a comparison: entries that are asked for by key. */
export interface Side {
  /** The entry of `key`, or `undefined`; what is found may have to be waited for. */
  find(key: unknown): unknown
  /** How many entries there are; may have to be waited for. */
  size(): unknown
}

const content = object('an archive, a Cache or a Map', 'get', 'has', 'set', 'delete', 'clear', 'entries')

/** Whether `other` holds the same keys as `side`, with equal values. It is listed once, and no further than needed. */
export function* sameContent(side: Side, other: Content): Steps<boolean> {
  if (!content.ok(other))
    throw new PilferError('OPTION_INVALID', `equals takes ${content.expected}, received ${show(other)}`)
  if (archiveCheck.ok(other)) requireEnumerable(other as AnyArchive, 'compared')
  let matches = 0
  const areFound = yield* each<readonly [unknown, unknown]>(other.entries(), function* ([key, value]) {
    const entry: { readonly value: unknown } | undefined = yield side.find(key)
    if (entry === undefined || !isDeepStrictEqual(entry.value, value)) return false
    matches++
    return true
  })
  return areFound && (yield side.size()) === matches
}
