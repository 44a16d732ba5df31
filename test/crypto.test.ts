import { createHash, getHashes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../src/codec/json.js'
import { v8Codec } from '../src/codec/v8.js'
import { algorithms, encodings, serializers } from '../src/crypto.js'
import { hashKeymap } from '../src/keymap/hash.js'
import { pickleKeymap } from '../src/keymap/pickle.js'
import { stringKeymap } from '../src/keymap/string.js'
import { codeOf } from './helpers/error-code.js'

const args = ['\u00fc\u{1f600}'.repeat(99), 1]

describe('algorithms', () => {
  it('are the digests that createHash makes, each with a length of its own', () => {
    const made = getHashes()
      .filter((name) => !name.startsWith('shake'))
      .filter((name) => codeOf(() => createHash(name).digest()) === 'nothing was thrown')
    expect(algorithms()).toEqual(made)
    expect(algorithms()).toEqual(expect.arrayContaining(['sha256', 'sha512', 'sha1', 'md5']))
  })

  it.each([...algorithms(), 'SHA256'])('%s makes keys', (algorithm) => {
    const text = stringKeymap().key(args)
    expect(hashKeymap({ algorithm }).key(args)).toBe(`#${createHash(algorithm).update(text).digest('hex')}`)
  })
})

describe('encodings', () => {
  it.each(encodings())('%s makes keys and reads them', (encoding) => {
    const keymap = stringKeymap({ encoding })
    const text = stringKeymap().key(args)
    expect(keymap.key(args)).toBe(encoding === 'utf8' ? text : Buffer.from(text).toString(encoding))
    expect(keymap.decode(keymap.key(args))).toEqual(args)
  })

  it('are all that the keymap takes', () => {
    const taken = [
      'ascii',
      'binary',
      'hex',
      'latin1',
      'ucs2',
      'utf16le',
      'utf8',
      'base64',
      'base64url',
    ].filter(
      (encoding) => codeOf(() => stringKeymap({ encoding: encoding as 'utf8' })) === 'nothing was thrown',
    )
    expect(taken.sort()).toEqual(encodings().sort())
  })
})

describe('serializers', () => {
  it.each(serializers())('%s makes keys and reads them', (name) => {
    const codec = { v8: v8Codec, json: jsonCodec }[name]()
    expect(codec.name).toBe(name)
    const keymap = pickleKeymap({ codec })
    expect(keymap.decode(keymap.key(args))).toEqual(args)
  })
})

it("gives lists that are the caller's own", () => {
  for (const list of [algorithms, encodings, serializers] as (() => string[])[]) {
    list().length = 0
    expect(list().length).toBeGreaterThan(1)
  }
})
