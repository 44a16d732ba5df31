import { describe, expect, it } from 'vitest'
import { lru, lruCache } from '../../src/index.js'
import { lruCache as safeCache } from '../../src/safe.js'
import { record, simulate } from '../../src/simulate.js'
import { codeOf } from '../helpers/error-code.js'

const options = { policies: [lru()], sizes: [2] }

describe('record', () => {
  it('notes the calls of a memoized function, which stays as it is', () => {
    let runs = 0
    const cube = lruCache((x: number, log = false) => {
      runs++
      return log ? 0 : x ** 3
    })
    const recorded = record(cube)
    expect([recorded(3), recorded(3, false), recorded(2)]).toEqual([27, 27, 8])
    expect(runs).toBe(2)
    expect(recorded.info()).toMatchObject({ hits: 1, misses: 2 })
    expect(recorded.name).toBe(cube.name)
    expect(recorded.length).toBe(cube.length)
    // The default is a part of the call, so the first two are one.
    expect(simulate(recorded, options)).toMatchObject({ accesses: 3, distinct: 2 })
    recorded(5)
    expect(simulate(recorded, options)).toMatchObject({ accesses: 4, distinct: 3 })
  })

  it('notes the calls of any function by what their keys would be', () => {
    const seen: unknown[] = []
    const f = record((point: { x: number }) => seen.push(point.x))
    f({ x: 1 })
    f({ x: 1 })
    f({ x: 2 })
    expect(seen).toEqual([1, 1, 2])
    expect(simulate(f, options)).toMatchObject({ accesses: 3, distinct: 2 })
  })

  it('passes on this, promises and errors', async () => {
    const owner = {
      n: 2,
      times: record(async function (this: { n: number }, x: number) {
        if (x < 0) throw new RangeError('negative')
        return this.n * x
      }),
    }
    expect(await owner.times(4)).toBe(8)
    await expect(owner.times(-1)).rejects.toThrow(RangeError)
    expect(simulate(owner.times, options).accesses).toBe(2)
  })

  it('does not note a call without a key', () => {
    const f = record(safeCache((x: unknown) => typeof x))
    expect(f(() => 1)).toBe('function')
    expect(f(1)).toBe('number')
    expect(simulate(f, options)).toMatchObject({ accesses: 1, keyless: 1 })
    const strict = record(lruCache((x: unknown) => typeof x))
    expect(codeOf(() => strict(() => 1))).toBe('KEY_UNSUPPORTED')
    expect(codeOf(() => simulate(strict, options))).toBe('TRACE_INVALID')
    expect(() => simulate(strict, options)).toThrow('there is no access to simulate; 1 of the calls')
  })

  it('records one instance, not several as one', () => {
    class Roads {
      constructor(readonly detour: number) {}
    }
    const byInstance = lruCache(function (this: Roads, x: number) {
      return this.detour * x
    })
    expect(codeOf(() => record(byInstance))).toBe('OPTION_CONFLICT')
    const roads = new Roads(3)
    const one = record(byInstance.of(roads))
    expect(one.call(roads, 2)).toBe(6)
    expect(simulate(one, options).accesses).toBe(1)
  })

  it('refuses what it cannot record, and options that come too late', () => {
    expect(codeOf(() => record(5 as any))).toBe('OPTION_INVALID')
    expect(codeOf(() => record(() => 1, { sample: 5 }))).toBe('OPTION_INVALID')
    expect(codeOf(() => record(() => 1, { sizes: [5] } as any))).toBe('OPTION_UNKNOWN')
    const f = record((x: number) => x, { sample: 2048 })
    f(1)
    expect(codeOf(() => simulate(f, { salt: 1 }))).toBe('OPTION_CONFLICT')
  })
})
