import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Cache, lru, lruCache } from '../src/index.js'
import { slowArchive } from './helpers/async-archive.js'

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
})
