import { describe, expect, it } from 'vitest'
import * as standard from '../src/index.js'
import * as safe from '../src/safe.js'
import { counting } from './helpers/counting.js'
import { codeOf } from './helpers/error-code.js'

const names = Object.keys(safe) as (keyof typeof safe)[]
const decorate = (name: keyof typeof safe): typeof safe.memoize => safe[name] as typeof safe.memoize

describe('the safe decorators', () => {
  it('have the names of the standard ones', () => {
    expect(names.sort()).toEqual(
      ['memoize', ...Object.keys(standard).filter((name) => /^[a-z0-9]+Cache$/.test(name))].sort(),
    )
  })

  it.each(names)('%s runs the function where no key can be made, and stores nothing', (name) => {
    const fn = counting((x: unknown) => x)
    const fast = decorate(name)()(fn)
    const keyless = () => 1
    expect([fast(keyless), fast(keyless)]).toEqual([keyless, keyless])
    expect(fn.runs).toBe(2)
    expect(fast.info()).toMatchObject({ hits: 0, misses: 2, bypasses: 2, size: 0 })
  })

  it.each(names.filter((name) => name !== 'noCache'))('%s remembers all other calls', (name) => {
    const fn = counting((x: unknown) => x)
    const fast = decorate(name)()(fn)
    for (const x of [1, 1, { a: [1] }, { a: [1] }, 'x', 'x']) fast(x)
    expect(fn.runs).toBe(3)
    expect(fast.info()).toMatchObject({ hits: 3, misses: 3, bypasses: 0 })
  })

  it('pass on the errors of the function', () => {
    const fast = safe.lruCache()((_x: unknown): never => {
      throw new RangeError('mine')
    })
    expect(() => fast(1)).toThrow(RangeError)
    expect(() => fast(() => 1)).toThrow(RangeError)
  })

  it('key and lookup throw all the same', () => {
    const fast = safe.lruCache()((x: unknown) => x)
    expect(codeOf(() => fast.key(() => 1))).toBe('KEY_UNSUPPORTED')
    expect(codeOf(() => fast.lookup(() => 1))).toBe('KEY_UNSUPPORTED')
  })

  it('go on when a keymap of the user throws', () => {
    const broken = {
      name: 'broken',
      supports: { portable: true, decode: false },
      key: (): string => {
        throw new Error('no key today')
      },
      decode: () => [],
    }
    const fn = counting((x: number) => x)
    const fast = safe.lruCache({ keymap: broken })(fn)
    expect([fast(1), fast(1)]).toEqual([1, 1])
    expect(() => standard.lruCache({ keymap: broken })(fn)(1)).toThrow('no key today')
  })

  it('work with async functions', async () => {
    let runs = 0
    const fast = safe.lruCache()(async (x: unknown) => {
      runs++
      return x
    })
    const keyless = () => 1
    expect(await Promise.all([fast(keyless), fast(keyless)])).toEqual([keyless, keyless])
    expect(runs).toBe(2)
  })
})
