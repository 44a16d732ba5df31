import type { AnyArchive } from '../archive.js'
import { PilferError, show } from '../errors.js'
import { type Check, func, object, text } from './check-options.js'

const shaped = object('an archive such as dictArchive()', 'read', 'write', 'set', 'delete', 'keys')

const supports: Check = {
  expected: 'an object that says what it can do',
  ok: (v) => typeof v === 'object' && v !== null,
}

/** An archive of any kind, as an option or an argument. */
export const archiveCheck: Check = {
  expected: shaped.expected,
  ok: (v) => shaped.ok(v) && supports.ok((v as AnyArchive).supports),
}

const STORE = { kind: text, supports, read: func, write: func, delete: func, clear: func, keys: func }

/** What a store may do beside that. */
const MORE = {
  has: func,
  size: func,
  readMany: func,
  writeMany: func,
  at: func,
  range: func,
  transact: func,
  prune: func,
  verify: func,
  repair: func,
  stats: func,
  writeStream: func,
  readStream: func,
  close: func,
}

/**
 * Throws for what is no store that an archive can be made of.
 *
 * @param what the function that takes the store, for the message
 */
export function requireStore(what: string, store: unknown): void {
  if (typeof store !== 'object' || store === null)
    throw new PilferError('OPTION_INVALID', `${what} takes a store, received ${show(store)}`)
  for (const [name, { expected, ok }] of Object.entries({ ...STORE, ...MORE })) {
    const value = (store as Record<string, unknown>)[name]
    if (value === undefined && name in MORE) continue
    if (!ok(value))
      throw new PilferError(
        'OPTION_INVALID',
        `\`${name}\` of a store of ${what} must be ${expected}, received ${show(value)}`,
      )
  }
}

/** Whether something has to be waited for; only an archive can have to be. */
export const isAsync = (value: unknown): boolean =>
  archiveCheck.ok(value) && (value as AnyArchive).supports.async

/**
 * Throws for an archive that cannot list its keys.
 *
 * @param done what would have been done to it, for the message
 */
export function requireEnumerable(
  { kind, supports }: Pick<AnyArchive, 'kind' | 'supports'>,
  done: string,
): void {
  if (!supports.enumerate)
    throw new PilferError(
      'ARCHIVE_NOT_ENUMERABLE',
      `this ${kind} archive cannot list its keys, so it cannot be ${done}`,
    )
}

/**
 * The error for what this kind of archive cannot do.
 *
 * @param ability the member of `supports` that tells
 */
export function unsupported(kind: string, what: string, ability: string): PilferError {
  return new PilferError(
    'ARCHIVE_UNSUPPORTED',
    `this ${kind} archive cannot ${what}; those can whose \`supports.${ability}\` says so`,
  )
}
