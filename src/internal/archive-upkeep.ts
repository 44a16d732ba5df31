import type { ArchiveRecord, ArchiveReport, ArchiveStats, AsyncArchiveStore } from '../archive.js'
import { PilferError } from '../errors.js'
import { each } from './each.js'
import type { Steps } from './run.js'

/** Removes what has expired at `now`; says how many entries that were. */
export function* prune<V>(store: AsyncArchiveStore<V>, now: number): Steps<number> {
  if (store.prune !== undefined) return yield store.prune(now)
  let pruned = 0
  yield* each(store.keys(-Infinity), function* (key): Steps<boolean> {
    const record: ArchiveRecord<V> | undefined = yield store.read(key)
    if (record !== undefined && record.expires <= now && (yield store.delete(key))) pruned++
    return true
  })
  return pruned
}

/** Reads every record, and says which are not sound. */
export function* verify<V>(store: AsyncArchiveStore<V>): Steps<ArchiveReport> {
  if (store.verify !== undefined) return yield store.verify()
  let records = 0
  const faults: Error[] = []
  yield* each(store.keys(-Infinity), function* (key): Steps<boolean> {
    try {
      if ((yield store.read(key)) !== undefined) records++
    } catch (error) {
      if (codeOf(error) === 'RECORD_DAMAGED') faults.push(error as Error)
      // What this codec cannot decode may still be what was written.
      else if (codeOf(error)?.startsWith('CODEC_')) records++
      else throw error
    }
    return true
  })
  return { records, faults, leftovers: 0 }
}

/** Sets aside what is not sound, and says what that was. */
export function* repair<V>(store: AsyncArchiveStore<V>): Steps<ArchiveReport> {
  if (store.repair !== undefined) return yield store.repair()
  return yield* verify(store)
}

/** How many entries there are at `now`, and how many bytes they and the expired ones take. */
export function* stats<V>(store: AsyncArchiveStore<V>, now: number): Steps<ArchiveStats> {
  if (store.stats !== undefined) return yield store.stats(now)
  let entries = 0
  let live: number | undefined = 0
  let dead: number | undefined = 0
  yield* each(store.keys(-Infinity), function* (key): Steps<boolean> {
    const record: ArchiveRecord<V> | undefined = yield store.read(key)
    if (record === undefined) return true
    if (record.size === undefined) live = dead = undefined
    if (record.expires > now) {
      entries++
      if (live !== undefined) live += record.size!
    } else if (dead !== undefined) dead += record.size!
    return true
  })
  return { entries, liveBytes: live, deadBytes: dead }
}

const codeOf = (error: unknown): string | undefined => (error instanceof PilferError ? error.code : undefined)
