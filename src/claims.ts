import { warn } from './archive-errors.js'
import { PilferError } from './errors.js'
import type { AnyFunction } from './memoized.js'

/** By cache or archive: the text of the function that uses a name there. */
const claims = new WeakMap<object, Map<string, string>>()

/**
 * Notes that a function uses `prefix` for its keys in a store. Another function, one with a different text, under the
 * same prefix would read its results: in a shared cache that is an error; in an archive it may as well be a new
 * version of the same function, and is warned of.
 */
export function claim(store: object, prefix: string, fn: AnyFunction, isCache: boolean): void {
  const text = Function.prototype.toString.call(fn)
  const names = claims.get(store) ?? new Map<string, string>()
  claims.set(store, names)
  const before = names.get(prefix)
  names.set(prefix, text)
  if (before === undefined || before === text) return
  const what = `two different functions use the name ${prefix} in one ${isCache ? 'cache' : 'archive'} and would read each other's results; give one of them another \`name\` or a \`version\``
  if (isCache) throw new PilferError('OPTION_CONFLICT', what)
  warn(what, 'OPTION_CONFLICT')
}
