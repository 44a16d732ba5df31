import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bytesCodec } from '../../src/codec/bytes.js'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import { algorithms, encodings, serializers } from '../../src/crypto.js'
import { type Codec, hashKeymap, pickleKeymap, stringKeymap } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'

const long = ['x'.repeat(500), { deep: [1n, new Date(0)] }]
const text = stringKeymap().key(long)

describe('hash', () => {
  it('lists digests, md5 and sha1 among them', () => {
    expect(algorithms()).toEqual(expect.arrayContaining(['md5', 'sha1', 'sha256', 'sha512']))
  })

  it.each(algorithms())('%s is the digest of the canonical text', (algorithm) => {
    const keymap = hashKeymap({ algorithm })
    const key = keymap.key(long)
    // The length matters where the digest has none of its own, and is checked by Node where it has.
    const hash = createHash(algorithm, { outputLength: (key.length - 1) / 2 })
    expect(key).toBe(`#${hash.update(text).digest('hex')}`)
    expect(keymap.key([1])).toBe('1')
    expect(codeOf(() => keymap.decode(keymap.key(long)))).toBe('KEY_NOT_DECODABLE')
  })

  it.each(['', 'md4711', 'constructor', 5, null])('%j is no algorithm', (algorithm) => {
    expect(codeOf(() => hashKeymap({ algorithm } as object))).toBe('OPTION_INVALID')
  })
})

describe('string', () => {
  it.each(encodings())('%s gives back what it was made of', (encoding) => {
    const keymap = stringKeymap({ encoding })
    expect(keymap.decode(keymap.key(long))).toEqual(long)
    expect(keymap.key(long)).toBe(Buffer.from(text).toString(encoding))
  })

  it.each(['', 'rot13', 'ascii', 'utf16le', 5])('%j is no encoding', (encoding) => {
    expect(codeOf(() => stringKeymap({ encoding } as object))).toBe('OPTION_INVALID')
  })
})

describe('pickle', () => {
  const codecs: Record<string, Codec<any>> = { v8: v8Codec(), json: jsonCodec() }

  it('lists the serializers', () => {
    expect(serializers()).toEqual(Object.keys(codecs))
  })

  it.each(serializers())('%s gives back what it was made of', (name) => {
    const keymap = pickleKeymap({ codec: codecs[name]! })
    expect(keymap.decode(keymap.key(long))).toEqual(long)
    expect(keymap.key(long)).toMatch(/^[\w.-]+$/)
  })

  it('takes an injected one', () => {
    const utf8: Codec<string> = {
      ...bytesCodec(),
      name: 'utf8',
      encode: (value) => ({ inline: Buffer.from(value), blobs: [] }),
      decode: ({ inline }) => Buffer.from(inline).toString(),
    } as Codec<string>
    const keymap = pickleKeymap({ codec: utf8 })
    expect(Buffer.from(keymap.key([1, 'a']), 'base64url').toString()).toBe("1,'a'")
    expect(keymap.decode(keymap.key(long))).toEqual(long)
  })

  it.each([undefined, null, 'json', {}, JSON])('%j is no codec', (codec) => {
    expect(codeOf(() => pickleKeymap({ codec } as never))).toBe('OPTION_INVALID')
  })
})
