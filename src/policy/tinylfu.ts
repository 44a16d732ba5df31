import { checkOptions, func } from '../internal/check-options.js'
import type { PolicyFactory } from '../policy.js'
import { checkedCapacity } from './parts/capacity.js'
import { newSalt, type SaltOptions } from './parts/chance.js'
import { GhostPolicy, type SavedLists } from './parts/ghost-policy.js'
import { GhostTable } from './parts/ghost-table.js'
import { grown } from './parts/grown.js'
import { LruSample } from './parts/lru-sample.js'
import { SavedState } from './parts/saved.js'
import { NONE } from './parts/slot-list.js'
import { MOST_USES, UseSketch } from './parts/use-sketch.js'

/** Newcomers, in order of use. */
const WINDOW = 0
/** What has not been used since it left the window or the protected list; its last one is the one to leave. */
const PROBATION = 1
/** What has been used since, in order of use. */
const PROTECTED = 2

/** Ghosts of what had to leave from the window. */
const REFUSED = 0
/** Ghosts of what had to leave for one from the window. */
const DISPLACED = 1

/** The part of the size that the window has at first. */
const FIRST_WINDOW = 0.1
/** The part of the main lists that may be protected. */
const PROTECTED_SHARE = 0.7
/**
 * How many ghosts there are of a list: a part of the size. The window has more, since in doubt it is the safe side: with
 * a large one the policy is as good as the least recently used, whatever the calls are like.
 */
const REFUSED_SHARE = 0.25
const DISPLACED_SHARE = 0.2
/** The fewest ghosts of a list, without which a small cache would not see what is just beyond it. */
const FEWEST_GHOSTS = 8
/** What there is in a byte about an entry's uses: how many they were, ... */
const COUNT = 7
/** ... that it has been let out of the window, ... */
const ADMITTED = 8
/** ... and that it was used there since it was last looked at. */
const TOUCHED = 16
/** Its key is in the sample. This is for the hit path, and not saved, as the hash says it. */
const SAMPLED = 32

/** After how many uses for each entry that there is room for all counts are halved. */
const USES_PER_AGE = 10

/**
 * W-TinyLFU with an adaptive window: newcomers enter a window, and what is about to leave it has to have been used more
 * often than what is about to leave the rest, or leaves. Uses are counted beyond an entry's stay, and count half after
 * a while.
 *
 * After G. Einziger, R. Friedman and B. Manes, "TinyLFU: a highly efficient cache admission policy", ACM Transactions on
 * Storage 13(4), 2017. The window grows and shrinks as in G. Einziger, O. Eytan, R. Friedman and B. Manes, "Adaptive
 * software cache management", Middleware 2018, but what says so are ghosts, as in ARC: one of the window that comes back
 * says that the window was too small, one of the rest that it was too large. A sample of keys is played on a cache of
 * the least recently used, and for as long as that hits more often, what it hits makes the window grow as well.
 *
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID` for an option it does not take; `OPTION_INVALID` from the
 * making of a cache for which `random` gives anything but a number of at least 0 and less than 1.
 *
 * @example
 * ```ts
 * import { Cache, tinylfu } from 'pilfer'
 *
 * const cache = new Cache({ maxSize: 3, policy: tinylfu() })
 * cache.set('a', 1).set('b', 2)
 * for (let i = 0; i < 3; i++) cache.get('a'), cache.get('b')
 * for (const [i, key] of ['c', 'd', 'e'].entries()) cache.set(key, i)
 * console.log([...cache.keys()]) // [ 'a', 'b', 'e' ]
 * ```
 */
export function tinylfu(options: SaltOptions = {}): PolicyFactory {
  checkOptions('tinylfu', options, { random: func })
  const { random = Math.random } = options
  return {
    name: 'tinylfu',
    create: (capacity) => new TinyLfu(checkedCapacity('tinylfu', capacity), newSalt('tinylfu', random)),
  }
}

/**
 * The uses of an entry that is held are counted exactly, beside it, so a hit never touches the sketch; that has the uses
 * of keys that have left, until they come back.
 */
