import { NumberSet } from './number-set.js'

const NEVER = -1

/**
 * The most hits that accesses can have in a cache of `size` entries which knows the future and may leave a newcomer
 * out: the entry leaves that is needed again last (L. Belady, "A study of replacement algorithms for a virtual-storage
 * computer", 1966).
 *
 * An entry is known by the place of its next access, where there is one; without one it need not be held. So the
 * cache is a set of places, those that will be hits, and who leaves is the largest of them.
 */
export function optimumHits(ids: Int32Array, size: number): number {
  const next = nextPlaces(ids)
  const awaited = new NumberSet(ids.length)
  let held = 0
  let hits = 0
  for (let place = 0; place < ids.length; place++) {
    if (awaited.has(place)) {
      awaited.delete(place)
      held--
      hits++
    }
    if (next[place] === NEVER) continue
    awaited.add(next[place])
    if (++held <= size) continue
    awaited.delete(awaited.max())
    held--
  }
  return hits
}

/** By place: where the same number comes again. */
function nextPlaces(ids: Int32Array): Int32Array {
  const next = new Int32Array(ids.length)
  const seen = new Int32Array(ids.reduce((top, id) => Math.max(top, id), 0) + 1).fill(NEVER)
  for (let place = ids.length - 1; place >= 0; place--) {
    next[place] = seen[ids[place]]
    seen[ids[place]] = place
  }
  return next
}
