import { expectTypeOf, test } from 'vitest'
import {
  type Archive,
  type AsyncArchive,
  Cache,
  type CacheInfo,
  infCache,
  lruCache,
  type MemoizeOptions,
  memoize,
} from '../../src/index.js'

declare const archive: Archive
declare const remote: AsyncArchive
const area = (w: number, h?: number): string => `${w}${h}`
const load = async (name: string): Promise<number> => name.length

test('a synchronous function keeps its type', () => {
  const fast = lruCache({ maxSize: 10, archive })(area)
  expectTypeOf(fast(1, 2)).toEqualTypeOf<string>()
  expectTypeOf(fast).parameters.toEqualTypeOf<[w: number, h?: number | undefined]>()
  expectTypeOf(fast.key(1)).toEqualTypeOf<string>()
  expectTypeOf(fast.lookup(1)).toEqualTypeOf<string | undefined>()
  expectTypeOf(fast.has(1)).toEqualTypeOf<boolean>()
  expectTypeOf(fast.refresh(1)).toEqualTypeOf<string>()
  expectTypeOf(fast.load()).toEqualTypeOf<number>()
  expectTypeOf(fast.info()).toEqualTypeOf<CacheInfo>()
  expectTypeOf(fast.wrapped).toEqualTypeOf<typeof area>()
})

test('an async function keeps its type, and its members return promises', () => {
  const fast = lruCache()(load)
  expectTypeOf(fast('x')).toEqualTypeOf<Promise<number>>()
  expectTypeOf(fast.lookup('x')).toEqualTypeOf<number | undefined>()
  expectTypeOf(fast.has('x')).toEqualTypeOf<Promise<boolean>>()
  expectTypeOf(fast.refresh('x')).toEqualTypeOf<Promise<number>>()
  expectTypeOf(fast.sync()).toEqualTypeOf<Promise<void>>()
})

test('an asynchronous archive changes the type of a synchronous function', () => {
  const fast = lruCache({ archive: remote })(area)
  expectTypeOf(fast(1)).toEqualTypeOf<Promise<string>>()
  expectTypeOf(fast.has(1)).toEqualTypeOf<Promise<boolean>>()
  const asked = lruCache({ async: true })(area)
  expectTypeOf(asked(1)).toEqualTypeOf<Promise<string>>()
  const awaited = lruCache({ archive: remote })(load)
  expectTypeOf(awaited('x')).toEqualTypeOf<Promise<number>>()
})

test('where the options leave it open, so does the type', () => {
  const fast = lruCache({ archive: archive as Archive | AsyncArchive })(area)
  expectTypeOf(fast(1)).toEqualTypeOf<string | Promise<string>>()
  const options: MemoizeOptions = {}
  expectTypeOf(memoize(options)(area)(1)).toEqualTypeOf<string | Promise<string>>()
  expectTypeOf(lruCache({ async: false, archive: remote })(area)(1)).toEqualTypeOf<Promise<string>>()
})

test('generic functions and overloads survive', () => {
  const identity = memoize()(<T>(x: T): T => x)
  expectTypeOf(identity('a' as const)).toEqualTypeOf<'a'>()
  function over(x: string): number
  function over(x: number): string
  function over(x: any): any {
    return x
  }
  const fast = memoize()(over)
  expectTypeOf(fast('x')).toEqualTypeOf<number>()
  expectTypeOf(fast(1)).toEqualTypeOf<string>()
})

test('without options', () => {
  const fast = memoize(area)
  expectTypeOf(fast(1)).toEqualTypeOf<string>()
})

test('options that a name decides are not there', () => {
  // @ts-expect-error infCache has no maxSize
  infCache({ maxSize: 1 })
  // @ts-expect-error lruCache has no policy
  lruCache({ policy: undefined as never })
  // @ts-expect-error there is no such option
  lruCache({ size: 1 })
  // @ts-expect-error nor this one, beside one that there is
  lruCache({ maxSize: 3, maxsise: 4 })
  // @ts-expect-error a size is a number
  lruCache({ maxSize: '1' })
  // @ts-expect-error a number cannot be memoized
  lruCache()(5)
})

test('a Cache over an asynchronous archive returns promises', () => {
  const near = new Cache<string, number>({ archive })
  const far = new Cache<string, number>({ archive: remote })
  expectTypeOf(near.load()).toEqualTypeOf<number>()
  expectTypeOf(far.load()).toEqualTypeOf<Promise<number>>()
  expectTypeOf(near.get('x')).toEqualTypeOf<number | undefined>()
  expectTypeOf(near.get('x', null)).toEqualTypeOf<number | null>()
  expectTypeOf(near.set('x', 1)).toEqualTypeOf<Cache<string, number, false>>()
  expectTypeOf(far.set('x', 1)).toEqualTypeOf<Promise<Cache<string, number, true>>>()
})
