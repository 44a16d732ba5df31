/**
 * What this Node has for the options of the keymaps, by name.
 *
 * @module
 */
import { algorithms as digests } from './internal/algorithms.js'
import { TEXT_ENCODINGS, type TextEncoding } from './internal/text-encodings.js'

/** The codecs that can make keys, by their names and the ends of their subpaths, such as `pilfer/codec/v8`. */
const SERIALIZERS = ['v8', 'json'] as const

/**
 * The digests for `hashKeymap({ algorithm })`: those of `node:crypto` that this Node makes, but for the SHAKE functions,
 * which have no length of their own. Names in other spellings that Node understands, such as `'SHA256'`, are taken as
 * well.
 *
 * @example
 * ```ts
 * import { algorithms } from 'pilfer/crypto'
 *
 * console.log(algorithms().includes('sha512')) // true
 * ```
 */
export function algorithms(): string[] {
  return digests()
}

/**
 * The encodings that `stringKeymap({ encoding })` takes.
 *
 * @example
 * ```ts
 * import { encodings } from 'pilfer/crypto'
 *
 * console.log(encodings().join(' ')) // utf8 latin1 hex base64 base64url
 * ```
 */
export function encodings(): TextEncoding[] {
  return [...TEXT_ENCODINGS]
}

/**
 * The codecs of pilfer that `pickleKeymap({ codec })` takes, by name; it takes any other that gives the same bytes
 * for the same string as well.
 *
 * @example
 * ```ts
 * import { pickleKeymap } from 'pilfer'
 * import { jsonCodec } from 'pilfer/codec/json'
 * import { serializers } from 'pilfer/crypto'
 *
 * console.log(serializers().join(' ')) // v8 json
 * const keymap = pickleKeymap({ codec: jsonCodec() })
 * ```
 */
export function serializers(): (typeof SERIALIZERS)[number][] {
  return [...SERIALIZERS]
}
