import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { brotli } from '../../src/codec/brotli.js'
import { gzip } from '../../src/codec/gzip.js'
import { v8Codec } from '../../src/codec/v8.js'
import { type Archive, compose, dictArchive, lruCache } from '../../src/index.js'
import { tempDir } from '../helpers/temp-dir.js'
import { counting, keymaps, product } from './parts.js'

/** So that each has more than 64 KiB, from where on bytes are stored apart. */
const LENGTH = 20_000

const stores: Readonly<Record<string, () => Archive<any>>> = {
  dict: () => dictArchive(),
  dir: () => dirArchive(tempDir()),
  'dir of gzip': () => dirArchive(tempDir(), { codec: compose(v8Codec(), gzip()) }),
  'dir of brotli': () => dirArchive(tempDir(), { codec: compose(v8Codec(), brotli({ quality: 1 })) }),
}

const makers: Readonly<Record<string, (seed: number) => unknown>> = {
  Float64Array: (seed) => Float64Array.from({ length: LENGTH }, (_, i) => Math.sin(i + seed)),
  Uint8Array: (seed) => Uint8Array.from({ length: LENGTH * 4 }, (_, i) => i * seed),
  'a list': (seed) => Array.from({ length: LENGTH }, (_, i) => i + seed),
  'a table': (seed) => ({ seed, columns: { x: new Float32Array(LENGTH).fill(seed), names: ['x', 'y'] } }),
}

describe('large results', () => {
  it.each(product(Object.keys(stores), Object.keys(makers)))('%s keeps %s', (store, what) => {
    const archive = stores[store]!()
    const make = counting(makers[what]!)
    const [first, second] = [1, 2].map(() => lruCache({ archive, name: 'make' })(make))
    const results = [1, 2].map((seed) => first!(seed))
    expect(
      isDeepStrictEqual(
        [1, 2].map((seed) => second!(seed)),
        results,
      ),
    ).toBe(true)
    expect([make.runs, second!.info().loads]).toEqual([2, 2])
  })

  it('come back from a folder as views on memory of their own', () => {
    const archive = dirArchive<Float64Array>(tempDir())
    archive.set(
      'a',
      Float64Array.from({ length: LENGTH }, (_, i) => i),
    )
    const [one, two] = [archive.get('a')!, archive.get('a')!]
    one.fill(0)
    expect([two[7], archive.get('a')![7], one.buffer.byteLength]).toEqual([7, 7, LENGTH * 8])
  })
})

describe('large arguments', () => {
  it.each(Object.keys(keymaps))('%s tells apart what differs in one place, where a repr has dots', (name) => {
    const fn = counting((..._args: unknown[]) => fn.runs)
    const fast = lruCache({ keymap: keymaps[name]!() })(fn)
    for (const [what, make] of Object.entries(makers)) {
      const before = fn.runs
      const [one, same, other] = [make(1), make(1), make(1)] as any[]
      const place = other.columns?.x ?? other
      place[LENGTH / 2] += 1
      expect(fast(one) === fast(same), what).toBe(true)
      expect(fast(one) === fast(other), what).toBe(false)
      expect(fn.runs - before, what).toBe(2)
    }
  })
})
