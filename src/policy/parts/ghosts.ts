/**
 * The ghosts of entries: keys that have left, in one or more lists, called by number.
 *
 * A ghost is the key's hash of 32 bits. The key itself would be kept alive by it, and may be large. Two keys of one hash
 * are rare, and are taken for one; that costs a choice that could have been better, and never a value.
 */
export interface Ghosts {
  /** A key has left, and is the first in a list. */
  add(list: number, hash: number): void
  /** Forgets the ghost of a key; gives the list it was in, or `NONE`. */
  take(hash: number): number
  clear(): void
  /** The hashes in a list, first to last, with `null` where one is gone that still counts as one. */
  save(list: number): (number | null)[]
  /** Takes over what `save` gave. */
  restore(list: number, saved: readonly (number | null)[]): void
}
