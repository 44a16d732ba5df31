import { checkOptions, func } from '../internal/check-options.js'
import type { PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { newSalt, type SaltOptions } from './parts/chance.js'
import { GhostPolicy, type SavedLists } from './parts/ghost-policy.js'
import { GhostTable } from './parts/ghost-table.js'
import { grown } from './parts/grown.js'
import { SavedState } from './parts/saved.js'
import { NONE } from './parts/slot-list.js'

/** The most uses that are counted; two bits. */
const MOST_USES = 3

const SMALL = 0
const MAIN = 1

/**
 * S3-FIFO: three queues. Newcomers enter a small one, a tenth of the size. What was used more than once there goes on
 * to the main one, and the rest leaves and is a ghost for a while; a ghost that comes back enters the main queue at
 * once. In the main queue what has been used gets another round.
 *
 * After J. Yang, Y. Zhang, Z. Qiu, Y. Yue and K. V. Rashmi, "FIFO queues are all you need for cache eviction", SOSP
 * 2023. Ghosts are as many as the main queue has room for.
 *
 * @example
 * ```ts
 * import { Cache, s3fifo } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 3, policy: s3fifo() })
 * cache.set('a', 1)
 * cache.get('a')
 * cache.get('a')
 * for (const [i, key] of ['b', 'c', 'd', 'e'].entries()) cache.set(key, i)
 * console.log([...cache.keys()]) // [ 'a', 'd', 'e' ]
 * ```
 */
export function s3fifo(options: SaltOptions = {}): PolicyFactory {
  checkOptions('s3fifo', options, { random: func })
  const { random = Math.random } = options
  return {
    name: 's3fifo',
    create: (capacity) => new S3Fifo(checkedCapacity('s3fifo', capacity), newSalt('s3fifo', random)),
  }
}

class S3Fifo extends GhostPolicy {
  readonly #mostSmall: number
  readonly #ghosts: GhostTable
  /** By slot: how often the entry was used since it came in or was passed over. */
  #uses: Uint8Array

  constructor(capacity: number, salt: number) {
    const mostSmall = Math.max(1, Math.floor(capacity / 10))
    const ghostLimits = [capacity - mostSmall]
    const ghosts = new GhostTable(ghostLimits)
    super({ name: 's3fifo', capacity, lists: 2, ghosts, ghostLimits, salt })
    this.#mostSmall = mostSmall
    this.#ghosts = ghosts
    this.#ghosts.reserve(this.room / capacity)
    this.#uses = new Uint8Array(this.room)
  }

  onHit(slot: number): void {
    const uses = this.#uses[slot]
    if (uses < MOST_USES) this.#uses[slot] = uses + 1
  }

  protected enter(slot: number, hash: number): number {
    this.#uses[slot] = 0
    return this.#ghosts.take(hash) === NONE ? SMALL : MAIN
  }

  protected leave(_slot: number, hash: number, list: number, isEvicted: boolean): void {
    if (isEvicted && list === SMALL) this.#ghosts.add(0, hash)
  }

  protected choose(): number {
    const { lists } = this
    for (;;) {
      const oldest = lists.last(MAIN)
      if (oldest === NONE || lists.size(SMALL) >= this.#mostSmall) {
        const slot = lists.last(SMALL)
        if (this.#uses[slot] < 2) return slot
        this.#uses[slot] = 0
        lists.move(MAIN, slot)
      } else {
        if (this.#uses[oldest] === 0) return oldest
        this.#uses[oldest]--
        lists.move(MAIN, oldest)
      }
    }
  }

  override save(): SavedUses {
    const saved = super.save()
    return { ...saved, uses: saved.lists.flat().map((slot) => this.#uses[slot]) }
  }

  override restore(state: unknown, held: readonly number[]): void {
    const saved = new SavedState('s3fifo', state)
    const uses = saved.integers('uses', held.length, 0, MOST_USES)
    for (const [i, slot] of this.takeOver(saved, held).entries()) this.#uses[slot] = uses[i]
  }

  protected override grow(slot: number): void {
    super.grow(slot)
    this.#uses = grown(this.#uses, slot, this.capacity)
    this.#ghosts.reserve(this.room / this.capacity)
  }
}

interface SavedUses extends SavedLists {
  /** The uses of each slot, in the order of `lists`. */
  readonly uses: readonly number[]
}
