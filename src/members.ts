import type { AnyArchive } from './archive.js'
import { isShared } from './claims.js'
import type { Engine } from './engine.js'
import { keyParts } from './function-key.js'
import { bool, checkOptions } from './internal/check-options.js'
import type { Steps } from './internal/run.js'
import type { AnyFunction, MemoizedMembers } from './memoized.js'
import { MISS } from './miss.js'
import { snapshotMembers } from './snapshot-members.js'
import { dump, load, sync } from './steps.js'

/**
 * The members of a memoized function, over its engine.
 *
 * @param admitSnapshot throws for a function that cannot be saved as a whole
 */
export function membersOf(
  engine: Engine,
  admitSnapshot: () => void,
): Omit<MemoizedMembers<AnyFunction, any>, 'of'> {
  const { cache, memory, stats, settings, self } = engine
  const { tiers } = cache
  const owns = (key: string): boolean => engine.owns(key)
  // One that is named may be of the instance though memory does not hold it.
  const mayOwn = (key: string): boolean => {
    const parts = keyParts(key)
    return parts?.prefix === engine.prefix && (engine.keyHoldsThis || !parts.withThis)
  }
  const named = (keys: readonly string[]): readonly string[] | undefined =>
    keys.length === 0 ? undefined : keys.filter(mayOwn)

  return {
    key: (...args) => engine.key(self, args),
    lookup(...args) {
      const value = memory.peek(engine.key(self, args))
      return value === MISS ? undefined : value
    },
    has: (...args) => engine.run(engine.has(self, args)) as any,
    refresh: (...args) => engine.run(engine.refresh(self, args)) as any,
    invalidate: (...args) => engine.run(engine.invalidate(self, args)) as any,
    info: () => ({
      hits: stats.hits,
      misses: stats.misses,
      loads: stats.loads,
      evictions: memory.evictions,
      bypasses: stats.bypasses,
      size: memory.size,
      maxSize: memory.maxSize,
    }),
    clear(options = {}) {
      checkOptions('clear', options, { keepStats: bool })
      engine.forget()
      const isAlone = settings.shared === undefined && !isShared(cache)
      if (isAlone) cache.clear()
      else for (const key of [...cache.keys()]) if (typeof key === 'string' && owns(key)) cache.delete(key)
      if (options.keepStats) return
      stats.reset()
      if (isAlone) memory.evictions = 0
    },
    load: (...keys) => engine.run(load(tiers, named(keys), owns, settings.ttl)) as any,
    dump: (...keys) => engine.run(dump(tiers, named(keys), owns)) as any,
    sync(options = {}) {
      checkOptions('sync', options, { clear: bool })
      return engine.run(sync(tiers, options.clear ?? false, owns, settings.ttl)) as any
    },
    ...snapshotMembers(engine, admitSnapshot),
    archived: ((...args: [boolean]) => cache.archived(...args)) as any,
    open: (archive: AnyArchive) => cache.open(archive),
    drop: () => cache.drop(),
    close: () => engine.run(close(engine)) as any,
    cache,
    keymap: settings.keymap,
    ignored: settings.form.ignore,
    wrapped: engine.fn,
    [Symbol.dispose]: () => cache[Symbol.dispose](),
    [Symbol.asyncDispose]: async () => void (await cache.close()),
  }
}

function* close(engine: Engine): Steps<void> {
  yield engine.cache.close()
}
