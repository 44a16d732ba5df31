import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Entries } from '../src/entries.js'
import { MISS } from '../src/miss.js'
import { fifo } from '../src/policy/fifo.js'
import { Recall } from '../src/recall.js'

const primitive = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, Number.NaN, Infinity, -Infinity, 5e-324, 2 ** 1000, 2 ** 1001, -(2 ** 1000)),
  fc.constantFrom(undefined, null, true, false, '', '0', '1', 'true', 'null', 'undefined', 'x'.repeat(300)),
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ maxLength: 3 }),
  fc.bigInt({ min: -2n, max: 2n }),
  fc.constantFrom(Symbol.for('a'), Symbol.for('b')),
)
const call = fc.array(primitive, { maxLength: 4 })

/** A key that no two different calls share. */
const keyOf = (args: readonly unknown[]): string =>
  args.map((a) => `${typeof a}:${Object.is(a, -0) ? '-0' : String(a)}`.replace(/,/g, ',,')).join(' , ')

function find(recall: Recall, stamps: Float64Array, args: readonly unknown[]): number {
  const [a, b, c, d] = args
  return args.length === 1 ? recall.findOne(stamps, a) : recall.find(stamps, args.length, a, b, c, d)
}

describe('Recall', () => {
  it('never leads a call to the entry of another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.tuple(call, fc.boolean()), { maxLength: 300 }),
        (maxSize, calls) => {
          const recall = new Recall()
          const entries = new Entries<string, string>(maxSize, fifo(), Date.now, () => {})
          entries.keepStamps()
          for (const [args, drop] of calls) {
            const key = keyOf(args)
            const slot = find(recall, entries.stamps, args)
            if (slot !== -1) expect(entries.use(slot) && entries.valueAt(slot)).toBe(key)
            if (entries.get(key, MISS) === MISS) entries.set(key, key)
            recall.remember(entries.stamps, args, entries.slotOf(key))
            if (drop) entries.delete(key)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('finds what it was told, for calls of up to four ordinary primitives', () => {
    const entries = new Entries<string, number>(Infinity, undefined, Date.now, () => {})
    entries.keepStamps()
    const recall = new Recall()
    const calls: unknown[][] = [[]]
    for (let i = 0; i < 300; i++)
      calls.push([i], [i / 7], [`s${i}`], [i, `s${i}`, i % 2 === 0], [i, -i], [null, undefined, i, 'x'])
    for (let round = 0; round < 10; round++)
      for (const args of calls) {
        entries.set(keyOf(args), 1)
        if (find(recall, entries.stamps, args) === -1)
          recall.remember(entries.stamps, args, entries.slotOf(keyOf(args)))
      }
    const found = calls.filter(
      (args) => find(recall, entries.stamps, args) === entries.slotOf(keyOf(args)),
    ).length
    expect(found / calls.length).toBeGreaterThan(0.95)
  })

  it('finds a string whose entry has come back in another slot, when the slot it left is taken', () => {
    const recall = new Recall()
    const stamps = new Float64Array(2)
    recall.remember(stamps, ['a'], 0)
    stamps[0]!++
    expect(recall.findOne(stamps, 'a')).toBe(-1)
    recall.remember(stamps, ['a'], 1)
    recall.remember(stamps, ['b'], 0)
    expect([recall.findOne(stamps, 'a'), recall.findOne(stamps, 'b')]).toEqual([1, 0])
    expect(recall.find(stamps, 1, 'a', undefined, undefined, undefined)).toBe(1)
  })

  it('is limited in size', () => {
    const entries = new Entries<string, number>(Infinity, undefined, Date.now, () => {})
    entries.keepStamps()
    const recall = new Recall(1 << 10)
    for (let i = 0; i < 10_000; i++) {
      entries.set(`k${i}`, i)
      recall.remember(entries.stamps, [`string ${i}`], entries.slotOf(`k${i}`))
    }
    const found = Array.from({ length: 10_000 }, (_, i) => recall.findOne(entries.stamps, `string ${i}`))
    expect(found.filter((slot) => slot !== -1).length).toBeLessThanOrEqual(1 << 10)
  })
})
