import { describe, expect, it } from 'vitest'
import {
  Cache,
  deepRound,
  dictArchive,
  infCache,
  isvalid,
  keygen,
  lruCache,
  memoize,
  NULL,
  partial,
  signature,
  simpleRound,
  stringKeymap,
} from '../src/index.js'
import { lruCache as safeLruCache } from '../src/safe.js'
import { codeOf } from './helpers/error-code.js'

/** The calls that a memoized function lets through, for each list of arguments in turn. */
function runs(make: (log: unknown[][]) => (...args: any[]) => unknown, calls: readonly unknown[][]): number {
  const log: unknown[][] = []
  const fn = make(log)
  for (const args of calls) fn(...args)
  return log.length
}

describe('the form of a call', () => {
  it('holds literal defaults, so that a call is the same whether they are spelled out or not', () => {
    const make = (log: unknown[][]) =>
      lruCache()((x: number, y = 2, { a = 1, b }: { a?: number; b?: number } = {}) => log.push([x, y, a, b]))
    expect(
      runs(make, [[1], [1, 2], [1, undefined], [1, 2, {}], [1, 2, { a: 1 }], [1, 2, { b: undefined }]]),
    ).toBe(1)
    expect(runs(make, [[1], [1, 3], [1, 2, { a: 2 }], [1, 2, { b: 2, a: 1 }], [1, 2, { a: 1, b: 2 }]])).toBe(
      4,
    )
  })

  it('never evaluates a default that is not written as data', () => {
    let evaluated = 0
    const next = () => ++evaluated
    const make = (log: unknown[][]) => lruCache()((x: number, y = next()) => log.push([x, y]))
    expect(runs(make, [[1], [1, undefined], [1]])).toBe(1)
    expect(evaluated).toBe(1)
    expect(runs(make, [[1], [1, 2]])).toBe(2)
  })

  it('keeps apart what a function that looks at `arguments` can tell apart', () => {
    const make = (log: unknown[][]) =>
      lruCache()(function (_x: number, _y = 2) {
        return log.push([arguments.length])
      })
    expect(runs(make, [[1], [1, 2]])).toBe(2)
  })

  it('keeps recalled calls of primitives apart and together as their keys are', () => {
    const results = infCache({ tol: 1, ignore: 'quiet' })((x: number, quiet = false) => ({ x, quiet }))
    const first = results(1.04)
    for (let i = 0; i < 3; i++) {
      expect(results(1.01, true)).toBe(first)
      expect(results(1.04)).toBe(first)
      expect(results(1.06)).not.toBe(first)
    }
    expect(first).toEqual({ x: 1.04, quiet: false })
    expect(results.info().misses).toBe(2)
  })

  it('is the same in the archive, where the next session finds the call', () => {
    const archive = dictArchive()
    const make = () =>
      lruCache({ archive, ignore: ['signal', 'this'], tol: 0 })(function load(
        this: unknown,
        x: number,
        { signal, steps = 10 }: { signal?: object; steps?: number } = {},
      ) {
        return [x, steps, signal]
      })
    make()(3.2)
    const again = make()
    expect(again(2.9, { steps: 10, signal: {} })).toEqual([3.2, 10, undefined])
    expect(again.info()).toMatchObject({ loads: 1, misses: 0 })
  })

  it('is refused at once where a name is no parameter', () => {
    const fn = (x: number) => x
    expect(codeOf(() => lruCache({ ignore: 'y' })(fn))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ ignore: ['x', 'x'] })(fn))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ ignore: -1 }))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ ignore: [{}] as any }))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ ignore: 'x' })(Math.max))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ params: ['x', 'x y'] })(fn))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ tol: 1.5 }))).toBe('OPTION_INVALID')
    expect(codeOf(() => lruCache({ deep: true }))).toBe('OPTION_CONFLICT')
  })

  it('uses declared parameters for a function whose text does not tell them', () => {
    const power = lruCache({ params: ['base', 'exponent = 2'], keymap: stringKeymap() })(
      ((base: number, exponent = 2) => base ** exponent).bind(null),
    )
    expect(power.key(3)).toBe(power.key(3, 2))
    expect(lruCache({ params: ['x', 'log'], ignore: 'log' })(Math.max).key(1, 2)).toBe(
      lruCache({ params: ['x', 'log'], ignore: 'log' })(Math.max).key(1, 3),
    )
  })

  it('shows what is ignored as NULL in a decoded key', () => {
    const keymap = stringKeymap()
    const key = keygen({ keymap, ignore: ['_b', '_options.signal'] })(
      (_a: number, _b: number, _options: object) => 0,
    )
    expect(keymap.decode(key(1, 2, { signal: 3, x: 4 }))).toEqual([1, NULL, { signal: NULL, x: 4 }])
  })

  it('leaves out surplus arguments and keys', () => {
    const sum = (x: number, { a = 0 }: { a?: number } = {}, ...more: unknown[]) => x + a + more.length
    const starred = lruCache({ ignore: ['*', '**'] })(sum)
    expect(starred.key(1, { a: 2, z: 3 } as object, 4, 5)).toBe(starred.key(1, { a: 2 }))
    const plain = lruCache()(sum)
    expect(plain.key(1, { a: 2, z: 3 } as object)).not.toBe(plain.key(1, { a: 2 }))
    expect(plain.key(1, {}, 4)).not.toBe(plain.key(1, {}))
  })

  it('of arguments that throw when they are read is KEY_UNSUPPORTED', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const hostile = new Proxy({}, { ownKeys: () => Object.assign(null as never, {}) })
    for (const argument of [proxy, [proxy], { a: proxy }, hostile, [hostile]])
      for (const options of [{ tol: 1 }, { tol: 1, deep: true }, { ignore: 'y' }, {}]) {
        const fn = (x: unknown, y = 1) => [x, y]
        expect(codeOf(() => lruCache(options)(fn)(argument))).toBe('KEY_UNSUPPORTED')
        const safe = safeLruCache(options)(fn)
        expect(safe(argument)[0]).toBe(argument)
        expect(safe.info()).toMatchObject({ misses: 1, bypasses: 1, size: 0 })
      }
  })

  it('belongs to methods of either decorator form, whose instance counts apart', () => {
    class Scale {
      constructor(readonly factor: number) {}
      times(x: number, { log }: { log?: boolean } = {}): [number, unknown] {
        return [x * this.factor, log]
      }
    }
    const times = lruCache({ ignore: 'log', tol: 1 })(Scale.prototype.times)
    const two = new Scale(2)
    expect(times.call(two, 1.01, { log: true })).toEqual([2.02, true])
    expect(times.call(two, 1.02)).toEqual([2.02, true])
    expect(times.call(new Scale(3), 1.02)).toEqual([3.06, undefined])
  })

  it('lets a safe decorator run a call whose form fails, which then says why itself', () => {
    const scaled = partial(({ a, b = 1 }: { a: number; b?: number }) => a * b, { b: 5 })
    expect(codeOf(() => safeLruCache()(scaled)(3 as never))).toBe('CALL_INVALID')
    expect(codeOf(() => lruCache()(scaled)(3 as never))).toBe('CALL_INVALID')
    const safe = safeLruCache()(scaled)
    expect(safe({ a: 2 })).toBe(10)
    expect(safe({ a: 2 })).toBe(10)
    expect(safe.info()).toMatchObject({ hits: 1, misses: 1, bypasses: 0 })
  })
})

