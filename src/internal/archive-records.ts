import type { ArchiveRecord, SetOptions } from '../archive.js'
import { PilferError, show } from '../errors.js'
import { type Check, checkOptions } from './check-options.js'

const tagList: Check = {
  expected: 'an array of strings',
  ok: (v) => Array.isArray(v) && v.every((tag) => typeof tag === 'string'),
}

const SET_OPTIONS: Readonly<Record<string, Check>> = {
  ttl: { expected: 'a number of ms above 0 or Infinity', ok: (v) => typeof v === 'number' && v > 0 },
  tags: tagList,
}

const NO_TAGS: readonly string[] = Object.freeze([])

/** The record of a value that is set at `now`. */
export function newRecord<V>(value: V, options: SetOptions, now: number): ArchiveRecord<V> {
  checkOptions('set', options, SET_OPTIONS)
  const { ttl = Infinity, tags = NO_TAGS } = options
  return { value, created: now, expires: now + ttl, tags: ownTags(tags) }
}

/** A record that came from outside, checked and with tags of its own. */
export function checkedRecord<V>(record: ArchiveRecord<V>): ArchiveRecord<V> {
  if (typeof record !== 'object' || record === null || !('value' in record))
    throw new PilferError(
      'OPTION_INVALID',
      `write takes a record with \`value\`, \`created\`, \`expires\` and \`tags\`, as read gives it; received ${show(record)}`,
    )
  const { value, created, expires, tags } = record
  demand('created', created, Number.isFinite(created), 'a time in ms since 1970')
  demand(
    'expires',
    expires,
    typeof expires === 'number' && expires > -Infinity,
    'a time in ms since 1970 or Infinity',
  )
  demand('tags', tags, tagList.ok(tags), tagList.expected)
  return { value, created, expires, tags: ownTags(tags) }
}

/** The keys that `getMany` is to look up. */
export const listOfKeys = (keys: Iterable<string>): readonly string[] =>
  listOf(keys, 'getMany takes a list of keys')

/** The entries that `setMany` is to set. */
export function listOfEntries<V>(entries: Iterable<readonly [string, V]>): readonly (readonly [string, V])[] {
  const list = listOf(entries, 'setMany takes a list of [key, value] pairs')
  for (const [i, entry] of list.entries())
    if (!Array.isArray(entry) || entry.length !== 2)
      throw new PilferError(
        'OPTION_INVALID',
        `entry ${i + 1} must be a [key, value] pair, received ${show(entry)}`,
      )
  return list
}

function listOf<T>(items: Iterable<T>, expected: string): readonly T[] {
  if (typeof items !== 'object' || items === null || !(Symbol.iterator in items))
    throw new PilferError('OPTION_INVALID', `${expected}, received ${show(items)}`)
  return [...items]
}

/** The record, unless it has expired by `clock`, which is asked only where it matters. */
export function alive<V>(
  record: ArchiveRecord<V> | undefined,
  clock: () => number,
): ArchiveRecord<V> | undefined {
  return record !== undefined && (record.expires === Infinity || record.expires > clock())
    ? record
    : undefined
}

const ownTags = (tags: readonly string[]): readonly string[] => (tags.length === 0 ? NO_TAGS : [...tags])

function demand(name: string, value: unknown, isOk: boolean, expected: string): void {
  if (!isOk)
    throw new PilferError(
      'OPTION_INVALID',
      `\`${name}\` of a record must be ${expected}, received ${show(value)}`,
    )
}
