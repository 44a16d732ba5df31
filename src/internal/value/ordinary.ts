import { types } from 'node:util'

/**
 * Whether an object that is no Proxy has nothing but properties: it is no array, Map, Date or the like, whatever
 * prototype it was given.
 */
export function isOrdinary(object: object): boolean {
  return (
    !Array.isArray(object) &&
    !ArrayBuffer.isView(object) &&
    !types.isAnyArrayBuffer(object) &&
    !types.isArgumentsObject(object) &&
    !types.isBoxedPrimitive(object) &&
    !types.isDate(object) &&
    !types.isGeneratorObject(object) &&
    !types.isMap(object) &&
    !types.isMapIterator(object) &&
    !types.isModuleNamespaceObject(object) &&
    !types.isNativeError(object) &&
    !types.isPromise(object) &&
    !types.isRegExp(object) &&
    !types.isSet(object) &&
    !types.isSetIterator(object) &&
    !types.isWeakMap(object) &&
    !types.isWeakSet(object)
  )
}

const brandOf = Object.prototype.toString

/**
 * A faster {@link isOrdinary} for objects with `Object.prototype` and no symbols, good enough before V8 serialises
 * them: of the others it takes only those that V8 refuses.
 */
export function looksOrdinary(object: object): boolean {
  return (
    brandOf.call(object) === '[object Object]' &&
    !ArrayBuffer.isView(object) &&
    !types.isMap(object) &&
    !types.isSet(object) &&
    !types.isAnyArrayBuffer(object) &&
    !types.isBigIntObject(object)
  )
}
