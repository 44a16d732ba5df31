import type { Codec, Encoded } from '../codec.js'
import { PilferError, show } from '../errors.js'
import { checkOptions, object } from '../internal/check-options.js'
import type { Keymap, KeymapOptions } from '../keymap.js'
import { fromLatin1, latin1 } from './bytes.js'
import { canonical } from './canonical.js'
import { base64url, utf8Bytes, utf8Text } from './encodings.js'
import { bounded, dialect, KEYMAP_CHECKS, layout, notDecodable } from './layout.js'

const CODEC = object('a codec such as v8Codec()', 'encode', 'decode')
/** Stands between the parts of a key; base64url has no such character. */
const BETWEEN = '.'

/** The options of {@link pickleKeymap}. */
export interface PickleKeymapOptions extends KeymapOptions {
  /**
   * Turns the UTF-8 bytes of the canonical text, as a string with one character for each, into bytes. It must always
   * give the same bytes for the same string.
   */
  readonly codec: Codec<any>
}

/**
 * Keys made by a codec: the canonical text of the arguments, encoded, in base64url.
 *
 * @example
 * ```ts
 * import { pickleKeymap } from 'pilfer'
 * import { v8Codec } from 'pilfer/codec/v8'
 *
 * const keymap = pickleKeymap({ codec: v8Codec() })
 * keymap.decode(keymap.key([1, 'a'])) // [1, 'a']
 * ```
 */
export function pickleKeymap(options: PickleKeymapOptions): Keymap {
  checkOptions('pickleKeymap', options, { ...KEYMAP_CHECKS, codec: CODEC })
  const { codec, typed = true } = options
  if (codec === undefined)
    throw new PilferError(
      'OPTION_INVALID',
      `\`codec\` of pickleKeymap must be ${CODEC.expected}, received ${show(codec)}`,
    )
  const { write, read } = layout(options, canonical(typed))
  const pack = (text: string): string => joined(codec.encode(toByteString(text)))
  return {
    name: 'pickle',
    dialect: dialect(options, `pickle=${codec.name}`),
    supports: { portable: true, decode: true },
    key: (args) => bounded(() => pack(write(args))),
    decode(key) {
      const text = unpack(key, codec)
      if (text === undefined || pack(text) !== key) throw notDecodable(key)
      return read(text)
    },
  }
}

function joined({ inline, blobs }: Encoded): string {
  return [inline, ...blobs].map(base64url.encode).join(BETWEEN)
}

/** The text in a key; `undefined` when there is none. */
function unpack(key: string, codec: Codec<any>): string | undefined {
  try {
    const [inline, ...blobs] = key.split(BETWEEN).map(base64url.decode)
    if (inline === undefined || !blobs.every((blob) => blob !== undefined)) return undefined
    const text: unknown = codec.decode({ inline, blobs })
    return typeof text === 'string' ? fromByteString(text) : undefined
  } catch {
    return undefined
  }
}

/**
 * The UTF-8 bytes of the text as a new string with one character for each: serializers write a string by how it lies
 * in memory, which for a string of any other origin is anyone's guess.
 */
const toByteString = (text: string): string => latin1(utf8Bytes(text))

function fromByteString(string: string): string | undefined {
  const bytes = fromLatin1(string)
  return bytes && utf8Text(bytes)
}
