import type { AnyArchive } from './archive.js'
import { warn } from './archive-errors.js'
import type { Cache } from './cache.js'
import { PilferError } from './errors.js'
import { isNative } from './function-kind.js'
import type { AnyFunction } from './memoized.js'

/** By cache or archive: the function that uses a name there. */
const owners = new WeakMap<object, Map<string, AnyFunction>>()

/**
 * Takes the name `prefix` in a cache for `fn`. Another function of that name would read its results.
 *
 * @throws PilferError `OPTION_CONFLICT` when another function has the name.
 */
export function claimInCache(cache: Cache<any, any, any>, prefix: string, fn: AnyFunction): void {
  if (ownerOf(cache, prefix, fn) !== fn) throw new PilferError('OPTION_CONFLICT', conflict(prefix, 'cache'))
}

/**
 * The same in an archive, where it is only warned of, and not at all where the text is equal: it may be the function
 * of the next session, or its next version.
 */
export function claimInArchive(archive: AnyArchive, prefix: string, fn: AnyFunction): void {
  const text = (f: AnyFunction): string => Function.prototype.toString.call(f)
  const owner = ownerOf(archive, prefix, fn)
  if (owner !== fn && (isNative(fn) || text(owner) !== text(fn)))
    warn(conflict(prefix, 'archive'), 'OPTION_CONFLICT')
}

/** Who has the name; from now on `fn`, if nobody has. */
function ownerOf(store: object, prefix: string, fn: AnyFunction): AnyFunction {
  const names = owners.get(store) ?? new Map<string, AnyFunction>()
  owners.set(store, names)
  if (!names.has(prefix)) names.set(prefix, fn)
  return names.get(prefix)!
}

const conflict = (prefix: string, where: string): string =>
  `two different functions use the name ${prefix} in one ${where} and would read each other's results; give one of them another \`name\` or a \`version\``