describe('a function made of another one', () => {
  const power = (base: number, exponent: number, log = false) => [base, exponent, log]

  it('has the keys of the one underneath, called with all its arguments', () => {
    const square = lruCache({ name: 'power' })(partial(power, { exponent: 2 }))
    expect(square.key(3)).toBe(lruCache({ name: 'power' })(power).key(3, 2, false))
    const rounded = lruCache({ name: 'power' })(deepRound({ tol: 1 })(partial(power, { exponent: 2 })))
    expect(rounded.key(3.04)).toBe(square.key(3))
  })

  it('keeps partial functions apart that fix other values, also in one cache', () => {
    const cache = new Cache<string, unknown>()
    const [square, cube] = [2, 3].map((exponent) =>
      memoize({ cache, name: 'p' })(partial(power, { exponent })),
    )
    expect(square!(2)).toEqual([2, 2, false])
    expect(cube!(2)).toEqual([2, 3, false])
  })

  it('is another function where the one underneath is another', () => {
    const cache = new Cache<string, unknown>()
    memoize({ cache, name: 'p' })(simpleRound()((x: number) => x))
    expect(codeOf(() => memoize({ cache, name: 'p' })(simpleRound()((x: number) => -x)))).toBe(
      'OPTION_CONFLICT',
    )
    const version = (fn: (x: number) => number) =>
      lruCache({ version: 'source', name: 'p' })(simpleRound()(fn)).key(1)
    expect(version((x) => x)).not.toBe(version((x) => -x))
  })

  it('does not depend on an instance that the one underneath does not look at', () => {
    const add = lruCache()(simpleRound()((x: number) => ({ x })))
    const a = { add }
    const b = { add }
    expect(a.add(1)).toBe(b.add(1))
  })

  it('may be memoized itself', () => {
    const square = partial(lruCache()(power), { exponent: 2 })
    expect(square(3)).toBe(square(3))
    expect(signature(lruCache()(power))).toEqual(signature(power))
    expect(
      isvalid(
        lruCache()(({ a }: { a: number }) => a),
        undefined,
      ),
    ).toBe(false)
    expect(lruCache({ ignore: 'log' })(lruCache()(power)).key(1, 2, true)).toBe(
      lruCache({ ignore: 'log' })(power).key(1, 2),
    )
  })

  it('is asynchronous with the one underneath', async () => {
    const late = lruCache()(partial(async (x: number, y: number) => x + y, { y: 1 }))
    expect(await Promise.all([late(1), late(1)])).toEqual([2, 2])
    expect(late.info()).toMatchObject({ hits: 1, misses: 1 })
  })
})

