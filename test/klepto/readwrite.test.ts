import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { gzip } from '../../src/codec/gzip.js'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import { type Codec, compose, dictArchive, lruCache } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { tempDir } from '../helpers/temp-dir.js'
import { archives } from './parts.js'

const codecs: Readonly<Record<string, Codec<any>>> = {
  v8: v8Codec(),
  json: jsonCodec(),
  gzip: compose(v8Codec(), gzip()),
}

const values: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  NaN: Number.NaN,
  '-0': -0,
  bigint: 2n ** 70n,
  text: 'ä\0🦉\n',
  list: [1, [2, [undefined, null]]],
  map: new Map<unknown, unknown>([[{ a: 1 }, new Set(['x'])]]),
  date: new Date(12),
  bytes: new Uint8Array([0, 255]),
  floats: Float64Array.of(0.1, Infinity),
  error: new RangeError('no', { cause: new Error('why') }),
  '__proto__ key': JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'),
}

describe('what is written is what is read', () => {
  const all = Object.keys(values)

  it.each<[string, 'process' | 'disk', readonly string[]]>([
    ['v8', 'process', all],
    ['v8', 'disk', all],
    ['gzip', 'process', all],
    ['json', 'process', ['null', 'text', '__proto__ key']],
    ['json', 'disk', ['null', 'text', '__proto__ key']],
  ])('%s codec, durability %s', (codec, durability, kept) => {
    const path = tempDir()
    const options = { codec: codecs[codec]!, durability }
    const writer = dirArchive(path, options)
    for (const [key, value] of Object.entries(values))
      expect(
        codeOf(() => writer.set(key, value)),
        key,
      ).toBe(kept.includes(key) ? 'nothing was thrown' : 'VALUE_UNSUPPORTED')
    writer.close()
    const reader = dirArchive(path, options)
    for (const key of kept) expect(isDeepStrictEqual(reader.get(key), values[key]), key).toBe(true)
    expect([...reader.keys()].sort()).toEqual([...kept].sort())
  })

  it('is refused by another codec, and not taken for something else', () => {
    const path = tempDir()
    dirArchive(path, { codec: v8Codec() as Codec<any> }).set('a', 1)
    const other = dirArchive(path, { codec: jsonCodec() as Codec<any> })
    expect(codeOf(() => other.get('a'))).toBe('CODEC_MISMATCH')
  })
})

describe('an archive that is the store itself', () => {
  it.each(Object.keys(archives))('%s reads, replaces and deletes at once', (name) => {
    const archive = archives[name]!<number>()
    for (let i = 0; i < 60; i++) archive.set(`key ${i % 20}`, i)
    expect(archive.size).toBe(20)
    expect([...archive.entries()].every(([key, value]) => key === `key ${value % 20}` && value >= 40)).toBe(
      true,
    )
    for (let i = 0; i < 20; i += 2) expect(archive.delete(`key ${i}`)).toBe(true)
    expect([archive.size, archive.has('key 0'), archive.get('key 1')]).toEqual([10, false, 41])
    archive.clear()
    expect([archive.size, [...archive]]).toEqual([0, []])
  })
})

describe('a value that cannot be kept', () => {
  it('is returned all the same, and is said to be unkept', () => {
    const errors: unknown[] = []
    const archive = dirArchive(tempDir())
    const fast = lruCache({ archive, name: 'f', onArchiveError: (error) => errors.push(error) })(
      () => () => 5,
    )
    expect(fast()()).toBe(5)
    expect(errors).toMatchObject([{ code: 'VALUE_UNSUPPORTED' }])
    expect(archive.size).toBe(0)
  })

  it('goes into a dict archive, which keeps the very thing', () => {
    const fn = (): number => 5
    expect(dictArchive().set('fn', fn).get('fn')).toBe(fn)
  })
})
