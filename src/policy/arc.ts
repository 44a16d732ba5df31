import { checkOptions, func } from '../internal/check-options.js'
import type { PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { newSalt, type SaltOptions } from './parts/chance.js'
import { GhostLists } from './parts/ghost-lists.js'
import { GhostPolicy, type SavedLists } from './parts/ghost-policy.js'
import { SavedState } from './parts/saved.js'
import { NONE } from './parts/slot-list.js'

/** What was used once, T1 in the paper; and the list of ghosts that left it, B1. */
const ONCE = 0
/** What was used more often, T2; and the list of ghosts that left it, B2. */
const OFTEN = 1

/**
 * ARC, the adaptive replacement cache: two lists in order of use, of what was used once and of what was used more
 * often. Each has ghosts of what left it last. A ghost that comes back says that its list should have been longer,
 * and so the two share the room as the calls demand.
 *
 * After N. Megiddo and D. S. Modha, "ARC: a self-tuning, low overhead replacement cache", FAST 2003, figure 4. The
 * names in comments are those of the figure.
 *
 * @example
 * ```ts
 * import { arc, Cache } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 2, policy: arc() })
 * cache.set('a', 1)
 * cache.get('a')
 * for (const [i, key] of ['b', 'c', 'd'].entries()) cache.set(key, i)
 * console.log([...cache.keys()]) // [ 'a', 'd' ]
 * ```
 */
export function arc(options: SaltOptions = {}): PolicyFactory {
  checkOptions('arc', options, { random: func })
  const { random = Math.random } = options
  return {
    name: 'arc',
    create: (capacity) => new Arc(checkedCapacity('arc', capacity), newSalt('arc', random)),
  }
}

/** No key is this: nobody is coming in. */
const NOBODY = Symbol('nobody')

class Arc extends GhostPolicy {
  readonly #ghosts: GhostLists
  /** The size that the list of what was used once should have, p. */
  #target = 0
  /** The key that is coming in, once a victim has been chosen for it. */
  #newcomer: unknown = NOBODY
  /** The list of ghosts that the newcomer was in, or `NONE`. */
  #newcomerGhost = NONE

  constructor(capacity: number, salt: number) {
    const ghosts = new GhostLists(2, 2 * capacity)
    super({ name: 'arc', capacity, lists: 2, ghosts, ghostLimits: [capacity, 2 * capacity], salt })
    this.#ghosts = ghosts
  }

  onHit(slot: number): void {
    this.lists.move(OFTEN, slot)
  }

  /** REPLACE, and those steps around it that choose a victim. */
  protected choose(key: unknown): number {
    const { lists } = this
    if (key !== this.#newcomer) {
      this.#newcomer = key
      this.#newcomerGhost = this.#recall(this.hashOf(key))
    }
    const once = lists.size(ONCE)
    const isLong = once > this.#target || (this.#newcomerGhost === OFTEN && once === this.#target)
    return lists.last((isLong && once > 0) || lists.size(OFTEN) === 0 ? ONCE : OFTEN)
  }

  protected enter(_slot: number, hash: number): number {
    const ghost = this.#newcomer === NOBODY ? this.#recall(hash) : this.#newcomerGhost
    this.#newcomer = NOBODY
    return ghost === NONE ? ONCE : OFTEN
  }

  protected override entered(): void {
    this.#trim()
  }

  protected leave(_slot: number, hash: number, list: number, isEvicted: boolean): void {
    if (isEvicted) this.#ghosts.add(list, hash)
  }

  override clear(): void {
    super.clear()
    this.#target = 0
    this.#newcomer = NOBODY
  }

  override save(): SavedArc {
    return { ...super.save(), target: this.#target }
  }

  override restore(state: unknown, held: readonly number[]): void {
    const saved = new SavedState('arc', state)
    this.#target = saved.number('target', 0, this.capacity)
    this.takeOver(saved, held)
    const before = this.#ghosts.size(ONCE) + this.#ghosts.size(OFTEN)
    this.#trim()
    if (this.#ghosts.size(ONCE) + this.#ghosts.size(OFTEN) < before)
      throw saved.invalid('ghosts', 'no more than there is room for', saved.get('ghosts'))
  }

  /** The list of ghosts that a key was in, or `NONE`. A ghost that comes back moves the target. */
  #recall(hash: number): number {
    const ghost = this.#ghosts.take(hash)
    // It has left its list already, and counts as one that is there.
    const once = this.#ghosts.size(ONCE) + (ghost === ONCE ? 1 : 0)
    const often = this.#ghosts.size(OFTEN) + (ghost === OFTEN ? 1 : 0)
    if (ghost === ONCE) this.#target = Math.min(this.capacity, this.#target + Math.max(1, often / once))
    if (ghost === OFTEN) this.#target = Math.max(0, this.#target - Math.max(1, once / often))
    return ghost
  }

  /** Forgets ghosts, until T1 and B1 have the size of the cache at most, and all four lists twice that. */
  #trim(): void {
    const once = this.lists.size(ONCE)
    this.#ghosts.trim(ONCE, this.capacity - once)
    const others = once + this.#ghosts.size(ONCE) + this.lists.size(OFTEN)
    this.#ghosts.trim(OFTEN, 2 * this.capacity - others)
  }
}

interface SavedArc extends SavedLists {
  readonly target: number
}
