import { checkOptions, oneOf } from '../internal/check-options.js'
import { TEXT_ENCODINGS, type TextEncoding } from '../internal/text-encodings.js'
import type { Keymap, KeymapOptions } from '../keymap.js'
import { canonical } from './canonical.js'
import { type ByteText, base64, base64url, hex, oneByOne, utf8Bytes, utf8Text } from './encodings.js'
import { bounded, dialect, KEYMAP_CHECKS, layout, notDecodable } from './layout.js'

const ALPHABETS: Readonly<Record<TextEncoding, ByteText | undefined>> = {
  utf8: undefined,
  latin1: oneByOne,
  hex,
  base64,
  base64url,
}

/** The options of {@link stringKeymap}. */
export interface StringKeymapOptions extends KeymapOptions {
  /**
   * How the text is written: as it is (`'utf8'`), or its UTF-8 bytes in another alphabet, `'latin1'` with one character
   * for each byte.
   *
   * @default 'utf8'
   */
  readonly encoding?: TextEncoding
}

/**
 * Readable keys of any length: the canonical text of the arguments.
 *
 * @example
 * ```ts
 * import { stringKeymap } from 'pilfer'
 *
 * const keymap = stringKeymap()
 * const key = keymap.key([{ b: 2, a: [1n, new Date(0)] }]) // {'a':[1n,Date(0)],'b':2}
 * keymap.decode(key) // [{ a: [1n, new Date(0)], b: 2 }]
 * ```
 */
export function stringKeymap(options: StringKeymapOptions = {}): Keymap {
  checkOptions('stringKeymap', options, { ...KEYMAP_CHECKS, encoding: oneOf(...TEXT_ENCODINGS) })
  const { encoding = 'utf8', typed = true } = options
  const { write, read } = layout(options, canonical(typed))
  const alphabet = ALPHABETS[encoding]
  const description = {
    name: 'string',
    dialect: dialect(options, alphabet ? encoding : ''),
    supports: { portable: true, decode: true },
  }
  if (alphabet === undefined) return { ...description, key: write, decode: read }
  return {
    ...description,
    key: (args) => bounded(() => alphabet.encode(utf8Bytes(write(args)))),
    decode(key) {
      const bytes = alphabet.decode(key)
      const text = bytes && utf8Text(bytes)
      if (text === undefined) throw notDecodable(key)
      return read(text)
    },
  }
}
