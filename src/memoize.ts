import type { AnyArchive } from './archive.js'
import type { Cache } from './cache.js'
import { formOf } from './call/form.js'
import { bottomOf, made as madeFunctions } from './call/made.js'
import { claimInArchive, claimInCache, isShared } from './claims.js'
import { Engine } from './engine.js'
import { PilferError, show } from './errors.js'
import { functionPrefix, mergesOf, requireName } from './function-key.js'
import { isAsyncFunction, mayUseThis } from './function-kind.js'
import { WeakList } from './internal/weak-list.js'
import { membersOf } from './members.js'
import type { AnyFunction, Memoized } from './memoized.js'
import { requirePortable, type Settings } from './options.js'
import { RECALLED_ARGUMENTS } from './recall.js'
import { type CacheInfo, Stats } from './stats.js'

type AnyMemoized = Memoized<AnyFunction, any>
type AnyCache = Cache<any, any, any>

/** Makes a function remember its results. `isMethod` when they belong to an instance whatever the text says. */
export function memoizeFunction(fn: AnyFunction, settings: Settings, isMethod: boolean): AnyMemoized {
  const { shared, archive } = settings
  const made = bottomOf(fn)
  const bottom = made.fn as AnyFunction
  const usesThis = mayUseThis(bottom)
  const byInstance = !settings.form.ignore.includes('this') && (isMethod || usesThis)
  if (shared !== undefined || archive !== undefined)
    requireDistinct(fn, settings, isMethod, archive === undefined ? 'that shares a cache' : 'with an archive')
  if (shared !== undefined && byInstance && isMethod)
    throw new PilferError(
      'OPTION_CONFLICT',
      `\`cache\` is shared by all instances and the results of ${fn.name} are kept by instance; add \`ignore: ['this']\``,
    )
  const parts = {
    fn,
    settings,
    form: formOf(fn, settings.form),
    stats: new Stats(),
    prefix: functionPrefix(fn, made, settings),
    isRecallable: made.isConstant,
    keyHoldsThis: byInstance && usesThis && (archive ?? shared) !== undefined,
    self: undefined as unknown,
    isAsync: settings.async || isAsyncFunction(bottom) || archive?.supports.async === true,
  }
  const newEngine = (own: Partial<typeof parts>, cacheOptions?: { write: 'through' }): Engine => {
    const engine = new Engine({ ...parts, ...own, cache: settings.makeCache(cacheOptions) })
    const admit = (candidate: AnyArchive): void => admitArchive(engine, candidate, isMethod)
    if (archive !== undefined) admit(archive)
    claimInCache(engine.cache, parts.prefix, bottom)
    // One for all instances that share a cache, which would otherwise keep them alive.
    if (shared === undefined || engine.self === undefined)
      engine.cache.guards.add({ archive: admit, snapshot: () => admitSnapshot(engine, isMethod) })
    return engine
  }
  return byInstance ? wrapByInstance(newEngine, usesThis) : wrap(newEngine({}))
}

/** Throws where the results of a function could be taken for those of another. */
function requireDistinct(fn: AnyFunction, { name }: Settings, isMethod: boolean, why: string): void {
  requireName(fn, bottomOf(fn).fn as AnyFunction, name, why)
  if (isMethod && name === undefined)
    throw new PilferError(
      'NAME_REQUIRED',
      `the method ${fn.name} ${why} needs a \`name\` with that of its class, such as 'Circle.${fn.name}'`,
    )
}

/** Throws for an archive in which results of the engine could not be told apart, or not be waited for. */
function admitArchive(engine: Engine, archive: AnyArchive, isMethod: boolean): void {
  const { fn, settings, prefix } = engine
  const bottom = bottomOf(fn).fn as AnyFunction
  requireDistinct(fn, settings, isMethod, 'with an archive')
  requirePortable('an archive', settings.keymap)
  if (archive.supports.async && !engine.isAsync)
    throw new PilferError(
      'ARCHIVE_ASYNC',
      `the ${archive.kind} archive has to be waited for, and ${prefix} is synchronous; give it \`async: true\` or a synchronous archive`,
    )
  if (engine.self !== undefined && !engine.keyHoldsThis && mayUseThis(bottom))
    throw new PilferError(
      'OPTION_CONFLICT',
      `the keys of ${prefix} do not hold the instance; give the archive as an option, or add \`ignore: ['this']\``,
    )
  claimInArchive(archive, prefix, bottom)
}

/** Throws where the snapshot of a cache would hold results of the engine that could not be told apart. */
function admitSnapshot({ fn, settings, prefix }: Engine, isMethod: boolean): void {
  requireDistinct(fn, settings, isMethod, 'with a snapshot')
  requirePortable(prefix, settings.keymap, 'a snapshot')
}

