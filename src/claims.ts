import type { AnyArchive } from './archive.js'
import { warn } from './archive-errors.js'
import type { Cache } from './cache.js'
import { PilferError } from './errors.js'
import type { AnyFunction } from './memoized.js'

/** By cache or archive: the function that uses a name there. */
const owners = new WeakMap<object, Map<string, AnyFunction>>()

/** By archive: the names that have been warned of. */
const warned = new WeakMap<object, Set<string>>()

/**
 * Takes the name `prefix` in a cache for `fn`. Another function of that name would read its results.
 *
 * @throws PilferError `OPTION_CONFLICT` when another function has the name.
 */
export function claimInCache(cache: Cache<any, any, any>, prefix: string, fn: AnyFunction): void {
  if (ownerOf(cache, prefix, fn) !== fn) throw new PilferError('OPTION_CONFLICT', conflict(prefix, 'cache'))
}

/**
 * The same in an archive, where it is only warned of, once: it may be the next version of the function, or the same one made
 * again. Functions of one text are two as well, since they may see different variables around them.
 */
export function claimInArchive(archive: AnyArchive, prefix: string, fn: AnyFunction): void {
  if (ownerOf(archive, prefix, fn) === fn) return
  const names = warned.get(archive) ?? new Set<string>()
  warned.set(archive, names)
  if (names.has(prefix)) return
  names.add(prefix)
  warn(conflict(prefix, 'archive'), 'OPTION_CONFLICT')
}

/** Whether several functions use a cache. */
export const isShared = (cache: Cache<any, any, any>): boolean => (owners.get(cache)?.size ?? 0) > 1

/** Who has the name; from now on `fn`, if nobody has. */
function ownerOf(store: object, prefix: string, fn: AnyFunction): AnyFunction {
  const names = owners.get(store) ?? new Map<string, AnyFunction>()
  owners.set(store, names)
  if (!names.has(prefix)) names.set(prefix, fn)
  return names.get(prefix)!
}

const conflict = (prefix: string, where: string): string =>
  `two different functions use the name ${prefix} in one ${where} and would read each other's results; give one of them another \`name\` or a \`version\``
