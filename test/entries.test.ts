import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Entries } from '../src/entries.js'
import { MISS } from '../src/miss.js'
import { fifo } from '../src/policy/fifo.js'

type Command =
  | { do: 'set'; key: number; ttl: number; unsaved: boolean }
  | { do: 'get'; key: number }
  | { do: 'delete'; key: number }
  | { do: 'peek'; key: number }
  | { do: 'clear' }
  | { do: 'wait'; ms: number }

const key = fc.integer({ min: 0, max: 12 })
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    key,
    ttl: fc.constantFrom(5, 50, Infinity),
    unsaved: fc.boolean(),
  }),
  fc.record({ do: fc.constant('get' as const), key }),
  fc.record({ do: fc.constant('delete' as const), key }),
  fc.record({ do: fc.constant('peek' as const), key }),
  fc.record({ do: fc.constant('clear' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20 }) }),
)

describe('Entries', () => {
  it('does what a plain Map with a queue does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.array(command, { maxLength: 200 }),
        (maxSize, commands) => {
          let now = 0
          let serial = 0
          const left: number[] = []
          const entries = new Entries<number, number>(
            maxSize,
            fifo(),
            () => now,
            ({ value }) => left.push(value),
          )
          entries.handsOver = true
          // The model holds expired entries until they are touched, as a lazy cache does.
          const model = new Map<number, { value: number; expires: number; unsaved: boolean }>()
          const modelLeft: number[] = []
          const alive = (k: number) => (model.get(k)?.expires ?? 0) > now
          for (const c of commands) {
            if (c.do === 'set') {
              const value = ++serial
              entries.set(c.key, value, now + c.ttl, !c.unsaved)
              const entry = { value, expires: now + c.ttl, unsaved: c.unsaved }
              if (!model.has(c.key) && model.size >= maxSize) {
                if (maxSize === 0) {
                  if (c.unsaved) modelLeft.push(value)
                  continue
                }
                const [oldest, gone] = model.entries().next().value!
                if (gone.unsaved && alive(oldest)) modelLeft.push(gone.value)
                model.delete(oldest)
              }
              model.set(c.key, entry)
            } else if (c.do === 'get') {
              expect(entries.get(c.key, MISS)).toBe(alive(c.key) ? model.get(c.key)!.value : MISS)
              if (!alive(c.key)) model.delete(c.key)
            } else if (c.do === 'peek') {
              expect(entries.peek(c.key)).toBe(alive(c.key) ? model.get(c.key)!.value : MISS)
            } else if (c.do === 'delete') {
              expect(entries.delete(c.key)).toBe(alive(c.key))
              model.delete(c.key)
            } else if (c.do === 'clear') {
              entries.clear()
              model.clear()
            } else now += c.ms
            expect(entries.size).toBe(model.size)
            expect(entries.size).toBeLessThanOrEqual(maxSize)
          }
          expect(left).toEqual(modelLeft)
          expect([...entries.entries()].map((e) => [e.key, e.value])).toEqual(
            [...model].filter(([k]) => alive(k)).map(([k, e]) => [k, e.value]),
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  it('changes the stamp of a slot whenever its entry leaves', () => {
    const entries = new Entries<string, number>(2, fifo(), Date.now, () => {})
    entries.keepStamps()
    entries.set('a', 1)
    const slot = entries.slotOf('a')
    const stamps = new Set([entries.stamps[slot]])
    entries.delete('a')
    stamps.add(entries.stamps[slot])
    entries.set('b', 1)
    entries.clear()
    stamps.add(entries.stamps[slot])
    entries.set('c', 1)
    entries.set('d', 1)
    entries.set('e', 1)
    stamps.add(entries.stamps[slot])
    expect(stamps.size).toBe(4)
  })

  it('changes the stamp of every slot when it is restored', () => {
    const entries = new Entries<string, number>(40, fifo(), Date.now, () => {})
    entries.keepStamps()
    for (let i = 0; i < 40; i++) entries.set(`before ${i}`, i)
    const other = new Entries<string, number>(40, fifo(), Date.now, () => {})
    for (let i = 0; i < 40; i++) other.set(`after ${i}`, i)
    const saved = other.save()
    for (let round = 0; round < 2; round++) {
      const before = entries.stamps.slice(0, 40)
      entries.restore(saved.entries, saved.order)
      expect([...entries.stamps.slice(0, 40)].filter((stamp, slot) => stamp === before[slot])).toEqual([])
    }
  })

  it('uses the gaps between restored slots before new ones', () => {
    const entries = new Entries<string, number>(40, fifo(), Date.now, () => {})
    for (let i = 0; i < 30; i++) entries.set(`${i}`, i)
    for (let i = 0; i < 29; i++) entries.delete(`${i}`)
    const { entries: saved, order } = entries.save()
    expect(saved).toEqual([{ slot: 29, key: '29', value: 29, expires: Infinity }])
    const restored = new Entries<string, number>(40, fifo(), Date.now, () => {})
    restored.keepStamps()
    restored.restore(saved, order)
    expect(restored.stamps.length).toBeGreaterThan(29)
    for (let i = 0; i < 29; i++) restored.set(`${i}`, i)
    const slots = Array.from({ length: 30 }, (_, i) => restored.slotOf(`${i}`))
    expect(slots.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i))
  })
})
