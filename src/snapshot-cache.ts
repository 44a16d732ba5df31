import type { Entries } from './entries.js'
import type { Guard } from './guard.js'
import { checkSnapshot, requireSame, type Snapshot, savedEntries } from './snapshot.js'
import type { Tiers } from './steps.js'
import { requireString } from './string-key.js'

/** What of a cache a snapshot concerns. */
interface Saved<K, V> extends Tiers<V> {
  readonly memory: Entries<K, V>
  readonly guards: ReadonlySet<Guard>
}

/** The memory of a cache as plain data. */
export function snapshotOf<K, V>({ memory, guards }: Saved<K, V>): Snapshot<K, V> {
  for (const guard of guards) guard.snapshot()
  const { policyName: policy, maxSize } = memory
  return { format: 'pilfer-snapshot', version: 1, policy, maxSize, ...memory.save() }
}

/** Replaces the memory of a cache; what is being read from its archive no longer counts. */
export function restoreInto({ memory, guards, attached, reading }: Saved<any, any>, snapshot: unknown): void {
  for (const guard of guards) guard.snapshot()
  checkSnapshot(snapshot)
  requireSame('policy', snapshot, memory.policyName)
  requireSame('maxSize', snapshot, memory.maxSize)
  const entries = savedEntries(snapshot, memory.slotLimit(snapshot.entries.length))
  if (attached !== undefined) for (const { key } of entries) requireString(key)
  memory.restore(entries, snapshot.order)
  reading.clear()
}
