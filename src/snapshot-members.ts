import type { Engine } from './engine.js'
import { bool, checkOptions } from './internal/check-options.js'
import type { AnyFunction, MemoizedMembers } from './memoized.js'
import { checkSnapshot, requireSame } from './snapshot.js'

/**
 * The members that save and restore a memoized function.
 *
 * @param admit throws for a function whose results are not its own to save
 */
export function snapshotMembers(
  engine: Engine,
  admit: () => void,
): Pick<MemoizedMembers<AnyFunction, any>, 'snapshot' | 'restore'> {
  const { cache, memory, prefix, stats } = engine
  return {
    snapshot(options = {}) {
      checkOptions('snapshot', options, { stats: bool })
      admit()
      const snapshot = { ...cache.snapshot(), name: prefix }
      if (!options.stats) return snapshot
      const { hits, misses, loads, bypasses } = stats
      return { ...snapshot, stats: { hits, misses, loads, evictions: memory.evictions, bypasses } }
    },
    restore(snapshot) {
      admit()
      checkSnapshot(snapshot)
      requireSame('name', snapshot, prefix)
      cache.restore(snapshot)
      engine.forget()
      if (snapshot.stats === undefined) return
      const { hits, misses, loads, evictions, bypasses } = snapshot.stats
      Object.assign(stats, { hits, misses, loads, bypasses })
      memory.evictions = evictions
    },
  }
}
