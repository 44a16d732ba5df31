import { describe, expect, it } from 'vitest'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import {
  chain,
  dictArchive,
  hashKeymap,
  lruCache,
  pickleKeymap,
  rawKeymap,
  stringKeymap,
} from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { decorate, decorators, product } from './parts.js'

const parts = {
  raw: rawKeymap(),
  hash: hashKeymap(),
  md5: hashKeymap({ algorithm: 'md5' }),
  string: stringKeymap(),
  hex: stringKeymap({ encoding: 'hex', flat: false }),
  v8: pickleKeymap({ codec: v8Codec() }),
  json: pickleKeymap({ codec: jsonCodec(), typed: false }),
}
const names = Object.keys(parts) as (keyof typeof parts)[]

const shared = { k: [1n] }
const calls: unknown[][] = [[], [1], ['1'], [1, 2], [shared], ['x', { a: 1, b: 2 }], ['x'.repeat(300)]]

describe('chain', () => {
  it.each(product(names, names))('(%s, %s) is the second over the first', (a, b) => {
    const both = chain(parts[a], parts[b])
    for (const args of calls) expect(both.key(args)).toBe(parts[b].key([parts[a].key(args)]))
    expect(new Set(calls.map((args) => both.key(args))).size).toBe(calls.length)
  })

  it('nests on either side alike, where klepto loses the inner of a right one', () => {
    for (const [a, b, c] of product(names, names, names)) {
      const [x, y, z] = [parts[a], parts[b], parts[c]]
      for (const args of calls) {
        const key = z.key([y.key([x.key(args)])])
        expect(
          [chain(x, y, z), chain(chain(x, y), z), chain(x, chain(y, z))].map((k) => k.key(args)),
        ).toEqual([key, key, key])
      }
    }
  })

  it.each(product(names, names))('(%s, %s) decodes and is portable when both are', (a, b) => {
    const [x, y] = [parts[a], parts[b]]
    const both = chain(x, y)
    expect(both.supports).toEqual({
      portable: x.supports.portable && y.supports.portable,
      decode: x.supports.decode && y.supports.decode,
    })
    const args = [1, { a: 'b' }]
    if (both.supports.decode && a !== 'hash' && a !== 'md5' && b !== 'hash' && b !== 'md5')
      expect(both.decode(both.key(args))).toEqual(args)
    if (!both.supports.decode) expect(codeOf(() => both.decode(both.key(args)))).toBe('KEY_NOT_DECODABLE')
  })

  it('shows its parts in its name, as klepto does by inner and outer', () => {
    expect(chain(parts.string, parts.hash, parts.v8).name).toBe('string+hash+pickle')
    expect(chain(parts.string)).toBe(parts.string)
  })

  it.each(decorators)('serves %s with an archive', (name) => {
    const archive = dictArchive()
    const fast = decorate(name)({ keymap: chain(parts.string, parts.md5), archive, name: 'f' })(
      (...args: unknown[]) => args.length,
    )
    for (const args of [...calls, ...calls]) expect(fast(...args)).toBe(args.length)
    expect([archive.size, fast.info().misses]).toEqual([calls.length, calls.length])
  })

  it('is refused with an archive where a part holds for this process only', () => {
    for (const keymap of [chain(parts.raw, parts.hash), chain(parts.string, parts.raw)])
      expect(codeOf(() => lruCache({ keymap, archive: dictArchive() })(String))).toBe('OPTION_CONFLICT')
  })
})
