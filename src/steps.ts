import type { AnyArchive, ArchiveRecord } from './archive.js'
import type { Entries, Leaving } from './entries.js'
import { PilferError } from './errors.js'
import { listOf } from './internal/each.js'
import type { KeyedQueue } from './internal/keyed-queue.js'
import type { Steps } from './internal/run.js'
import { MISS, type Miss } from './miss.js'

/** When a result reaches the archive: before the call returns, or when it leaves the memory. */
export type WriteMode = 'through' | 'back'

/** What a full memory does: let one entry go, or write all of them to the archive and start empty. */
export type OverflowMode = 'evict' | 'purge'

/** Which of an archive's keys are meant; all of them by default. */
export type Owns = (key: string) => boolean

const everyKey: Owns = () => true

/** The two tiers of a cache, and how they go together. The steps below are all that ever moves an entry. */
export interface Tiers<V> {
  readonly memory: Entries<any, V>
  /** The archive in use, if any. */
  attached: AnyArchive<V> | undefined
  readonly write: WriteMode
  readonly onOverflow: OverflowMode
  /** What has been evicted and is in no archive yet. */
  readonly leaving: Leaving<string, V>[]
  readonly writes: KeyedQueue
  /** Reads of the archive under way, by key; a key that is set or forgotten meanwhile is taken out. */
  readonly reading: Map<string, object>
  /** Writes under way that nobody waits for yet; fails with the first failure of them. */
  begun: Promise<unknown> | undefined
  /** Takes an archive's failure on the way of a call; may throw it. */
  readonly onArchiveError: (error: unknown) => void
}

/** Holds a new value, in memory and, as the modes say, in the archive. */
export function* put<V>(tiers: Tiers<V>, key: string, value: V, ttl: number): Steps<void> {
  const { memory } = tiers
  tiers.reading.delete(key)
  const archive = tiers.attached
  const expires = ttl === Infinity ? Infinity : memory.clock() + ttl
  const purges = archive !== undefined && tiers.onOverflow === 'purge' && memory.isFull
  if (purges && memory.slotOf(key) === -1) return yield* purge(tiers, archive, { key, value, expires })
  memory.set(key, value, expires)
  if (archive === undefined) return
  // Without memory the entry is already on its way out.
  if (tiers.write === 'through' && memory.maxSize > 0)
    if (yield* tried(tiers, writeEntry(tiers, archive, { key, value, expires })))
      markSaved(tiers, archive, key, value)
  yield* writeLeaving(tiers, archive)
}

/**
 * The value of `key` from the archive, taken into memory; `MISS` where there is none. A record older than `ttl` counts
 * as none, whatever it was written with.
 */
export function* fetch<V>(tiers: Tiers<V>, key: string, ttl: number): Steps<V | Miss> {
  const archive = tiers.attached
  if (archive === undefined) return MISS
  const token = {}
  let record: ArchiveRecord<V> | undefined
  tiers.reading.set(key, token)
  try {
    record = yield readEntry(tiers, archive, key)
  } catch (error) {
    tiers.onArchiveError(error)
    return MISS
  }
  const isCurrent = tiers.reading.get(key) === token
  if (isCurrent) tiers.reading.delete(key)
  if (record === undefined) return MISS
  const expires = expiryOf(record, ttl)
  if (expires <= tiers.memory.clock()) return MISS
  if (isCurrent) tiers.memory.set(key, record.value, expires, tiers.attached === archive)
  yield* writeLeaving(tiers, archive)
  return record.value
}

/** Whether the archive has a record of `key` that is not older than `ttl`. */
export function* isArchived(tiers: Tiers<unknown>, key: string, ttl: number): Steps<boolean> {
  const archive = tiers.attached
  if (archive === undefined) return false
  if (ttl === Infinity) return yield archive.has(key)
  const record: ArchiveRecord | undefined = yield readEntry(tiers, archive, key)
  return record !== undefined && expiryOf(record, ttl) > tiers.memory.clock()
}

