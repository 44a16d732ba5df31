import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../src/codec/v8.js'
import { lruCache, rawKeymap, type Snapshot } from '../../src/index.js'
import { codeOf } from '../helpers/error-code.js'
import { archives, bounded, counting, decorate, decorators, keymaps, product, sized } from './parts.js'

/** A snapshot as another session would read it from a file. */
function carried(snapshot: Snapshot): Snapshot {
  const codec = v8Codec()
  return codec.decode(codec.encode(snapshot)) as Snapshot
}

const kept = decorators.filter((name) => name !== 'noCache')

describe('a function that is saved and restored, in the place of pickling it', () => {
  it.each(product(kept, Object.keys(keymaps)))('%s with %s has its results again', (name, keymap) => {
    const fn = counting((x: number, { y }: { y: number[] }) => new Map([[x, y]]))
    const make = () => decorate(name)({ ...sized(name, 5), keymap: keymaps[keymap]!(), name: 'fn' })(fn)
    const [saved, restored] = [make(), make()]
    const results = [1, 2, 3].map((x) => saved(x, { y: [x] }))
    restored.restore(carried(saved.snapshot()))
    expect([1, 2, 3].map((x) => restored(x, { y: [x] }))).toEqual(results)
    expect([fn.runs, restored.info().hits]).toEqual([3, 3])
  })

  it.each(bounded.filter((name) => name !== 'rrCache'))('%s goes on to choose the same victims', (name) => {
    const make = () =>
      decorate(name)({ maxSize: 4 })(function square(x: number) {
        return x * x
      })
    const [saved, restored] = [make(), make()]
    for (const x of [1, 2, 3, 4, 2, 1, 1, 5]) saved(x)
    restored.restore(carried(saved.snapshot()))
    for (const x of [6, 2, 7, 1, 8, 8, 9, 3]) {
      saved(x)
      restored(x)
      expect([...restored.cache.keys()].sort()).toEqual([...saved.cache.keys()].sort())
    }
  })

  it.each([
    [true, { hits: 2, misses: 2, size: 2 }],
    [false, { hits: 0, misses: 0, size: 2 }],
  ])('has its statistics if they were asked for: %j', (stats, expected) => {
    const make = () =>
      lruCache()(function square(x: number) {
        return x * x
      })
    const [saved, restored] = [make(), make()]
    for (const x of [1, 2, 1, 2]) saved(x)
    restored.restore(carried(saved.snapshot({ stats })))
    expect(restored.info()).toMatchObject(expected)
  })

  it.each(Object.keys(archives))('over %s writes what the archive may not have', (archive) => {
    const make = () =>
      lruCache({ archive: archives[archive]!<number>(), name: 'square' })((x: number) => x * x)
    const [saved, restored] = [make(), make()]
    for (const x of [1, 2]) saved(x)
    restored.restore(carried(saved.snapshot()))
    restored.dump()
    expect(new Map(restored.cache.archive!)).toEqual(new Map(saved.cache.archive!))
  })

  it('goes on when it calls itself', () => {
    const runs = counting((n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2)))
    let fib = lruCache({ name: 'fib' })(runs)
    fib(20)
    const snapshot = carried(fib.snapshot())
    fib = lruCache({ name: 'fib' })(runs)
    fib.restore(snapshot)
    expect([fib(21), runs.runs]).toEqual([10946, 22])
  })
})

describe('a snapshot', () => {
  const named = (name: string, options: object = {}) => lruCache({ name, ...options })((x: number) => x)

  it.each<[string, () => unknown, string]>([
    ['of another function', () => named('f').restore(named('g').snapshot()), 'SNAPSHOT_MISMATCH'],
    [
      'of another version',
      () => named('f').restore(named('f', { version: '2' }).snapshot()),
      'SNAPSHOT_MISMATCH',
    ],
    ['of another size', () => named('f').restore(named('f', { maxSize: 3 }).snapshot()), 'SNAPSHOT_MISMATCH'],
    ['of nothing', () => named('f').restore(null as never), 'SNAPSHOT_INVALID'],
    ['of something else', () => named('f').restore({ entries: [] } as never), 'SNAPSHOT_INVALID'],
    ['by identity', () => named('f', { keymap: rawKeymap() }).snapshot(), 'OPTION_CONFLICT'],
  ])('%s is refused', (_, body, code) => {
    expect(codeOf(body)).toBe(code)
  })
})
