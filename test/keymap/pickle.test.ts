import { describe, expect, it } from 'vitest'
import { gzip } from '../../src/codec/gzip.js'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import { type Codec, compose } from '../../src/codec.js'
import { pickleKeymap } from '../../src/keymap/pickle.js'
import { keymapSuite } from '../../src/testing/keymap-suite.js'
import { codeOf } from '../helpers/error-code.js'

/** Text as it is, in a blob when it is long. */
const splitCodec: Codec<string> = {
  name: 'split',
  encode(text) {
    const bytes = Buffer.from(text)
    return { inline: bytes.subarray(0, 8), blobs: [bytes.subarray(8, 16), bytes.subarray(16)] }
  },
  decode: ({ inline, blobs }) => Buffer.concat([inline, ...blobs]).toString(),
}

keymapSuite({ describe, it }, 'pickleKeymap over v8', () => pickleKeymap({ codec: v8Codec() }))
keymapSuite({ describe, it }, 'pickleKeymap over blobs', () =>
  pickleKeymap({ codec: splitCodec, flat: false }),
)
keymapSuite({ describe, it }, 'pickleKeymap over JSON', () => pickleKeymap({ codec: jsonCodec() }))
keymapSuite({ describe, it }, 'pickleKeymap over compressed JSON', () =>
  pickleKeymap({ codec: compose(jsonCodec(), gzip()) }),
)

describe('pickleKeymap', () => {
  const keymap = pickleKeymap({ codec: v8Codec() })

  it('gives the bytes of the codec in base64url', () => {
    expect(keymap.key([1, 'a'])).toMatch(/^[\w-]+$/)
    expect(pickleKeymap({ codec: splitCodec }).key([1, '\u00fc'])).toMatch(/^[\w-]+\.[\w-]*\.[\w-]*$/)
  })

  it('does not depend on how a string lies in memory', () => {
    const oneByte = 'abcdefghijklmnopqrst'
    const twoBytes = `\u1234${oneByte}`.slice(1)
    const glued = oneByte.slice(0, 10) + twoBytes.slice(10)
    expect(new Set([oneByte, twoBytes, glued].map((s) => keymap.key([s, '\u1234']))).size).toBe(1)
  })

  it('gives back text of every kind', () => {
    for (const text of ['', '\\u1234', '\\', '\u00e9', '\u1234\u{1f600}', '\ud800', '\0'])
      expect(keymap.decode(keymap.key([text]))).toEqual([text])
  })

  it('does not read keys that it did not make', () => {
    const key = keymap.key([1])
    const ofNumber = Buffer.from(v8Codec().encode(5).inline).toString('base64url')
    const ofWide = Buffer.from(v8Codec().encode('\u1234').inline).toString('base64url')
    const ofBadUtf8 = Buffer.from(v8Codec().encode('\u00ff').inline).toString('base64url')
    for (const other of [
      `${key}.`,
      `${key}A`,
      `.${key}`,
      `${key}=`,
      '',
      '.',
      ofNumber,
      ofWide,
      ofBadUtf8,
      5 as never,
    ])
      expect(
        codeOf(() => keymap.decode(other)),
        other,
      ).toBe('KEY_NOT_DECODABLE')
  })

  it('needs a codec', () => {
    for (const options of [undefined, {}, { codec: undefined }, { codec: {} }, { codec: 'v8' }])
      expect(codeOf(() => pickleKeymap(options as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => pickleKeymap({ codec: splitCodec, codex: 1 } as never))).toBe('OPTION_UNKNOWN')
  })
})
