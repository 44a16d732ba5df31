import { describe, expect, it } from 'vitest'
import { type Archive, Cache, lru, lruCache } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import {
  allArchives,
  archives,
  bounded,
  counting,
  decorate,
  decorators,
  keymaps,
  product,
  sized,
} from './parts.js'

/** What memory holds after calls with these numbers, and its sizes on the way. */
function after(name: (typeof decorators)[number], options: object, calls: readonly number[]) {
  const fast = decorate(name)({ name: 'f', ...options })((x: number) => x)
  const sizes = calls.map((x) => {
    fast(x)
    return fast.info().size
  })
  return { held: [...fast.cache.values()].sort((a: any, b: any) => a - b) as number[], sizes, fast }
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

describe('decorators by archives by keymaps by typed by flat, in both families', () => {
  const flags = [true, false]
  const layouts = product(['null', 'dict', 'dir'], Object.keys(keymaps), flags, flags)

  /** Six different calls, and five where numbers and bigints are the same. */
  const calls: [number | bigint, string][] = [
    [1, 'a'],
    [1n, 'a'],
    [1, 'b'],
    [1, 'a'],
    [-1, 'a'],
    [-2, 'a'],
    [1n, 'a'],
    [2n, 'b'],
    [1, 'b'],
  ]

  it.each(product(['standard', 'safe'] as const, decorators))('%s %s', (family, name) => {
    for (const [archive, keymap, typed, flat] of layouts) {
      const title = `${archive}, ${keymap}, typed ${typed}, flat ${flat}`
      const fn = counting((x: number | bigint, { y }: { y: string }) => `${typeof x} ${x} ${y}`)
      const fast = decorate(
        name,
        family,
      )({
        ...sized(name, 2),
        keymap: keymaps[keymap]!({ typed, flat }),
        archive: allArchives[archive]!(),
        name: 'fn',
      })(fn)
      for (const [x, y] of calls) {
        const kind = typed ? typeof x : '(number|bigint)'
        expect(fast(x, { y }), title).toMatch(new RegExp(`^${kind} ${x} ${y}$`))
      }
      if (archive !== 'null' || name === 'infCache') expect(fn.runs, title).toBe(typed ? 6 : 5)
      const { hits, loads, misses, bypasses } = fast.info()
      expect([hits + loads + misses, misses, bypasses], title).toEqual([calls.length, fn.runs, 0])
    }
  })
})

describe('maxSize arithmetic', () => {
  it.each([
    ['lruCache', 2, [1, 2, 3], [2, 3]],
    ['lruCache', 2, [1, 2, 1, 3], [1, 3]],
    ['mruCache', 2, [1, 2, 3], [1, 3]],
    ['mruCache', 2, [1, 2, 1, 3], [2, 3]],
    ['mruCache', 2, [1, 2, 3, 4], [1, 4]],
    ['fifoCache', 2, [1, 2, 1, 3], [2, 3]],
    ['noCache', 0, [1, 2, 3], []],
    ['infCache', Infinity, upTo(2000), upTo(2000)],
  ] as const)('%s of %d keeps what klepto keeps', (name, maxSize, calls, held) => {
    expect(after(name, sized(name, maxSize), calls).held).toEqual(held)
  })

  it('lfuCache evicts one victim, never the newcomer, where klepto evicts max(2, maxsize // 10)', () => {
    expect(after('lfuCache', { maxSize: 10 }, upTo(11)).sizes.at(-1)).toBe(10)
    expect(after('lfuCache', { maxSize: 3 }, [1, 1, 1, 2, 2, 3, 4]).held).toEqual([1, 2, 4])
    expect(after('lfuCache', { maxSize: 1 }, [1, 2, 3, 4]).sizes).toEqual([1, 1, 1, 1])
  })

  it('rrCache never evicts the newcomer, where klepto may', () => {
    for (let i = 0; i < 50; i++) expect(after('rrCache', { maxSize: 3 }, upTo(9)).held).toContain(9)
  })

  it.each(product(bounded, [1, 2, 3, 10]))(
    '%s of %d is filled to its size and not over it',
    (name, maxSize) => {
      const { sizes } = after(name, { maxSize }, upTo(2 * maxSize))
      expect(sizes).toEqual(upTo(2 * maxSize).map((n) => Math.min(n, maxSize)))
    },
  )

  it.each(bounded)('%s of 0 is noCache, and of Infinity infCache', (name) => {
    expect(after(name, { maxSize: 0 }, [1, 1, 2]).fast.info()).toMatchObject({ hits: 0, misses: 3, size: 0 })
    expect(after(name, { maxSize: Infinity }, [1, 1, 2]).fast.info()).toMatchObject({ hits: 1, size: 2 })
  })

  it.each([-1, 1.5, Number.NaN, null, '3'])('%j is no size; klepto takes negative ones', (maxSize) => {
    for (const name of bounded)
      expect(codeOf(() => decorate(name)({ maxSize } as object))).toBe('OPTION_INVALID')
  })
})

describe('onOverflow', () => {
  it.each(product(bounded, Object.keys(archives)))(
    "%s over %s purges all at once with 'purge'",
    (name, archive) => {
      const store = archives[archive]!()
      const { sizes, held, fast } = after(
        name,
        { maxSize: 3, onOverflow: 'purge', write: 'back', archive: store },
        upTo(9),
      )
      expect(sizes).toEqual([1, 2, 3, 0, 1, 2, 3, 0, 1])
      expect(held).toEqual([9])
      expect([...store.values()].sort()).toEqual(upTo(8))
      expect(fast.info().evictions).toBe(0)
    },
  )

  it.each(bounded)("%s evicts with 'purge' where there is no archive", (name) => {
    const { sizes, fast } = after(name, { maxSize: 3, onOverflow: 'purge' }, upTo(9))
    expect(sizes).toEqual([1, 2, 3, 3, 3, 3, 3, 3, 3])
    expect(fast.info().evictions).toBe(6)
  })

  it.each(product(bounded, Object.keys(archives)))(
    "%s over %s writes each victim with 'evict'",
    (name, archive) => {
      const store = archives[archive]!()
      const { held } = after(name, { maxSize: 3, write: 'back', archive: store }, upTo(9))
      expect([...held, ...store.values()].sort()).toEqual(upTo(9))
    },
  )
})

describe('the store', () => {
  it.each(Object.keys(archives))(
    '%s serves directly with maxSize 0, in the place of cached=False',
    (archive) => {
      const store = archives[archive]!<number>()
      const fn = counting((x: number) => 2 * x)
      const fast = lruCache({ maxSize: 0, archive: store, name: 'double' })(fn)
      expect([fast(1), fast(1), fast(2), fast(1)]).toEqual([2, 2, 4, 2])
      expect(fast.info()).toMatchObject({ hits: 0, loads: 2, misses: 2, size: 0 })
      expect([fn.runs, store.size]).toEqual([2, 2])
      fast.clear()
      expect(store.size, 'clear leaves the archive, where klepto empties it').toBe(2)
    },
  )

  it('is shared by functions that are given one cache, which keep their results apart', () => {
    const cache = new Cache({ maxSize: 10, policy: lru() })
    const add = lruCache({ cache })(function add(x: number, y: number) {
      return x + y
    })
    const multiply = lruCache({ cache })(function multiply(x: number, y: number) {
      return x * y
    })
    expect([add(2, 3), multiply(2, 3), add(2, 3), multiply(2, 3)]).toEqual([5, 6, 5, 6])
    expect(add.cache).toBe(cache)
    expect([cache.size, add.info().hits, multiply.info().hits]).toEqual([2, 1, 1])
  })

  it('is a Cache and nothing else; klepto copies a plain dict into a new one', () => {
    for (const cache of [{}, new Map(), null, 'dict'])
      expect(codeOf(() => lruCache({ cache } as object))).toBe('OPTION_INVALID')
  })

  it.each(Object.keys(archives))('%s is looked into before the function runs', (archive) => {
    const store: Archive = archives[archive]!()
    const fn = counting((x: number) => x + 1)
    const [first, second] = [1, 2].map(() => lruCache({ archive: store, name: 'f' })(fn))
    expect([first!(1), second!(1), second!(1)]).toEqual([2, 2, 2])
    expect(fn.runs).toBe(1)
    expect(second!.info()).toMatchObject({ hits: 1, loads: 1, misses: 0 })
  })
})
