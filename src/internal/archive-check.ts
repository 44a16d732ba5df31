import type { AnyArchive } from '../archive.js'
import { PilferError } from '../errors.js'
import { type Check, object } from './check-options.js'

const shaped = object('an archive such as dictArchive()', 'read', 'write', 'set', 'delete', 'keys')

/** An archive of any kind, as an option or an argument. */
export const archiveCheck: Check = {
  expected: shaped.expected,
  ok: (v) => shaped.ok(v) && typeof (v as AnyArchive).supports === 'object',
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
