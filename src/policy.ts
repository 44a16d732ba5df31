/** The most entries that a policy can be made for: so many slots can be numbered in 32 bits, and twice as many ghosts. */
export const MOST_CAPACITY = 2 ** 30

/**
 * Decides which entry leaves a full cache.
 *
 * A policy knows neither keys' meaning nor values: the cache numbers its entries by *slot*, a small integer that
 * is reused once its entry has left. Slots are handed out densely (0, 1, 2 ...), so a policy keeps its order in
 * typed arrays indexed by slot. Every method takes constant time, but for `save` and `restore`.
 *
 * The cache promises: `onInsert` is called for a slot that holds nothing; `onHit` and `onRemove` only for one that
 * does; `victim` only while at least one entry is held, and always before the insertion it makes room for, so the
 * newcomer itself can never be chosen; the victim is then removed with `onRemove`. At most `capacity` entries are
 * held at any time.
 *
 * `docs/extending.md` shows how to write one; `policySuite` from `pilfer/testing` says whether it is right.
 */
export interface EvictionPolicy {
  /** An entry for `key` now occupies `slot`. */
  onInsert(slot: number, key: unknown): void
  /** The entry in `slot` was read, or written again. */
  onHit(slot: number): void
  /** The entry in `slot` is gone: evicted, deleted or expired. */
  onRemove(slot: number): void
  /** The slot to empty so that `key` can come in. Chooses only; the cache removes. */
  victim(key: unknown): number
  /**
   * The entry in `slot`, which `victim` has just given, is gone, and one for `key` is in its place: what `onRemove` and
   * `onInsert` would do, for a policy that does both in one step. Without it those are called.
   */
  onReplace?(slot: number, key: unknown): void
  /** All entries are gone. */
  clear(): void
  /**
   * All that the choice of victims depends on, as plain data about slots that `structuredClone` can copy. It is the
   * policy's own kind of data; where chance comes from is no part of it. A cache whose policy has not both `save` and
   * `restore` works, and has no snapshots.
   */
  save?(): unknown
  /**
   * Takes over what `save` gave, so that from now on it chooses as the saved policy would. Called on a new policy, which
   * is not used if this throws.
   *
   * @param state comes from outside, so it may be anything
   * @param held the slots that hold an entry, each once, in any order
   * @throws PilferError `SNAPSHOT_INVALID` when `state` is not one about exactly these slots.
   */
  restore?(state: unknown, held: readonly number[]): void
}

/**
 * A named kind of policy, as the `policy` option takes it: `policy: lru()`. Each cache creates its own
 * {@link EvictionPolicy} from it, so one factory may serve many caches.
 */
export interface PolicyFactory {
  /** The usual short name, such as `'lru'`. */
  readonly name: string
  /** A fresh policy for a cache of at most `capacity` entries (an integer of 1 or more, and 2^24 at most). */
  create(capacity: number): EvictionPolicy
}
