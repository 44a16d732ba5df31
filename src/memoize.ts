import type { Cache } from './cache.js'
import { claim } from './claims.js'
import { Engine } from './engine.js'
import { PilferError } from './errors.js'
import { functionPrefix, requireName } from './function-key.js'
import { isAsyncFunction, mayUseThis } from './function-kind.js'
import { WeakList } from './internal/weak-list.js'
import { membersOf } from './members.js'
import type { AnyFunction, Memoized } from './memoized.js'
import { MISS } from './miss.js'
import type { Settings } from './options.js'
import { RECALLED_ARGUMENTS } from './recall.js'
import { type CacheInfo, Stats } from './stats.js'

type AnyMemoized = Memoized<AnyFunction, any>

/** Makes a function remember its results. `isMethod` when they belong to an instance whatever the text says. */
export function memoizeFunction(fn: AnyFunction, settings: Settings, isMethod: boolean): AnyMemoized {
  const usesThis = mayUseThis(fn)
  const byInstance = !settings.ignoresThis && (isMethod || usesThis)
  checkSharing(fn, settings, isMethod, byInstance)
  const parts = {
    fn,
    settings,
    stats: new Stats(),
    prefix: functionPrefix(fn, settings.name, settings.version),
    keyHoldsThis: byInstance && usesThis && settings.archive !== undefined,
    isAsync: settings.async || isAsyncFunction(fn) || settings.archive?.supports.async === true,
  }
  if (settings.shared !== undefined) claim(settings.shared, parts.prefix, fn, true)
  else if (settings.archive !== undefined) claim(settings.archive, parts.prefix, fn, false)
  const engine = (): Engine => new Engine({ ...parts, cache: settings.makeCache() })
  return byInstance ? wrapByInstance(engine) : wrap(engine(), undefined)
}

/** Throws where results of different functions or instances could be taken for each other. */
function checkSharing(fn: AnyFunction, settings: Settings, isMethod: boolean, byInstance: boolean): void {
  const { shared, archive, name } = settings
  if (shared === undefined && archive === undefined) return
  const why = archive === undefined ? 'that shares a cache' : 'with an archive'
  requireName(fn, name, why)
  if (isMethod && name === undefined)
    throw new PilferError(
      'NAME_REQUIRED',
      `the method ${fn.name} ${why} needs a \`name\` with that of its class, such as 'Circle.${fn.name}'`,
    )
  if (shared !== undefined && byInstance && isMethod)
    throw new PilferError(
      'OPTION_CONFLICT',
      `\`cache\` is shared by all instances and the results of ${fn.name} are kept by instance; add \`ignore: ['this']\``,
    )
}

/** The function on one cache: the hit path, and members that look behind it on behalf of `self`. */
function wrap(engine: Engine, self: unknown): AnyMemoized {
  const { memory, recall, stats, isAsync } = engine
  const recalls = !engine.keyHoldsThis
  const memoized = function (this: unknown, a?: unknown, b?: unknown, c?: unknown, d?: unknown): unknown {
    const count = arguments.length
    if (recalls && count <= RECALLED_ARGUMENTS) {
      const { stamps } = memory
      const slot = count === 1 ? recall.findOne(stamps, a) : recall.find(stamps, count, a, b, c, d)
      if (slot !== -1) {
        const value = memory.touch(slot)
        if (value !== MISS) {
          stats.hits++
          return isAsync ? Promise.resolve(value) : value
        }
      }
    }
    // Reading `arguments` by index, and never passing it on, keeps it from being allocated for a hit.
    const args = new Array(count)
    for (let i = 0; i < count; i++) args[i] = arguments[i]
    return engine.call(self ?? this, args)
  }
  const dressed: AnyMemoized = dress(memoized, engine.fn, {
    ...membersOf(engine, self),
    of: () => dressed,
  })
  return dressed
}

/** The function with a cache for each instance it is called on, which lives no longer than the instance. */
function wrapByInstance(newEngine: () => Engine): AnyMemoized {
  const engine = newEngine()
  const withoutInstance = wrap(engine, undefined)
  const caches = new WeakList<Cache<any, any, any>>()
  let byInstance = new WeakMap<object, AnyMemoized>()
  const of = (instance: object): AnyMemoized => {
    let own = byInstance.get(instance)
    if (own === undefined) {
      own = wrap(newEngine(), instance)
      byInstance.set(instance, own)
      caches.add(own.cache)
    }
    return own
  }
  const memoized = function (this: unknown, ...args: unknown[]): unknown {
    return (isObject(this) ? of(this) : withoutInstance).apply(this, args)
  }
  const info = (): CacheInfo => {
    const all = [...caches]
    const own = withoutInstance.info()
    return {
      ...own,
      evictions: all.reduce((sum, cache) => sum + cache.evictions, own.evictions),
      size: all.reduce((sum, cache) => sum + cache.size, own.size),
    }
  }
  const clear = (options?: { readonly keepStats?: boolean }): void => {
    withoutInstance.clear(options)
    byInstance = new WeakMap()
    caches.clear()
  }
  return dress(memoized, engine.fn, { ...membersOf(engine, undefined), of, info, clear })
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/** Gives a wrapper the name and length of the original, and its members, which are not enumerable. */
function dress(wrapper: AnyFunction, fn: AnyFunction, members: object): AnyMemoized {
  const all = { ...members, name: fn.name, length: fn.length }
  for (const key of Reflect.ownKeys(all))
    Object.defineProperty(wrapper, key, { value: Reflect.get(all, key), configurable: true, writable: false })
  return wrapper as AnyMemoized
}
