import type { AnyFunction, MapLike, MapSubject } from '../subject.js'

/** The least that a bounded memory does: a `Map`, and a ring of its keys that says which is the oldest. */
class OldestOut implements MapLike {
  readonly #map = new Map<unknown, unknown>()
  readonly #ring: unknown[]
  #at = 0

  constructor(readonly maxSize: number) {
    this.#ring = new Array(maxSize)
  }

  get(key: unknown): unknown {
    return this.#map.get(key)
  }

  set(key: unknown, value: unknown): void {
    this.#map.delete(this.#ring[this.#at])
    this.#ring[this.#at] = key
    this.#at = this.#at + 1 === this.maxSize ? 0 : this.#at + 1
    this.#map.set(key, value)
  }
}

/** For entries that stay. */
export const map: MapSubject = {
  name: 'bare Map',
  trueBound: false,
  create: () => new Map<unknown, unknown>(),
}

/** For keys that are always new. */
export const evictingMap: MapSubject = {
  name: 'bare Map, delete and set',
  trueBound: true,
  create: (maxSize) => new OldestOut(maxSize),
}

/** The least that a memoized function of one argument does. */
export function memoizedByMap(fn: AnyFunction): AnyFunction {
  const results = new Map<unknown, unknown>()
  return (argument: unknown) => {
    let result = results.get(argument)
    if (result === undefined) {
      result = fn(argument)
      results.set(argument, result)
    }
    return result
  }
}
