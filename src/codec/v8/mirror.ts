import { types } from 'node:util'
import { type PilferError, show } from '../../errors.js'
import { dataSymbols, hasOnlyIndices, isBare, setOwn } from '../../internal/value/data-properties.js'
import { isOrdinary } from '../../internal/value/ordinary.js'
import {
  MAX_DEPTH,
  type Place,
  readProperty,
  type Step,
  tooDeep,
  unsupported,
} from '../../internal/value/place.js'
import { typeName } from '../../internal/value/type-name.js'
import type { Classes } from './classes.js'
import { baseNumber } from './error-bases.js'
import { error } from './error-tag.js'
import type { KnownClass } from './known-class.js'
import { leafOf } from './leaves.js'
import { converted, instance, nullObject, plainObject } from './object-tags.js'
import type { Tag } from './tag.js'

/** Stands for a tagged object in a mirror. It is a view so that V8 asks the writer what to do about it. */
export class Marker extends Uint8Array {
  constructor(
    readonly value: object,
    readonly tag: Tag,
    readonly place: Place,
  ) {
    super(0)
  }
}

/**
 * Copies the containers of a value, with a {@link Marker} for each object that V8 would change; what V8 keeps is
 * taken as it is. References and cycles stay what they are. Whatever cannot be kept is refused, with its place.
 */
export class Mirror {
  readonly #classes: Classes
  readonly #copies = new Map<object, object>()

  constructor(classes: Classes) {
    this.#classes = classes
  }

  /** What to give to V8 for `value`. */
  of(value: unknown, place: Place): unknown {
    if (typeof value === 'function') throw unsupported(place, 'a function')
    if (typeof value === 'symbol') throw unsupported(place, 'a symbol')
    if (typeof value !== 'object' || value === null) return value
    const copy = this.#copies.get(value)
    if (copy !== undefined) return copy instanceof Marker ? new Marker(value, copy.tag, place) : copy
    if (place.depth > MAX_DEPTH) throw tooDeep(place)
    if (types.isProxy(value)) throw unsupported(place, 'a Proxy')
    const known = this.#classes.of(value)
    if (known?.convert !== undefined) return this.#keep(value, new Marker(value, converted, place))
    if (Array.isArray(value)) return this.#array(value, place)
    if (types.isMap(value)) return this.#map(value, place)
    if (types.isSet(value)) return this.#set(value, place)
    const leaf = leafOf(value)
    if (leaf !== undefined) {
      const fault = leaf.fault(value)
      if (fault !== undefined) throw unsupported(place, fault)
    }
    const tag = leaf === undefined ? objectTag(value, known, place) : leaf.tag?.(value)
    if (tag !== undefined) return this.#keep(value, new Marker(value, tag, place))
    return leaf === undefined ? this.properties(value, place, this.#keep(value, {})) : value
  }

  /** What to give to V8 for the enumerable properties of `whole` under string keys. */
  properties(whole: object, place: Place, copy: object = {}): object {
    for (const key of Object.keys(whole)) setOwn(copy, key, this.#property(whole, key, place))
    return copy
  }

  #property(whole: object, key: string | number, place: Place): unknown {
    return this.#part(readProperty(whole, key, place), place, key)
  }

  #part(part: unknown, place: Place, step: Step): unknown {
    return isPrimitive(part) ? part : this.of(part, place.at(step))
  }

  #keep<T extends object>(value: object, copy: T): T {
    this.#copies.set(value, copy)
    return copy
  }

  #array(list: readonly unknown[], place: Place): object {
    if (Object.getPrototypeOf(list) !== Array.prototype) throw unregistered(list, place)
    if (dataSymbols(list).length > 0) throw unsupported(place, 'an array with symbols as keys')
    const copy: unknown[] = this.#keep(list, [])
    let isDense = true
    for (let i = 0; i < list.length && isDense; i++) {
      const member = this.#property(list, i, place)
      isDense = member !== undefined || Object.hasOwn(list, i)
      if (isDense) copy.push(member)
    }
    if (isDense && hasOnlyIndices(list)) return copy
    const { length } = list
    for (const key of Object.keys(list))
      if (!Object.hasOwn(copy, key)) setOwn(copy, key, this.#property(list, key, place))
    copy.length = length
    return copy
  }

  #map(map: Map<unknown, unknown>, place: Place): object {
    checkCollection(map, Map.prototype, place)
    const copy = this.#keep(map, new Map())
    let i = 0
    Map.prototype.forEach.call(map, (member, key) => {
      const name = isPrimitive(key) ? `.get(${show(key)})` : `.values()[${i}]`
      copy.set(this.#part(key, place, { text: `.keys()[${i++}]` }), this.#part(member, place, { text: name }))
    })
    return copy
  }

  #set(set: Set<unknown>, place: Place): object {
    checkCollection(set, Set.prototype, place)
    const copy = this.#keep(set, new Set())
    let i = 0
    Set.prototype.forEach.call(set, (member) => {
      copy.add(this.#part(member, place, { text: `.values()[${i++}]` }))
    })
    return copy
  }
}

/** The tag of an object that is neither a collection nor a leaf; none for a plain object. */
function objectTag(value: object, known: KnownClass | undefined, place: Place): Tag | undefined {
  const prototype = Object.getPrototypeOf(value)
  const isError = known?.isError ?? baseNumber(prototype) !== undefined
  if (isError && types.isNativeError(value)) return error
  if (isError || !isOrdinary(value)) throw unregistered(value, place)
  if (known !== undefined) return instance
  if (prototype === null) return nullObject
  if (prototype !== Object.prototype) throw unregistered(value, place)
  return dataSymbols(value).length > 0 ? plainObject : undefined
}

function checkCollection(value: object, prototype: object, place: Place): void {
  if (Object.getPrototypeOf(value) !== prototype) throw unregistered(value, place)
  if (!isBare(value)) throw unsupported(place, `${typeName(value)} with properties of its own`)
}

function unregistered(value: object, place: Place): PilferError {
  return unsupported(place, typeName(value), { hint: 'unless `classes` of v8Codec registers its class' })
}

/** Whether a value is neither an object nor one of those that are never kept. */
function isPrimitive(value: unknown): boolean {
  return (
    value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
  )
}
