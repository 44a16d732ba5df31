import { digest } from '#digest'
import { PilferError, show } from '../errors.js'
import { checkOptions, text } from '../internal/check-options.js'
import type { Keymap, KeymapOptions } from '../keymap.js'
import { canonical } from './canonical.js'
import { dialect, KEYMAP_CHECKS, layout } from './layout.js'

/** The options of {@link hashKeymap}. */
export interface HashKeymapOptions extends KeymapOptions {
  /**
   * The name of a digest of `node:crypto`, such as `'sha1'` or `'sha512'`.
   *
   * @default 'sha256'
   */
  readonly algorithm?: string
}

/**
 * Short keys: the canonical text of the arguments, or `#` and its digest when the text is the longer one.
 *
 * @throws PilferError `OPTION_INVALID` when the runtime has no such algorithm.
 *
 * @example
 * ```ts
 * import { hashKeymap } from 'pilfer'
 *
 * const keymap = hashKeymap()
 * keymap.key([3, 'abc']) // "3,'abc'"
 * keymap.key(['x'.repeat(1000)]).length // 65
 * ```
 */
export function hashKeymap(options: HashKeymapOptions = {}): Keymap {
  checkOptions('hashKeymap', options, { ...KEYMAP_CHECKS, algorithm: text })
  const { algorithm = 'sha256', typed = true } = options
  const length = digestLength(algorithm)
  const { write, read } = layout(options, canonical(typed))
  return {
    name: 'hash',
    dialect: dialect(options),
    supports: { portable: true, decode: true },
    key(args) {
      const text = write(args)
      return text.length <= length ? text : `#${digest(algorithm, text)}`
    },
    decode(key) {
      if (typeof key === 'string' && key.startsWith('#'))
        throw new PilferError(
          'KEY_NOT_DECODABLE',
          `${show(key)} is a digest, which does not hold its arguments`,
        )
      return read(key)
    },
  }
}

function digestLength(algorithm: string): number {
  // Nothing is loaded for the default, which every runtime has.
  if (algorithm === 'sha256') return 64
  try {
    return digest(algorithm, '').length
  } catch (cause) {
    const message = `\`algorithm\` of hashKeymap must be a digest that this runtime has, received ${show(algorithm)}`
    throw new PilferError('OPTION_INVALID', message, { cause })
  }
}