/** Archive to memory: the given keys, or as many as there is room for. Gives the number of entries taken. */
export function* load<V>(
  tiers: Tiers<V>,
  keys: readonly string[] | undefined,
  owns = everyKey,
  ttl = Infinity,
): Steps<number> {
  const { memory } = tiers
  const archive = tiers.attached
  if (archive === undefined) return 0
  yield* settle(tiers, archive)
  let loaded = 0
  for (const key of keys ?? (yield* listed(archive, owns))) {
    if (memory.isUnsaved(key)) continue
    if (keys === undefined && memory.isFull && memory.slotOf(key) === -1) continue
    const token = {}
    tiers.reading.set(key, token)
    const record: ArchiveRecord<V> | undefined = yield readEntry(tiers, archive, key)
    if (tiers.reading.get(key) !== token) continue
    tiers.reading.delete(key)
    if (record === undefined || expiryOf(record, ttl) <= memory.clock()) continue
    memory.set(key, record.value, expiryOf(record, ttl), tiers.attached === archive)
    if (memory.slotOf(key) !== -1) loaded++
    // At once, since a call for what had to leave would read the older record that is still there.
    yield* writeLeaving(tiers, archive)
  }
  yield* writeLeaving(tiers, archive)
  return loaded
}

/**
 * Memory to archive: the given keys, or all. What the archive has given, or has been given, is left as it is there, with
 * its time and tags. Gives the number of entries that are now in the archive. What cannot be written does not keep the
 * others from it; the first failure is thrown at the end.
 */
export function* dump<V>(
  tiers: Tiers<V>,
  keys: readonly string[] | undefined,
  owns = everyKey,
): Steps<number> {
  const archive = tiers.attached
  if (archive === undefined) return 0
  const failures: unknown[] = []
  yield* noting(failures, settle(tiers, archive))
  const wanted = keys ?? Array.from(tiers.memory.entries(), ({ key }) => key).filter(owns)
  let saved = 0
  for (const key of new Set(wanted)) if (yield* noting(failures, save(tiers, archive, key))) saved++
  if (failures.length > 0) throw failures[0]
  return saved
}

/** Writes the entry of `key`, unless the archive has it; says whether it is there now. */
function* save<V>(tiers: Tiers<V>, archive: AnyArchive<V>, key: string): Steps<boolean> {
  const { memory } = tiers
  if (memory.slotOf(key) === -1) return false
  if (!memory.isUnsaved(key) && (yield inTurn(tiers, archive, key, () => archive.has(key)))) return true
  // It may have been replaced or forgotten while it was looked for, or while the ones before it were written.
  const entry = memory.entry(key)
  if (entry === undefined) return false
  yield* writeEntry(tiers, archive, entry)
  markSaved(tiers, archive, key, entry.value)
  return true
}

/** Does the steps; a failure is added to `failures`. */
export function* noting<T>(failures: unknown[], steps: Steps<T>): Steps<T | undefined> {
  try {
    return yield* steps
  } catch (error) {
    failures.push(error)
    return undefined
  }
}

/** Memory to archive: whatever no archive holds yet. */
export function* flush<V>(tiers: Tiers<V>): Steps<number> {
  const unsaved = [...tiers.memory.entries()].filter(({ key }) => tiers.memory.isUnsaved(key))
  return yield* dump(
    tiers,
    unsaved.map(({ key }) => key),
  )
}

/**
 * Both tiers made one: memory to archive, then archive to memory; or, with `clear`, memory to archive, where nothing
 * else is left.
 */
export function* sync<V>(tiers: Tiers<V>, clear: boolean, owns = everyKey, ttl = Infinity): Steps<void> {
  yield* dump(tiers, undefined, owns)
  const archive = tiers.attached
  if (archive === undefined) return
  if (!clear) {
    yield* load(tiers, undefined, owns, ttl)
    return
  }
  for (const key of yield* listed(archive, owns))
    if (tiers.memory.slotOf(key) === -1) yield archive.delete(key)
}

/** When a record stops to count for a reader who keeps nothing longer than `ttl`. */
const expiryOf = (record: ArchiveRecord, ttl: number): number =>
  Math.min(record.expires, record.created + ttl)

