/** The typed arrays of the language; a runtime may lack the newest. */
export const TYPED_ARRAYS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const

/** The constructor of that name, where this runtime has it. */
export function globalClass(name: string): (new (...args: any[]) => any) | undefined {
  const found = (globalThis as Record<string, unknown>)[name]
  return typeof found === 'function' ? (found as new () => any) : undefined
}

/** The getter of a built-in property: it reads the object itself, whatever property hides it. */
export function getterOf(prototype: object, name: PropertyKey): (this: unknown) => any {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get!
}

const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype)
const nameOf = getterOf(typedArray, Symbol.toStringTag)
const lengthOf = getterOf(typedArray, 'length')
const bufferOf = getterOf(typedArray, 'buffer')
const offsetOf = getterOf(typedArray, 'byteOffset')
const sizeOf = getterOf(typedArray, 'byteLength')

/** What a typed array is, whatever its prototype says; `undefined` for anything else. */
export const typedArrayName = (value: object): string | undefined => nameOf.call(value)

export const elementSize = (value: object): number => {
  const length: number = lengthOf.call(value)
  return length === 0 ? 1 : sizeOf.call(value) / length
}

/** The bytes that a typed array shows. */
export const typedArrayBytes = (value: object): Uint8Array =>
  new Uint8Array(bufferOf.call(value), offsetOf.call(value), sizeOf.call(value))

const dataView = DataView.prototype
const viewedBuffer = getterOf(dataView, 'buffer')
const viewOffset = getterOf(dataView, 'byteOffset')
const viewSize = getterOf(dataView, 'byteLength')

/** The bytes that a DataView shows. */
export const dataViewBytes = (value: object): Uint8Array =>
  new Uint8Array(viewedBuffer.call(value), viewOffset.call(value), viewSize.call(value))

const bufferSize = getterOf(ArrayBuffer.prototype, 'byteLength')

export const bufferBytes = (value: ArrayBuffer): Uint8Array =>
  new Uint8Array(value, 0, bufferSize.call(value))

/** The bytes of a SharedArrayBuffer. A page that is not isolated lacks the class, and so any object of it. */
export const sharedBufferBytes = (value: SharedArrayBuffer): Uint8Array =>
  new Uint8Array(value, 0, getterOf(SharedArrayBuffer.prototype, 'byteLength').call(value))

/**
 * Node's comparison, where there is one: it looks for named properties without making a string of each index, as
 * `Object.keys` must.
 */
const isEqual: ((a: unknown, b: unknown) => boolean) | undefined =
  globalThis.process?.getBuiltinModule?.('node:util')?.isDeepStrictEqual

/** From this length on it is quicker to compare than to list the keys. */
const COMPARE_FROM = 128

/** The own enumerable property names of a typed array beside its indices. */
export function typedArrayProps(value: object): string[] {
  const length: number = lengthOf.call(value)
  if (length >= COMPARE_FROM && isEqual?.(value, bareView(value, length))) return []
  return Object.keys(value).slice(length)
}

/** Another view of the same bytes with the same prototype and no properties of its own. */
function bareView(value: object, length: number): object {
  const bare = new (globalClass(nameOf.call(value)!)!)(bufferOf.call(value), offsetOf.call(value), length)
  return Object.setPrototypeOf(bare, Object.getPrototypeOf(value))
}
