import { PilferError, show } from '../errors.js'
import { checkOptions } from '../internal/check-options.js'
import { declareByIdentity, numbered } from '../internal/identity.js'
import type { Keymap, KeymapOptions } from '../keymap.js'
import { explain } from './explain.js'
import { dialect, KEYMAP_CHECKS, layout } from './layout.js'
import { plainKind } from './plain.js'
import { primitiveText } from './text.js'
import type { Walk } from './walk.js'

/** The options of {@link rawKeymap}. */
export type RawKeymapOptions = KeymapOptions

/**
 * Keys by identity: objects, functions and symbols are the same only when they are the very same one, whatever is in
 * them; primitives are the same by `Object.is`. Such a key holds for this process only, so it serves memory and never
 * an archive.
 *
 * @example
 * ```ts
 * import { rawKeymap } from 'pilfer'
 *
 * const keymap = rawKeymap()
 * const point = { x: 1 }
 * keymap.key([point, 'a']) === keymap.key([point, 'a']) // true
 * keymap.key([point, 'a']) === keymap.key([{ x: 1 }, 'a']) // false
 * ```
 */
export function rawKeymap(options: RawKeymapOptions = {}): Keymap {
  checkOptions('rawKeymap', options, KEYMAP_CHECKS)
  const { typed = true, flat = true, sentinel } = options
  const walk: Walk = {
    typed,
    text: (value) => (hasIdentity(value) ? `&${numbered(value)}` : primitiveText(value, typed)),
  }
  const { write } = layout(options, walk.text, (argument, index) => {
    try {
      return isNamed(argument) ? plainKind.text(argument, walk) : walk.text(argument)
    } catch (error) {
      throw explain(error, index, [argument as object])
    }
  })
  const keymap: Keymap = {
    name: 'raw',
    dialect: dialect(options, 'raw'),
    supports: { portable: false, decode: false },
    key: write,
    decode(key) {
      throw new PilferError(
        'KEY_NOT_DECODABLE',
        `${show(key)} says which arguments they were, not what is in them`,
      )
    },
  }
  // Else what is in an object in last place may count.
  if (flat && sentinel === undefined) declareByIdentity(keymap)
  return keymap
}

/** Whether `value` is one of a kind, where a primitive is the same as others. */
function hasIdentity(value: unknown): value is WeakKey {
  switch (typeof value) {
    case 'object':
      return value !== null
    case 'symbol':
      return Symbol.keyFor(value) === undefined
    default:
      return typeof value === 'function'
  }
}

/** Whether an argument in last place holds named ones: a plain object whose names are all text. */
function isNamed(argument: unknown): boolean {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    Object.getPrototypeOf(argument) === Object.prototype &&
    Object.prototype.toString.call(argument) === '[object Object]' &&
    Object.getOwnPropertySymbols(argument).length === 0
  )
}