/**
 * Writes everything, the newcomer included, and empties the memory. Where that fails, or another archive has been opened
 * meanwhile, it makes room as usual.
 */
function* purge<V>(tiers: Tiers<V>, archive: AnyArchive<V>, newcomer: Leaving<string, V>): Steps<void> {
  const all = function* (): Steps<void> {
    yield* flush(tiers)
    yield* writeEntry(tiers, archive, newcomer)
  }
  if ((yield* tried(tiers, all())) && tiers.attached === archive) dropSaved(tiers)
  else tiers.memory.set(newcomer.key, newcomer.value, newcomer.expires)
  yield* writeLeaving(tiers, archive)
}

/** Empties the memory of all that the archive has; something may have come in while it was written. */
function dropSaved({ memory }: Tiers<any>): void {
  for (const { key } of [...memory.entries()]) if (!memory.isUnsaved(key)) memory.delete(key)
}

/** Writes what has been evicted, to the archive in use by then, or, if there is none, to the one that was. */
function* writeLeaving<V>(tiers: Tiers<V>, archive: AnyArchive<V>): Steps<void> {
  for (let entry = tiers.leaving.shift(); entry !== undefined; entry = tiers.leaving.shift())
    yield* tried(tiers, writeEntry(tiers, tiers.attached ?? archive, entry))
}

/** An archive holds an entry; that counts as long as it is the one in use. */
function markSaved<V>(tiers: Tiers<V>, archive: AnyArchive<V>, key: string, value: V): void {
  if (tiers.attached === archive) tiers.memory.markSaved(key, value)
}

/** Waits for the writes that were begun when nobody could wait for them. */
function* settle(tiers: Tiers<any>, archive: AnyArchive): Steps<void> {
  const { begun } = tiers
  if (begun === undefined || !archive.supports.async) return
  try {
    yield begun
  } finally {
    tiers.begun = undefined
  }
}

/** Work on a record, once the work on it that is under way has come to its end. */
function inTurn(tiers: Tiers<any>, archive: AnyArchive, key: string, work: () => unknown): unknown {
  return archive.supports.async ? tiers.writes.run(key, async () => work()) : work()
}

function readEntry(tiers: Tiers<any>, archive: AnyArchive, key: string): unknown {
  return inTurn(tiers, archive, key, () => archive.read(key))
}

/** Forgets a key in both tiers, after the writes of it that are under way; says whether there was something. */
export function* remove<V>(tiers: Tiers<V>, key: string): Steps<boolean> {
  const archive = tiers.attached
  tiers.reading.delete(key)
  const leaving = tiers.leaving.filter((entry) => entry.key !== key)
  tiers.leaving.splice(0, Infinity, ...leaving)
  const inMemory = tiers.memory.delete(key)
  if (archive === undefined) return inMemory
  const inArchive: boolean = yield inTurn(tiers, archive, key, () => archive.delete(key))
  return inMemory || inArchive
}

function* writeEntry<V>(tiers: Tiers<V>, archive: AnyArchive<V>, entry: Leaving<string, V>): Steps<void> {
  const { key, value, expires } = entry
  const options = expires === Infinity ? undefined : { ttl: expires - tiers.memory.clock() }
  if (options !== undefined && options.ttl <= 0) return
  yield inTurn(tiers, archive, key, () => archive.set(key, value, options))
}

/** Does the steps and says whether they came to their end; a failure goes to `onArchiveError`. */
function* tried(tiers: Tiers<any>, steps: Steps<void>): Steps<boolean> {
  try {
    yield* steps
    return true
  } catch (error) {
    tiers.onArchiveError(error)
    return false
  }
}

function* listed(archive: AnyArchive, owns: Owns): Steps<string[]> {
  if (!archive.supports.enumerate)
    throw new PilferError(
      'ARCHIVE_NOT_ENUMERABLE',
      `this ${archive.kind} archive cannot list its keys; name the keys that are meant`,
    )
  const keys: string[] = yield listOf(archive.keys())
  return keys.filter(owns)
}
