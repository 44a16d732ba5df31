import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type AsyncArchive, Cache, dictArchive, lru, lruCache } from '../src/index.js'
import { slowArchive } from './helpers/async-archive.js'
import { codeOf, codeOfRejection } from './helpers/error-code.js'

/** A function over an archive that already holds an old result for `f(1)`. */
async function overOldResult(read: number) {
  const archive = slowArchive<string>({ read })
  await archive.set('f(1)', 'old')
  const fast = lruCache({ archive })(async function f(_x: number) {
    return 'new'
  })
  return { archive, fast }
}

describe('while a result is being loaded', () => {
  it('a refresh wins', async () => {
    const { fast } = await overOldResult(10)
    const loading = fast(1)
    await fast.refresh(1)
    await loading
    expect(await fast(1)).toBe('new')
  })

  it('an invalidation wins', async () => {
    const { fast } = await overOldResult(10)
    const loading = fast(1)
    await fast.invalidate(1)
    await loading
    expect(await fast(1)).toBe('new')
  })

  it('clear leaves nothing behind', async () => {
    const { fast } = await overOldResult(10)
    const loading = fast(1)
    fast.clear()
    await loading
    expect(fast.info().size).toBe(0)
  })

  it('load() does not replace what was computed meanwhile', async () => {
    const { fast } = await overOldResult(10)
    const loading = fast.load('f(1)')
    await fast.refresh(1)
    await loading
    expect(await fast(1)).toBe('new')
  })

  it('load() does not bring back an older record of what it makes leave', async () => {
    const archive = slowArchive<number>({ read: 5, write: 20 })
    for (let i = 0; i < 6; i++) await archive.set(`f(${i})`, i)
    let answer = 0
    const f = lruCache({ archive, write: 'back', maxSize: 3 })(async function f(_: number) {
      return answer
    })
    for (const x of [0, 1, 2]) {
      answer = x + 10
      await f.refresh(x)
    }
    const loading = f.load('f(3)', 'f(4)', 'f(5)')
    await delay(8)
    expect(await Promise.all([f(0), f(1), f(2)])).toEqual([10, 11, 12])
    await loading
  })

  it('nor what was set meanwhile', async () => {
    const archive = slowArchive<string>({ read: 10 })
    await archive.set('k', 'old')
    const cache = new Cache<string, string>({ archive })
    const loading = cache.load('k')
    await cache.set('k', 'new')
    await loading
    expect(cache.get('k')).toBe('new')
  })
})

describe('while a result is being written', () => {
  it('an evicted one is read as it will be', async () => {
    const archive = slowArchive<string>({ write: 10 })
    let runs = 0
    const fast = lruCache({ archive, write: 'back', maxSize: 1 })(async function f(x: number) {
      runs++
      return `result ${x}`
    })
    await fast(1)
    const second = fast(2)
    await delay(2)
    expect(await fast(1)).toBe('result 1')
    await second
    expect(runs).toBe(2)
  })

  it('dump writes what is there when its turn comes', async () => {
    const archive = slowArchive<string>({ write: 5 })
    let version = 'v1'
    const fast = lruCache({ archive })(async function f(_x: number) {
      return version
    })
    await fast(1)
    await fast(2)
    version = 'v2'
    const dumping = fast.dump()
    await delay(1)
    await fast.refresh(2)
    await dumping
    expect(await archive.get('f(2)')).toBe('v2')
  })

  it('dump does not bring back what was invalidated', async () => {
    const archive = slowArchive<number>({ write: 5 })
    const fast = lruCache({ archive })(async function f(x: number) {
      return x
    })
    await fast(1)
    await fast(2)
    const dumping = fast.dump()
    await delay(1)
    await fast.invalidate(2)
    await dumping
    expect(await archive.has('f(2)')).toBe(false)
  })

  it('an invalidation waits for the write and then deletes', async () => {
    const archive = slowArchive<number>({ write: 10 })
    const fast = lruCache({ archive })(async function f(x: number) {
      return x
    })
    const call = fast(1)
    await delay(2)
    expect(await fast.invalidate(1)).toBe(true)
    await call
    expect(await fast.has(1)).toBe(false)
  })
})

describe('while a full memory is purged', () => {
  it('what comes in is not lost', async () => {
    const archive = slowArchive<number>({ write: 5 })
    const fast = lruCache({ archive, write: 'back', onOverflow: 'purge', maxSize: 2 })(async function f(
      x: number,
    ) {
      return x
    })
    await fast(1)
    await fast(2)
    await Promise.all([fast(3), delay(3).then(() => fast(4)), delay(12).then(() => fast(5))])
    await fast.dump()
    const keys: string[] = []
    for await (const key of archive.keys()) keys.push(key)
    expect(keys.sort()).toEqual(['f(1)', 'f(2)', 'f(3)', 'f(4)', 'f(5)'])
  })

  it('what is replaced keeps its new value', async () => {
    const archive = slowArchive<string>({ write: 10 })
    let version = 'v1'
    const fast = lruCache({ archive, write: 'back', onOverflow: 'purge', maxSize: 2 })(async function f(
      _x: number,
    ) {
      return version
    })
    await fast(1)
    await fast(2)
    version = 'v2'
    const purging = fast(3)
    await delay(15)
    await fast.refresh(1)
    await purging
    expect(await fast(1)).toBe('v2')
  })
})

