import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { dirArchive } from '../../src/archive/dir.js'
import { v8Codec } from '../../src/codec/v8.js'
import {
  type AnyArchive,
  Cache,
  chain,
  createArchive,
  dictArchive,
  hashKeymap,
  type Keymap,
  lru,
  lruCache,
  memoize,
  nullArchive,
  pickleKeymap,
  rawKeymap,
  stringKeymap,
} from '../../src/index.js'
import { fromRows, type Row, toRows } from '../../src/rows.js'
import { slowArchive } from '../helpers/async-archive.js'
import { codeOf, codeOfRejection } from '../helpers/error-code.js'
import { fakeClock } from '../helpers/fake-clock.js'
import { tempDir } from '../helpers/temp-dir.js'

describe('the rows of an archive', () => {
  it('have key, value and what else the archive knows', () => {
    const clock = fakeClock()
    const archive = dictArchive<number>({ clock })
    archive.set('a', 1).set('b', 2, { ttl: 10, tags: ['t'] })
    expect(toRows(archive)).toEqual([
      { key: 'a', value: 1, created: 1_000_000 },
      { key: 'b', value: 2, created: 1_000_000, expires: 1_000_010, tags: ['t'] },
    ])
    clock.advance(10)
    expect(toRows(archive)).toEqual([{ key: 'a', value: 1, created: 1_000_000 }])
    expectTypeOf(toRows(archive)).toEqualTypeOf<Row<number>[]>()
  })

  it('are promised by one that has to be waited for', async () => {
    const archive = slowArchive<number>({ clock: () => 5 })
    await archive.set('a', 1)
    const rows = toRows(archive)
    expectTypeOf(rows).toEqualTypeOf<Promise<Row<number>[]>>()
    expect(await rows).toEqual([{ key: 'a', value: 1, created: 5 }])
    expectTypeOf(toRows(archive as AnyArchive<number>)).toEqualTypeOf<
      Row<number>[] | Promise<Row<number>[]>
    >()
  })

  it('have no arguments where another keymap wrote the key', () => {
    const [text, hex] = [stringKeymap(), stringKeymap({ encoding: 'hex' })]
    const archive = dictArchive()
    const f = (x: unknown) => x
    lruCache({ archive, keymap: hex })(f)('a')
    lruCache({ archive, keymap: text, tol: 1 })(f)(1.25)
    const argsBy = (decode: Keymap) => toRows(archive, { decode }).map((row) => row.args)
    expect(argsBy(text)).toEqual([undefined, [1.2]])
    expect(argsBy(hex)).toEqual([['a'], undefined])
  })

  it('have arguments where a keymap reads them', () => {
    const keymap = stringKeymap()
    const archive = dictArchive()
    const add = lruCache({ archive, keymap, version: '1:(' })(function add(x: number, _y: unknown) {
      return x
    })
    add(1, { z: [2n] })
    archive.set('no call', 0).set('f(', 0).set('g(1', 0).set('h(?)', 0).set(')(', 0)
    const args = Object.fromEntries(toRows(archive, { decode: keymap }).map((row) => [row.key, row.args]))
    expect(args).toEqual({
      [add.key(1, { z: [2n] })]: [1, { z: [2n] }],
      'no call': undefined,
      'f(': undefined,
      'g(1': undefined,
      'h(?)': undefined,
      ')(': undefined,
    })
    expect(toRows(archive).every((row) => !('args' in row))).toBe(true)
  })

  it('say how large a record is where it does', () => {
    const record = { value: 1, created: 2, expires: Infinity, tags: [], size: 99 }
    const sized = createArchive<number>({
      kind: 'sized',
      supports: { ...nullArchive().supports, async: false },
      read: () => record,
      write: () => {},
      delete: () => false,
      clear: () => {},
      keys: () => ['a'],
    })
    expect(toRows(sized)).toEqual([{ key: 'a', value: 1, created: 2, size: 99 }])
  })

  it('are refused where keys cannot be listed', async () => {
    const supports = { ...nullArchive().supports, enumerate: false }
    const mute = {
      ...nullArchive(),
      kind: 'mute',
      supports,
      read: () => undefined,
      write: () => mute,
      set: () => mute,
      delete: () => false,
      keys: () => [],
    }
    expect(codeOf(() => toRows(mute as never))).toBe('ARCHIVE_NOT_ENUMERABLE')
    const far = { ...mute, supports: { ...supports, async: true } }
    expect(await codeOfRejection(toRows(far as never) as never)).toBe('ARCHIVE_NOT_ENUMERABLE')
  })
})