class TinyLfu extends GhostPolicy {
  /** By slot. */
  #uses: Uint8Array
  readonly #sketch = new UseSketch()
  readonly #ghosts: GhostTable
  readonly #sample: LruSample
  /** The size that the window should have. */
  #window: number
  /** How many uses there were since counts were halved. */
  #age = 0
  readonly #ageLimit: number

  constructor(capacity: number, salt: number) {
    const ghostLimits = [ghostLimit(REFUSED_SHARE, capacity), ghostLimit(DISPLACED_SHARE, capacity)]
    const ghosts = new GhostTable(ghostLimits)
    super({ name: 'tinylfu', capacity, lists: 3, ghosts, ghostLimits, salt })
    this.#ghosts = ghosts
    this.#sample = new LruSample(capacity)
    this.#uses = new Uint8Array(this.room)
    this.#window = firstWindow(capacity)
    this.#ageLimit = USES_PER_AGE * capacity
    this.#reserve()
  }

  onHit(slot: number): void {
    this.#age++
    const uses = this.#uses[slot]
    const more = (uses & COUNT) < MOST_USES ? uses + 1 : uses
    if ((uses & ADMITTED) !== 0) {
      this.#uses[slot] = more | TOUCHED
    } else {
      this.#uses[slot] = more
      this.lists.move(WINDOW, slot)
    }
    if ((uses & SAMPLED) !== 0) this.#sample.hit(this.hashAt(slot))
  }

