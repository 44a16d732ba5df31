import { describe, expect, it } from 'vitest'
import { Cache, dictArchive, lruCache } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'

const method = { kind: 'method', name: 'area', static: false } as never

describe('a decorator', () => {
  it.each(['field', 'accessor', 'setter', 'class'])('refuses a %s', (kind) => {
    const context = { kind, name: 'x', static: false } as never
    expect(codeOf(() => lruCache()((() => 1) as never, context))).toBe('DECORATOR_UNSUPPORTED')
  })

  it('refuses a legacy field and an accessor with a setter', () => {
    expect(codeOf(() => lruCache()({}, 'x', undefined as never))).toBe('DECORATOR_UNSUPPORTED')
    const both = { get: () => 1, set: () => {}, configurable: true }
    expect(codeOf(() => lruCache()({}, 'x', both))).toBe('DECORATOR_UNSUPPORTED')
  })

  it('asks for a name where methods of several classes could meet', () => {
    const area = function area(this: unknown) {
      return this
    }
    expect(codeOf(() => lruCache({ archive: dictArchive() })(area, method))).toBe('NAME_REQUIRED')
    expect(codeOf(() => lruCache({ cache: new Cache(), name: 'C.area' })(area, method))).toBe(
      'OPTION_CONFLICT',
    )
  })

  it('holds the cache of an instance weakly', async () => {
    const seen: WeakRef<object>[] = []
    const identity = lruCache()(function identity(this: object) {
      return [this]
    }, method) as (this: object) => unknown
    ;(() => {
      for (let i = 0; i < 50; i++) {
        const instance = { blob: new Uint8Array(1000) }
        identity.call(instance)
        seen.push(new WeakRef(instance))
      }
    })()
    const collect = (globalThis as { gc?: () => void }).gc
    if (collect === undefined) throw new Error('this test needs --expose-gc; see vitest.config.ts')
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      collect()
    }
    expect(seen.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(5)
  })

  it('refuses an archive opened later whose keys would lack the instance', () => {
    const area = lruCache({ name: 'C.area' })(function area(this: { r: number }) {
      return this.r
    })
    const instance = { r: 1 }
    expect(codeOf(() => area.of(instance).open(dictArchive()))).toBe('OPTION_CONFLICT')
  })
})