describe('the rows of a cache', () => {
  it('are those in memory, which do not count as used', () => {
    const clock = fakeClock()
    const cache = new Cache<string, number>({
      maxSize: 2,
      policy: lru(),
      archive: dictArchive<number>(),
      clock,
    })
    cache.set('a', 1).set('b', 2).set('c', 3, { ttl: 5 })
    expect(toRows(cache)).toEqual([
      { key: 'b', value: 2 },
      { key: 'c', value: 3, expires: 1_000_005 },
    ])
    cache.set('d', 4)
    expect(toRows(cache).map((row) => row.key)).toEqual(['c', 'd'])
    clock.advance(5)
    expect(toRows(cache).map((row) => row.key)).toEqual(['d'])
  })

  it('need strings for keys', () => {
    const cache = new Cache<unknown, number>()
    cache.set(1, 1)
    expect(codeOf(() => toRows(cache))).toBe('KEY_NOT_STRING')
    expect(() => toRows(cache)).toThrow(TypeError)
  })
})

describe('the rows of a memoized function', () => {
  const keymaps = [hashKeymap(), stringKeymap({ flat: false }), pickleKeymap({ codec: v8Codec() })]
  it.each([...keymaps, chain(stringKeymap(), stringKeymap())])('have the arguments of $name', (keymap) => {
    const add = lruCache({ keymap })((x: number, _y: unknown) => x)
    add(1, 'a')
    add(2, null)
    expect(toRows(add)).toEqual([
      { key: add.key(1, 'a'), args: [1, 'a'], value: 1 },
      { key: add.key(2, null), args: [2, null], value: 2 },
    ])
    expectTypeOf(toRows(add)).toEqualTypeOf<Row<number>[]>()
  })

  it('have none where the key is a digest or an identity', () => {
    const length = lruCache()((text: string) => text.length)
    length('x'.repeat(999))
    expect(toRows(length)).toEqual([{ key: length.key('x'.repeat(999)), value: 999 }])
    const raw = lruCache({ keymap: rawKeymap() })((o: object) => typeof o)
    raw([])
    expect('args' in toRows(raw)[0]!).toBe(false)
  })

  it('are its own in a shared cache', () => {
    const cache = new Cache<any, number>()
    const f = memoize({ cache, name: 'f' })((x: number) => x)
    const ff = memoize({ cache, name: 'ff' })((x: number) => -x)
    f(1)
    ff(2)
    cache.set('other', 3)
    cache.set(Symbol.for('no string'), 4)
    expect(toRows(f).map((row) => row.args)).toEqual([[1]])
    expect(toRows(ff).map((row) => row.args)).toEqual([[2]])
  })

  it('leave the instance out of the arguments', () => {
    const archive = dictArchive<number>()
    const area = lruCache({ archive, name: 'area' })(function (this: { r: number }, factor: number) {
      return this.r * factor
    })
    const circle = { r: 2 }
    area.call(circle, 3)
    const expected = [{ key: area.of(circle).key(3), args: [3], value: 6 }]
    expect(expected[0]!.key).toMatch(/^area:this\(/)
    expect(toRows(area.of(circle))).toEqual(expected)
    expect(toRows(archive, { decode: area.keymap })).toMatchObject(expected)
    expect(toRows(area)).toEqual([])
  })
})

describe('fromRows', () => {
  const rows = [
    { key: 'a', value: 1 },
    { key: 'b', value: 2, expires: 1_000_500, tags: ['t'] },
    { key: 'gone', value: 3, expires: 1_000_000 },
    { key: 'c', value: undefined, created: 5, size: 7, args: [1] },
  ]

  it('sets the entries that have not expired, with time and tags', () => {
    const clock = fakeClock()
    const archive = dictArchive<any>({ clock })
    expect(fromRows(rows, archive, { clock })).toBe(3)
    expect(toRows(archive)).toEqual([
      { key: 'a', value: 1, created: 1_000_000 },
      { key: 'b', value: 2, created: 1_000_000, expires: 1_000_500, tags: ['t'] },
      { key: 'c', value: undefined, created: 5 },
    ])
    expect(fromRows(new Set(rows), dictArchive<any>())).toBe(2)
    expect(fromRows([], archive)).toBe(0)
  })

  it('waits for an archive that has to be waited for', async () => {
    const clock = fakeClock()
    const archive = slowArchive<any>({ clock })
    const written = fromRows(rows, archive, { clock })
    expectTypeOf(written).toEqualTypeOf<Promise<number>>()
    expect(await written).toBe(3)
    expect((await toRows(archive)).map((row) => row.key)).toEqual(['a', 'b', 'c'])
  })

  it('fills a cache and the archive behind it', async () => {
    const clock = fakeClock()
    const archive = dictArchive<any>({ clock })
    const cache = new Cache<string, any>({ archive, clock })
    expect(fromRows(rows, cache)).toBe(3)
    expect(toRows(cache)).toEqual([
      { key: 'a', value: 1 },
      { key: 'b', value: 2, expires: 1_000_500 },
      { key: 'c', value: undefined },
    ])
    expect(archive.read('b')).toMatchObject({ value: 2, expires: 1_000_500 })

    const slow = slowArchive<any>({ clock })
    const far = new Cache<string, any>({ archive: slow, clock })
    expect(await fromRows(rows, far)).toBe(3)
    expect(await slow.get('b')).toBe(2)
  })

  it('serves the memoized function whose rows they were', () => {
    let runs = 0
    const square = (x: number): number => {
      runs++
      return x * x
    }
    const [old, archive] = [lruCache()(square), dictArchive<number>()]
    old(3)
    fromRows(toRows(old), archive)
    expect(lruCache({ archive })(square)(3)).toBe(9)
    expect(runs).toBe(1)
  })

  it('writes nothing unless every row has the shape of one', () => {
    const wrong: [unknown, RegExp][] = [
      [null, /row 2 must be an object, received null/],
      [[], /row 2 must be an object, received an array/],
      [{ value: 1 }, /`key` of row 2 must be a string, received undefined/],
      [{ key: 1, value: 1 }, /`key` of row 2 must be a string, received 1/],
      [{ key: 'k' }, /`value` of row 2 must be there/],
      [{ key: 'k', value: 1, expires: '5' }, /`expires` of row 2 must be a number of ms, received "5"/],
      [{ key: 'k', value: 1, expires: NaN }, /`expires` of row 2/],
      [{ key: 'k', value: 1, created: Infinity }, /`created` of row 2 must be a finite number of ms/],
      [{ key: 'k', value: 1, tags: 't' }, /`tags` of row 2 must be an array of strings/],
      [{ key: 'k', value: 1, args: 5 }, /`args` of row 2 must be an array, received 5/],
    ]
    const archive = dictArchive()
    for (const [row, message] of wrong) {
      const attempt = (): unknown => fromRows([{ key: 'a', value: 1 }, row as Row], archive)
      expect(codeOf(attempt)).toBe('ROW_INVALID')
      expect(attempt).toThrow(message)
    }
    expect(archive.size).toBe(0)
  })
})

describe('bad input', () => {
  it('is refused by name', () => {
    const archive = dictArchive()
    for (const source of [undefined, null, 5, {}, new Map(), () => 0])
      expect(() => toRows(source as never)).toThrow(/toRows takes an archive, a Cache or a memoized function/)
    for (const target of [undefined, {}, new Map(), lruCache()(() => 0)])
      expect(() => fromRows([], target as never)).toThrow(/fromRows writes to an archive or a Cache/)
    for (const rows of [undefined, null, 'ab', 5, {}])
      expect(codeOf(() => fromRows(rows as never, archive))).toBe('OPTION_INVALID')
    expect(codeOf(() => toRows(archive, { decode: 'string' } as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => toRows(archive, { decod: stringKeymap() } as never))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => fromRows([], archive, { clock: 5 } as never))).toBe('OPTION_INVALID')
    archive.close()
    expect(codeOf(() => toRows(archive))).toBe('ARCHIVE_CLOSED')
  })
})

describe('rows to an archive and back', () => {
  const entry = fc.record({
    key: fc.string(),
    value: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    }),
    ttl: fc.option(fc.integer({ min: 1, max: 1e9 })),
    tags: fc.array(fc.string(), { maxLength: 3 }),
  })
  const entries = fc.uniqueArray(entry, { selector: (e) => e.key, maxLength: 8 })

  it('are the same', () => {
    fc.assert(
      fc.property(entries, (entries) => {
        const clock = fakeClock()
        const from = dictArchive({ clock })
        for (const { key, value, ttl, tags } of entries) from.set(key, value, { ttl: ttl ?? Infinity, tags })
        const rows = toRows(from)
        expect(rows).toHaveLength(entries.length)
        const to = dirArchive(tempDir(), { clock })
        expect(fromRows(rows, to, { clock })).toBe(rows.length)
        const byKey = (a: Row, b: Row): number => (a.key < b.key ? -1 : 1)
        const back = toRows(to).sort(byKey)
        for (const { size } of back) expect(size).toBeGreaterThan(64)
        expect(back.map(({ size, ...row }) => row)).toStrictEqual(rows.sort(byKey))
      }),
      { numRuns: 40, seed: 5 },
    )
  })
})