  protected enter(slot: number, hash: number): number {
    const ghost = this.#ghosts.take(hash)
    if (ghost === REFUSED) this.#resize(1)
    else if (ghost === DISPLACED) this.#resize(-1)
    const isSampled = this.#sample.has(hash)
    if (isSampled && this.#sample.enter(hash)) this.#resize(this.#sample.scale)
    this.#uses[slot] = Math.min(MOST_USES, this.#sketch.uses(hash) + 1) | (isSampled ? SAMPLED : 0)
    return WINDOW
  }

  protected override entered(): void {
    const { lists } = this
    while (lists.size(WINDOW) > this.#window) this.#admit(lists.last(WINDOW))
    if (++this.#age >= this.#ageLimit) this.#halve()
  }

  protected choose(): number {
    const { lists } = this
    const candidate = lists.last(WINDOW)
    const rival = this.#rival()
    if (rival === NONE) return candidate
    if (lists.size(WINDOW) < this.#window) return rival
    if ((this.#uses[candidate] & COUNT) <= (this.#uses[rival] & COUNT)) return candidate
    this.#admit(candidate)
    return rival
  }

  protected leave(slot: number, hash: number, list: number, isEvicted: boolean): void {
    const uses = this.#uses[slot]
    this.#sketch.raise(hash, uses & COUNT)
    if ((uses & SAMPLED) !== 0) {
      if (isEvicted) this.#sample.leave()
      else this.#sample.delete(hash)
    }
    if (isEvicted) this.#ghosts.add(list === WINDOW ? REFUSED : DISPLACED, hash)
  }

  override clear(): void {
    super.clear()
    this.#sketch.clear()
    this.#sample.clear()
    this.#window = firstWindow(this.capacity)
    this.#age = 0
  }

  override save(): SavedTinyLfu {
    const saved = super.save()
    return {
      ...saved,
      uses: saved.lists.flat().map((slot) => this.#uses[slot] & ~SAMPLED),
      sample: this.#sample.save(),
      sketch: this.#sketch.save(),
      window: this.#window,
      age: Math.min(this.#age, this.#ageLimit - 1),
    }
  }

  override restore(state: unknown, held: readonly number[]): void {
    const saved = new SavedState('tinylfu', state)
    const uses = saved.integers('uses', held.length, 0, TOUCHED | ADMITTED | COUNT)
    const sketch = saved.get('sketch')
    if (!UseSketch.isSaved(sketch, this.capacity))
      throw saved.invalid('sketch', 'counters of a size that goes with that of the cache', sketch)
    this.#sketch.restore(sketch)
    this.#window = saved.integer('window', 1, largestWindow(this.capacity))
    this.#age = saved.integer('age', 0, this.#ageLimit - 1)
    for (const [i, slot] of this.takeOver(saved, held).entries()) {
      const isSampled = this.#sample.has(this.hashAt(slot))
      if (isSampled) this.#sample.hold()
      this.#uses[slot] = uses[i] | (isSampled ? SAMPLED : 0)
    }
    this.#restoreSample(new SavedState('tinylfu', saved.get('sample')))
    this.#reserve()
  }

  protected override grow(slot: number): void {
    super.grow(slot)
    this.#uses = grown(this.#uses, slot, this.capacity)
    this.#reserve()
  }

  #restoreSample(saved: SavedState): void {
    const order = saved.array('order')
    if (order.length > this.capacity)
      throw saved.invalid('order', `an array of at most ${this.capacity}`, order)
    const hashes = saved.integers('order', order.length, -(2 ** 31), 2 ** 31 - 1)
    this.#sample.restore(hashes, saved.number('lead', -1, 1))
  }

  /** Moves the border between the window and the rest. */
  #resize(by: number): void {
    this.#window = Math.max(1, Math.min(largestWindow(this.capacity), this.#window + by))
  }

  /** Makes room in what depends on how many slots are in use. */
  #reserve(): void {
    this.#sketch.reserve(this.room)
    this.#ghosts.reserve(this.room / this.capacity)
  }

  /** Lets an entry out of the window into the main lists. */
  #admit(slot: number): void {
    this.#uses[slot] |= ADMITTED
    this.lists.move(PROBATION, slot)
  }

  /** The entry of the main lists that is to leave next, or `NONE`. What was touched is spared on the way to it. */
  #rival(): number {
    const { lists } = this
    let slot = lists.last(PROBATION)
    while (slot !== NONE && this.#untouch(slot)) {
      lists.move(PROTECTED, slot)
      this.#unprotect()
      slot = lists.last(PROBATION)
    }
    if (slot !== NONE) return slot
    slot = lists.last(PROTECTED)
    while (slot !== NONE && this.#untouch(slot)) {
      lists.move(PROTECTED, slot)
      slot = lists.last(PROTECTED)
    }
    return slot
  }

  /** Moves the oldest out of protection, but for what was touched, until no more are under it than may be. */
  #unprotect(): void {
    const { lists } = this
    const most = PROTECTED_SHARE * (this.capacity - this.#window)
    while (lists.size(PROTECTED) > most) {
      const slot = lists.last(PROTECTED)
      lists.move(this.#untouch(slot) ? PROTECTED : PROBATION, slot)
    }
  }

  /** Whether an entry was touched; it no longer counts as such. */
  #untouch(slot: number): boolean {
    const uses = this.#uses[slot]
    if ((uses & TOUCHED) === 0) return false
    this.#uses[slot] = uses & ~TOUCHED
    return true
  }

  #halve(): void {
    this.#age = 0
    const uses = this.#uses
    for (let slot = 0; slot < uses.length; slot++)
      uses[slot] = (uses[slot] & ~COUNT) | ((uses[slot] & COUNT) >> 1)
    this.#sketch.halve()
  }
}

const ghostLimit = (share: number, capacity: number): number =>
  Math.max(FEWEST_GHOSTS, Math.round(share * capacity))

const firstWindow = (capacity: number): number => Math.max(1, Math.round(FIRST_WINDOW * capacity))

/** At least one entry is kept out of the window, by which it can be seen that the window is too large. */
const largestWindow = (capacity: number): number => Math.max(1, capacity - 1)

interface SavedTinyLfu extends SavedLists {
  /** The uses of each slot, in the order of `lists`. */
  readonly uses: readonly number[]
  readonly sample: { readonly order: readonly number[]; readonly lead: number }
  readonly sketch: Uint8Array | null
  readonly window: number
  readonly age: number
}
