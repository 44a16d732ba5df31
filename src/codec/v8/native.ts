import { types } from 'node:util'
import { hasOnlyIndices, isBare } from '../../internal/value/data-properties.js'
import { looksOrdinary } from '../../internal/value/ordinary.js'
import { MAX_DEPTH } from '../../internal/value/place.js'
import { leafOf } from './leaves.js'

/**
 * Whether V8 keeps a value as it is, found out in a quick walk that looks at every part. A `false` may also mean
 * that the walk cannot tell; the mirror then has the last word. Where a getter throws, so does this.
 */
export function isNative(value: unknown): boolean {
  return new Walk().part(value, 0)
}

/** A container with at most so many parts and no object among them is as soon walked again as remembered. */
const FEW = 32

class Walk {
  readonly #entered = new Set<object>()

  part(value: unknown, depth: number): boolean {
    if (isObject(value)) return this.#object(value, depth)
    return typeof value !== 'function' && typeof value !== 'symbol'
  }

  #object(value: object, depth: number): boolean {
    if (depth > MAX_DEPTH || types.isProxy(value)) return false
    const prototype = Object.getPrototypeOf(value)
    if (prototype === Object.prototype) return looksOrdinary(value) && this.#properties(value, depth)
    if (prototype === Array.prototype) return Array.isArray(value) && this.#array(value, depth)
    if (prototype === Map.prototype) return types.isMap(value) && isBare(value) && this.#map(value, depth)
    if (prototype === Set.prototype) return types.isSet(value) && isBare(value) && this.#set(value, depth)
    const leaf = leafOf(value)
    return leaf !== undefined && leaf.fault(value) === undefined && leaf.tag?.(value) === undefined
  }

  /** Whether a container is met for the first time. */
  #enter(container: object): boolean {
    return this.#entered.size < this.#entered.add(container).size
  }

  #properties(whole: object, depth: number, isNew?: boolean): boolean {
    if (Object.getOwnPropertySymbols(whole).length > 0) return false
    let parts = 0
    for (const key in whole) {
      const part: unknown = (whole as any)[key]
      if (isNew === undefined && (isObject(part) || ++parts > FEW)) isNew = this.#enter(whole)
      if (isNew === false) return true
      if (!this.part(part, depth + 1)) return false
    }
    return true
  }

  #array(list: readonly unknown[], depth: number): boolean {
    if ((list.length > FEW || list.some(isObject)) && !this.#enter(list)) return true
    for (let i = 0; i < list.length; i++) {
      const part = list[i]
      if (typeof part === 'number') continue
      if (part === undefined && !Object.hasOwn(list, i)) return this.#properties(list, depth, true)
      if (!this.part(part, depth + 1)) return false
    }
    if (!hasOnlyIndices(list)) return this.#properties(list, depth, true)
    return Object.getOwnPropertySymbols(list).length === 0
  }

  #map(map: Map<unknown, unknown>, depth: number): boolean {
    if (!this.#enter(map)) return true
    let isNative = true
    Map.prototype.forEach.call(map, (part, key) => {
      isNative &&= this.part(key, depth + 1) && this.part(part, depth + 1)
    })
    return isNative
  }

  #set(set: Set<unknown>, depth: number): boolean {
    if (!this.#enter(set)) return true
    let isNative = true
    Set.prototype.forEach.call(set, (part) => {
      isNative &&= this.part(part, depth + 1)
    })
    return isNative
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