describe('keygen', () => {
  const scale = ({ x }: { x: number }, factor = 2, _log?: unknown) => x * factor

  it('gives keys without running the function, and runs it on demand with the arguments as they were', () => {
    let ran = 0
    const key = keygen({ ignore: '_log', tol: 1, deep: true })(
      ({ x }: { x: number }, factor = 2, _log?: unknown) => {
        ran++
        return x * factor
      },
    )
    expect(key.args).toBeUndefined()
    expect(key({ x: 1.04 })).toBe(key({ x: 1 }, 2, 'log'))
    expect(key({ x: 1.04 }, 3)).not.toBe(key({ x: 1.04 }))
    expect(ran).toBe(0)
    expect(key.run()).toBe(2.08)
    expect(key.args).toEqual([{ x: 1.04 }])
    expect(key.ignored).toEqual(['_log'])
    expect(ran).toBe(1)
  })

  it('says whether the last call is one that the function can take', () => {
    const key = keygen()(scale)
    key({ x: 1 })
    expect(key.valid()).toBe(true)
    key(undefined as never)
    expect(key.valid()).toBe(false)
  })

  it('makes the key of the last call anew with another keymap', () => {
    const key = keygen({ keymap: stringKeymap() })(scale)
    expect(key({ x: 1 })).toBe("{'x':1},2")
    key.register(stringKeymap({ encoding: 'hex' }))
    expect(key.key()).toBe(Buffer.from("{'x':1},2").toString('hex'))
    expect(key.keymap.decode(key.key())).toEqual([{ x: 1 }, 2])
    expect(codeOf(() => key.register({} as never))).toBe('OPTION_INVALID')
    expect(codeOf(() => key.register(undefined as never))).toBe('OPTION_INVALID')
  })

  it('has nothing to say before the first call', () => {
    const key = keygen()(scale)
    for (const ask of [key.key, key.valid, key.run]) expect(codeOf(() => ask())).toBe('CALL_MISSING')
  })

  it('refuses wrong options and what is no function', () => {
    expect(codeOf(() => keygen({ keymap: 1 as never }))).toBe('OPTION_INVALID')
    expect(codeOf(() => keygen({ maxSize: 1 } as never))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => keygen()(1 as never))).toBe('FUNCTION_UNSUPPORTED')
    expect(codeOf(() => keygen({ ignore: 'nobody' })(scale))).toBe('OPTION_INVALID')
  })
})