/** The function on one cache: the hit path, and members that look behind it. */
function wrap(engine: Engine): AnyMemoized {
  const { memory, recall, stats, isAsync, self } = engine
  const recalls = !engine.keyHoldsThis

  const answer = (value: unknown): unknown => {
    stats.hits++
    return isAsync ? Promise.resolve(value) : value
  }

  // Each way hands on what it cannot answer, and none makes a list of the arguments before that.
  const unknownCall = function (this: unknown, ...args: unknown[]): unknown {
    return engine.call(self ?? this, args)
  }

  const anyCall = function (this: unknown, a?: unknown, b?: unknown, c?: unknown, d?: unknown): unknown {
    const count = arguments.length
    if (count <= RECALLED_ARGUMENTS && (recalls || (self === undefined && this === undefined))) {
      const slot = recall.find(memory.stamps, count, a, b, c, d)
      if (slot !== -1 && memory.use(slot)) return answer(memory.valueAt(slot))
    }
    return unknownCall.apply(this, arguments as unknown as unknown[])
  }

  // A call of one argument has a way of its own: it is the common one, and this short function is what it costs.
  const memoized = function (this: unknown, a?: unknown): unknown {
    if (recalls && arguments.length === 1) {
      const slot = recall.findOne(memory.stamps, a)
      if (slot !== -1 && memory.use(slot)) return answer(memory.valueAt(slot))
    }
    return anyCall.apply(this, arguments as unknown as [])
  }
  const dressed: AnyMemoized = dress(memoized, engine, {
    ...membersOf(engine, () => refuseShared(engine)),
    of: () => dressed,
  })
  return dressed
}

/** The function with a cache for each instance it is called on, which lives no longer than the instance. */
function wrapByInstance(
  newEngine: (own: object, cacheOptions?: { write: 'through' }) => Engine,
  usesThis: boolean,
): AnyMemoized {
  // A `this` that is no object cannot have a cache of its own: it goes into the key.
  const engine = newEngine({ keyHoldsThis: usesThis })
  const withoutInstance = wrap(engine)
  const byInstance = new WeakMap<object, AnyMemoized>()
  const living = new WeakList<AnyMemoized>()
  /** Whether the archive is another one than the options say; instances to come get that one. */
  let hasExchanged = false
  const of = (instance: object): AnyMemoized => {
    if (!isObject(instance))
      throw new PilferError('OPTION_INVALID', `of takes an instance, received ${show(instance)}`)
    let own = byInstance.get(instance)
    if (own === undefined) {
      // Written through, since an instance may go at any time, and its unwritten results with it.
      const ownEngine = newEngine({ self: instance }, { write: 'through' })
      if (hasExchanged) follow(ownEngine.cache, engine.cache)
      own = wrap(ownEngine)
      byInstance.set(instance, own)
      living.add(own)
    }
    return own
  }
  const memoized = function (this: unknown, ...args: unknown[]): unknown {
    return (isObject(this) ? of(this) : withoutInstance).apply(this, args)
  }
  const info = (): CacheInfo => {
    const all = [withoutInstance.info(), ...[...living].map((own) => own.info())]
    return {
      ...all[0]!,
      evictions: all.reduce((sum, one) => sum + one.evictions, 0),
      size: all.reduce((sum, one) => sum + one.size, 0),
    }
  }
  const clear = (options?: { readonly keepStats?: boolean }): void => {
    withoutInstance.clear(options)
    for (const own of living) own.clear(options)
  }
  const refuse = (): never => {
    throw new PilferError(
      'OPTION_CONFLICT',
      `the results of ${engine.prefix} are kept by instance; do this with those of one, as in of(instance).snapshot(), or add \`ignore: ['this']\``,
    )
  }
  const members = membersOf(engine, refuse)
  const exchanging =
    <A extends unknown[]>(act: (...args: A) => unknown) =>
    (...args: A): unknown => {
      if ([...living].length > 0) refuse()
      const result = act(...args)
      hasExchanged = true
      return result
    }
  const toggle = exchanging(members.archived)
  return dress(memoized, engine, {
    ...members,
    archived: (...on: boolean[]) => (on.length === 0 ? members.archived() : toggle(...(on as [boolean]))),
    open: exchanging(members.open),
    drop: exchanging(members.drop),
    of,
    info,
    clear,
  })
}

/** Gives a cache the archive of another one, or none. */
function follow(cache: AnyCache, { archive }: AnyCache): void {
  if (archive !== undefined) cache.open(archive as any)
  else if (cache.archive !== undefined) cache.drop()
}

/** Throws for a function that is not the only one in its cache. */
function refuseShared({ cache, prefix, settings }: Engine): void {
  if (settings.shared !== undefined || isShared(cache))
    throw new PilferError(
      'OPTION_CONFLICT',
      `${prefix} has a \`cache\` that others may share; save and restore all of it, as with cache.snapshot()`,
    )
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/**
 * Gives a wrapper the name and length of the original, and its members, which are not enumerable; and makes it known for
 * the same function, as far as its parameters go.
 */
function dress(wrapper: AnyFunction, { fn, settings }: Engine, members: object): AnyMemoized {
  const all = { ...members, name: fn.name, length: fn.length }
  for (const key of Reflect.ownKeys(all))
    Object.defineProperty(wrapper, key, { value: Reflect.get(all, key), configurable: true, writable: false })
  const merges = mergesOf(settings)
  if (settings.form.ignore.includes('this')) merges.push('ignore=this')
  madeFunctions.set(wrapper, { fn, arrange: (args) => args, isConstant: true, merges })
  return wrapper as AnyMemoized
}
