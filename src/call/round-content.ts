import { isPlain } from './plain.js'

/** What an object holds that is no property. */
export interface Content {
  readonly parts: readonly unknown[]
  readonly keyCount: number
  /** There are no properties beside it. */
  readonly isAll?: boolean
  make(parts: readonly unknown[]): object
}

const NO_PARTS: readonly unknown[] = []

const { forEach: eachEntry } = Map.prototype
const { forEach: eachMember } = Set.prototype
const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype)
const getterOf = (prototype: object, name: PropertyKey): (() => any) =>
  Object.getOwnPropertyDescriptor(prototype, name)!.get!
const typedArrayName = getterOf(typedArray, Symbol.toStringTag)
const typedArrayLength = getterOf(typedArray, 'length')
const mapSize = getterOf(Map.prototype, 'size')
const setSize = getterOf(Set.prototype, 'size')

/** The content of a container; `undefined` for every other object. */
export function contentOf(object: object): Content | undefined {
  const prototype = Object.getPrototypeOf(object)
  if (prototype === Array.prototype) return Array.isArray(object) ? arrayContent(object) : undefined
  if (isPlain(object)) return { parts: NO_PARTS, keyCount: 0, make: () => Object.create(prototype) }
  if (prototype === Map.prototype)
    return answers(mapSize, object) ? mapContent(object as Map<any, any>) : undefined
  if (prototype === Set.prototype)
    return answers(setSize, object) ? setContent(object as Set<any>) : undefined
  const Floats = floatsClass(object, prototype)
  return Floats && floatContent(Floats, object)
}

/** Whether the getter of a built-in class finds its like in `object`, rather than something with its prototype. */
function answers(getter: () => unknown, object: object): boolean {
  try {
    getter.call(object)
    return true
  } catch {
    return false
  }
}

/**
 * The elements, where every index has one and there is nothing else, since that is much quicker. Otherwise they count
 * as the properties that they are, so that holes stay holes.
 */
function arrayContent(list: readonly unknown[]): Content {
  return isDense(list)
    ? { parts: list, keyCount: 0, isAll: true, make: (parts) => [...parts] }
    : { parts: NO_PARTS, keyCount: 0, make: () => [] }
}

function isDense(list: readonly unknown[]): boolean {
  // One more for `length` itself.
  if (Reflect.ownKeys(list).length !== list.length + 1) return false
  for (let i = 0; i < list.length; i++) {
    const descriptor = Reflect.getOwnPropertyDescriptor(list, i)
    if (!descriptor?.enumerable || !('value' in descriptor)) return false
  }
  return true
}

/** A Map whose keys would fall together keeps them: it is not the same as one with fewer entries. */
function mapContent(map: Map<unknown, unknown>): Content {
  const keys: unknown[] = []
  const values: unknown[] = []
  eachEntry.call(map, (value, key) => {
    keys.push(key)
    values.push(value)
  })
  const size = keys.length
  const withKeys = (from: readonly unknown[], parts: readonly unknown[]): Map<unknown, unknown> =>
    new Map(keys.map((_, i) => [from[i], parts[size + i]]))
  return {
    parts: [...keys, ...values],
    keyCount: size,
    make(parts) {
      const made = withKeys(parts, parts)
      return made.size === size ? made : withKeys(keys, parts)
    },
  }
}

/** A Set whose members would fall together keeps them, as the keys of a Map. */
function setContent(set: Set<unknown>): Content {
  const members: unknown[] = []
  eachMember.call(set, (member) => members.push(member))
  return {
    parts: members,
    keyCount: 0,
    make(parts) {
      const made = new Set(parts.slice(0, members.length))
      return made.size === members.length ? made : new Set(members)
    },
  }
}

/** The classes of typed arrays that hold floats; a runtime may lack the newest. */
const FLOAT_ARRAYS = ['Float16Array', 'Float32Array', 'Float64Array']

/** The class of a typed array of floats, where it is what its prototype says. */
function floatsClass(object: object, prototype: object): Float64ArrayConstructor | undefined {
  const name: string | undefined = typedArrayName.call(object)
  if (name === undefined || !FLOAT_ARRAYS.includes(name)) return undefined
  const Floats = (globalThis as any)[name]
  return Floats.prototype === prototype ? Floats : undefined
}

function floatContent(Floats: Float64ArrayConstructor, floats: object): Content {
  const elements = [...new Floats(floats as Float64Array)]
  return {
    parts: elements,
    keyCount: 0,
    make: (parts) => new Floats(parts.slice(0, elements.length) as number[]),
  }
}

/** How many of its first own properties are the elements of a typed array. */
export const elementCount = (object: object): number =>
  typedArrayName.call(object) === undefined ? 0 : typedArrayLength.call(object)
