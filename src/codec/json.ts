import { types } from 'node:util'
import type { Codec } from '../codec.js'
import { PilferError, show } from '../errors.js'
import { type Check, checkOptions } from '../internal/check-options.js'
import { dataSymbols, hasOnlyIndices } from '../internal/value/data-properties.js'
import { isOrdinary } from '../internal/value/ordinary.js'
import { MAX_DEPTH, Place, readProperty, tooDeep, unsupported } from '../internal/value/place.js'
import { typeName } from '../internal/value/type-name.js'

/** The options of {@link jsonCodec}. */
export interface JsonCodecOptions {
  /**
   * What to indent each level by: a number of spaces from 0 to 10, or white space.
   *
   * @default 0, all on one line
   */
  readonly space?: number | string
}

const OPTIONS: Record<string, Check> = {
  space: {
    expected: 'an integer from 0 to 10 or at most 10 characters of white space',
    ok: (v) =>
      typeof v === 'string'
        ? /^[ \t\r\n]{0,10}$/.test(v)
        : Number.isInteger(v) && (v as number) >= 0 && (v as number) <= 10,
  },
}

/**
 * Values as JSON text in UTF-8, for people and other languages to read. It takes only what JSON gives back equal:
 * strings, finite numbers other than -0, booleans, `null`, arrays without holes and plain objects.
 *
 * @example
 * ```ts
 * import { jsonCodec } from 'pilfer/codec/json'
 *
 * const codec = jsonCodec({ space: 2 })
 * codec.decode(codec.encode({ city: 'Oslo', rain: [4, 0, 7.5] }))
 * ```
 */
export function jsonCodec(options: JsonCodecOptions = {}): Codec {
  checkOptions('jsonCodec', options, OPTIONS)
  const { space } = options
  return {
    name: 'json',
    text: true,
    encode: (value) => ({ inline: Buffer.from(textOf(value, space)), blobs: [] }),
    decode({ inline, blobs }) {
      try {
        if (blobs.length > 0) throw new Error(`JSON has no blobs, and here are ${blobs.length}`)
        return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(inline))
      } catch (cause) {
        throw new PilferError('CODEC_DECODE', `the bytes are no JSON text: ${cause}`, { cause })
      }
    },
  }
}

function textOf(value: unknown, space?: number | string): string {
  try {
    check(value, new Place(), new Set())
    return JSON.stringify(value, undefined, space)
  } catch (cause) {
    if (cause instanceof PilferError) throw cause
    throw new PilferError('VALUE_UNSUPPORTED', `the value cannot be made JSON text: ${cause}`, { cause })
  }
}

/** Throws unless JSON gives `value` back equal. `around` are the objects that it is in. */
function check(value: unknown, place: Place, around: Set<object>): void {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    throw unsupported(place, show(value))
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' || value === null)
    return
  if (typeof value !== 'object')
    throw unsupported(place, value === undefined ? 'undefined' : `a ${typeof value}`)
  if (types.isProxy(value)) throw unsupported(place, 'a Proxy')
  if (around.has(value)) throw unsupported(place, 'a reference to an object that it is in')
  if (place.depth > MAX_DEPTH) throw tooDeep(place)
  around.add(value)
  if (Array.isArray(value)) checkArray(value, place, around)
  else checkObject(value, place, around)
  around.delete(value)
}

function checkArray(list: readonly unknown[], place: Place, around: Set<object>): void {
  if (Object.getPrototypeOf(list) !== Array.prototype) throw unsupported(place, typeName(list))
  for (let i = 0; i < list.length; i++) {
    if (!Object.hasOwn(list, i)) throw unsupported(place, 'an array with holes')
    checkPart(list, i, place, around)
  }
  if (!hasOnlyIndices(list)) throw unsupported(place, 'an array with properties of its own')
  checkKeys(list, place)
}

function checkObject(object: object, place: Place, around: Set<object>): void {
  if (Object.getPrototypeOf(object) === null) throw unsupported(place, 'an object without a prototype')
  if (Object.getPrototypeOf(object) !== Object.prototype || !isOrdinary(object))
    throw unsupported(place, typeName(object))
  for (const key of Object.keys(object)) checkPart(object, key, place, around)
  checkKeys(object, place)
}

function checkPart(whole: object, key: string | number, place: Place, around: Set<object>): void {
  const part = readProperty(whole, key, place)
  if (typeof part !== 'string' && typeof part !== 'boolean') check(part, place.at(key), around)
}

function checkKeys(object: object, place: Place): void {
  if (dataSymbols(object).length > 0) throw unsupported(place, 'an object with symbols as keys')
  if (typeof readProperty(object, 'toJSON', place) === 'function')
    throw unsupported(place, 'an object with a `toJSON` method')
}
