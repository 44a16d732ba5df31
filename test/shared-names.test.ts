import { describe, expect, it, vi } from 'vitest'
import { Cache, dictArchive, infCache, lruCache, partial, simpleRound, stringKeymap } from '../src/index.js'
import { codeOf } from './helpers/error-code.js'

describe('a result is never read under a key that it was not kept for', () => {
  it('when a value that partial fixes is an object, and changes', () => {
    const options = { scale: 2 }
    const scaled = lruCache()(partial((x: number, { scale }: { scale: number }) => x * scale, { scale: 1 }))
    expect(scaled(1, {} as never)).toBe(1)
    const f = lruCache()(partial((x: number, by: { scale: number }) => x * by.scale, { by: options }))
    expect([f(1), f(1)]).toEqual([2, 2])
    options.scale = 3
    expect(f(1)).toBe(3)
    const rounded = lruCache()(
      simpleRound()(partial((x: number, by: object) => [x, { ...by }], { by: options })),
    )
    expect(rounded(1.1)).toEqual([1, { scale: 3 }])
    options.scale = 4
    expect(rounded(1.1)).toEqual([1, { scale: 4 }])
  })

  it("when another function of one name joins a function's own cache", () => {
    const one = lruCache()(function h(x: number) {
      return x + 1
    })
    const join = () =>
      lruCache({ cache: one.cache })(function h(x: number) {
        return x * 100
      })
    expect(codeOf(join)).toBe('OPTION_CONFLICT')
  })

  it('when a memoized function that merges calls is memoized again', () => {
    const archive = dictArchive()
    const f = (x: number, y = 0) => x * 10 + y
    for (const inner of [{ tol: 0 }, { ignore: 'y' }, { keymap: stringKeymap({ typed: false }) }]) {
      const both = lruCache({ archive, name: 'f' })(infCache(inner)(f))
      both(1)
      both(1.4, 3)
    }
    expect(lruCache({ archive, name: 'f' })(f)(1.4, 3)).toBe(17)
  })

  it('when declared parameters differ', () => {
    const archive = dictArchive()
    const fn = ((a: number, b?: number, c?: number) => `${a} ${b} ${c}`).bind(null)
    const one = lruCache({ archive, name: 'n', params: ['a'], ignore: '*' })(fn)
    const two = lruCache({ archive, name: 'n', params: ['a', 'b'], ignore: '*' })(fn)
    expect([one(1, 2), two(1)]).toEqual(['1 2 undefined', '1 undefined undefined'])
  })

  it('since a partial function of one without a name needs a name', () => {
    const archive = dictArchive()
    expect(codeOf(() => lruCache({ archive })(partial((x: number, y: number) => x + y, { y: 2 })))).toBe(
      'NAME_REQUIRED',
    )
  })

  it('without a warning, when closures of one text share an archive', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    try {
      const make = (k: number) =>
        function times(x: number) {
          return x * k
        }
      const archive = dictArchive()
      for (const k of [2, 3]) lruCache({ archive })(make(k))
      expect(warn).toHaveBeenCalledOnce()
      expect(String(warn.mock.calls[0])).toContain('times')
    } finally {
      warn.mockRestore()
    }
  })
})

describe('a function whose own cache another one uses', () => {
  const pair = () => {
    const owner = lruCache()(function owner(x: number) {
      return x + 1
    })
    const guest = lruCache({ cache: owner.cache })(function guest(x: number) {
      return x * 100
    })
    owner(1)
    guest(1)
    return { owner, guest }
  }

  it('clears its own results only', () => {
    const { owner, guest } = pair()
    owner.clear()
    expect([owner.lookup(1), guest.lookup(1)]).toEqual([undefined, 100])
  })

  it('is saved and restored with all of the cache', () => {
    const { owner, guest } = pair()
    for (const fn of [owner, guest]) expect(codeOf(() => fn.snapshot())).toBe('OPTION_CONFLICT')
    const snapshot = owner.cache.snapshot()
    owner.cache.clear()
    owner.cache.restore(snapshot)
    expect([owner.lookup(1), guest.lookup(1)]).toEqual([2, 100])
  })
})

describe('a function whose results are kept by instance', () => {
  class Circle {
    constructor(readonly r: number) {}
  }
  const area = lruCache({ name: 'Circle.area' })(function area(this: Circle, k: number) {
    return this.r * k
  })

  it('has its archive exchanged before there are instances, and theirs one by one', () => {
    const archive = dictArchive()
    const first = lruCache({ name: 'Circle.first', archive })(function first(this: Circle) {
      return this.r
    })
    first.drop()
    expect(first.call(new Circle(3))).toBe(3)
    expect(archive.size).toBe(0)
    const late = lruCache({ name: 'Circle.late' })(function late(this: Circle) {
      return this.r
    })
    late.open(archive)
    // Its keys do not hold the instance, so it cannot go together with an archive.
    expect(codeOf(() => late.call(new Circle(4)))).toBe('OPTION_CONFLICT')
    expect(area.call(new Circle(2), 3)).toBe(6)
    for (const act of [() => area.open(dictArchive()), () => area.drop(), () => area.archived(false)])
      expect(codeOf(act)).toBe('OPTION_CONFLICT')
    expect(area.archived()).toBe(false)
  })

  it('leaves nothing of an instance in a cache that instances share', () => {
    const cache = new Cache<string, number>()
    const f = lruCache({ cache })(function f(this: { v: number }) {
      return this.v
    })
    for (let v = 0; v < 5; v++) expect(f.call({ v })).toBe(v)
    expect(cache.guards.size).toBe(1)
  })
})