describe('an archive that is opened, put aside or closed late', () => {
  it('close writes what was set while it was aside', async () => {
    const archive = slowArchive<number>()
    const written: string[] = []
    const cache = new Cache<string, number>({ archive, maxSize: 9, policy: lru() })
    cache.archived(false)
    cache.set('a', 1)
    const set = archive.set.bind(archive)
    archive.set = (async (key: string, value: number) => {
      written.push(key)
      return set(key, value)
    }) as typeof archive.set
    await cache.close()
    expect(written).toEqual(['a'])
  })

  it('close waits for an asynchronous one that is aside, and throws what it could not write', async () => {
    const archive = refusing(slowArchive<number>())
    const cache = new Cache<string, number>({ archive })
    cache.archived(false)
    cache.set('a', 1)
    expect(codeOf(() => cache[Symbol.dispose]())).toBe('ARCHIVE_ASYNC')
    expect(await codeOfRejection(cache.close())).toEqual(new Error('full'))
    expect(await codeOfRejection(archive.get('a'))).toBe('ARCHIVE_CLOSED')
  })
})

describe('while another archive is opened', () => {
  /** A cache over `first`, where `a` has the value 0 already, and the archive that takes its place. */
  async function overTwo(options: object = {}) {
    const [first, second] = [
      slowArchive<number>({ read: 5, write: 5 }),
      slowArchive<number>({ read: 5, write: 5 }),
    ]
    await first.set('a', 0)
    return { second, cache: new Cache<string, number>({ archive: first, ...options }) }
  }

  /** What is in the archive by the time it is closed. */
  async function closed(cache: Cache<string, number, boolean>, archive: AsyncArchive<number>) {
    const content = dictArchive<number>()
    const close = archive.close.bind(archive)
    archive.close = async () => {
      await archive.copy(content)
      await close()
    }
    await cache.close()
    return Object.fromEntries(content)
  }

  it.each<[string, (cache: Cache<string, number, true>) => PromiseLike<unknown>, object]>([
    ['set', (cache) => cache.set('x', 1), { x: 1 }],
    ['load', (cache) => cache.load('a'), { a: 0 }],
    [
      'dump',
      (cache) => {
        cache.archived(false)
        cache.set('x', 1)
        cache.archived(true)
        return cache.dump()
      },
      { x: 1 },
    ],
  ])('what is under way by %s reaches it', async (_, begin, expected) => {
    const { second, cache } = await overTwo()
    const begun = begin(cache as unknown as Cache<string, number, true>)
    cache.open(second)
    await begun
    expect(await closed(cache, second)).toEqual(expected)
  })

  it('a result that is being read by a call reaches it', async () => {
    const [first, second] = [slowArchive<number>({ read: 5 }), slowArchive<number>()]
    await first.set('f(1)', 1)
    const f = lruCache({ archive: first, maxSize: 1 })(async function f(x: number) {
      return x
    })
    const call = f(1)
    f.open(second)
    await call
    expect(f.info()).toMatchObject({ loads: 1, size: 1 })
    await f(2)
    expect(await second.get('f(1)')).toBe(1)
  })

  it('what is yet to leave is written to it', async () => {
    const { second, cache } = await overTwo({ maxSize: 1, policy: lru() })
    cache.archived(false)
    cache.set('x', 1)
    cache.archived(true)
    // Makes `x` leave, which is written once `y` is.
    const setting = cache.set('y', 2)
    cache.open(second)
    await setting
    expect(await closed(cache, second)).toEqual({ x: 1, y: 2 })
  })

  it('a purge leaves in memory what only the one before has', async () => {
    const { second, cache } = await overTwo({
      maxSize: 2,
      policy: lru(),
      write: 'back',
      onOverflow: 'purge',
    })
    await cache.set('x', 1)
    await cache.set('y', 2)
    const purging = cache.set('z', 3)
    cache.open(second)
    await purging
    expect(await closed(cache, second)).toEqual({ x: 1, y: 2, z: 3 })
  })
})

/** An archive that takes nothing. */
function refusing(archive: AsyncArchive<number>): AsyncArchive<number> {
  archive.set = async () => {
    throw new Error('full')
  }
  return archive
}
