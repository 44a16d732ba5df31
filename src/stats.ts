/** What a memoized function has done so far, and what it holds. */
export interface CacheInfo {
  /** Calls answered from memory, or by a run that was already under way. */
  readonly hits: number
  /** Calls that ran the function. */
  readonly misses: number
  /** Calls answered from the archive. */
  readonly loads: number
  /** Entries that the policy has made leave the memory. */
  readonly evictions: number
  /** Calls that ran the function because no key could be made; they count as misses too. */
  readonly bypasses: number
  /** Entries in memory now. */
  readonly size: number
  /** The most entries that memory may hold. */
  readonly maxSize: number
}

/** The counters behind {@link CacheInfo}. */
export class Stats {
  hits = 0
  misses = 0
  loads = 0
  bypasses = 0

  reset(): void {
    this.hits = 0
    this.misses = 0
    this.loads = 0
    this.bypasses = 0
  }
}
