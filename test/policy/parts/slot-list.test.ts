import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grown } from '../../../src/policy/parts/grown.js'
import { NONE, SlotList } from '../../../src/policy/parts/slot-list.js'

const slot = fc.nat({ max: 9 })
const operation = fc.oneof(
  fc.record({ name: fc.constantFrom('addFirst', 'moveToFirst', 'remove'), slot, place: fc.constant(NONE) }),
  fc.record({
    name: fc.constantFrom('addBefore', 'moveBefore'),
    slot,
    place: fc.oneof(slot, fc.constant(NONE)),
  }),
  fc.record({ name: fc.constant('clear'), slot, place: fc.constant(NONE) }),
)

const forward = (list: SlotList): number[] => {
  const slots = []
  for (let s = list.first; s !== NONE; s = list.after(s)) slots.push(s)
  return slots
}

const backward = (list: SlotList): number[] => {
  const slots = []
  for (let s = list.last; s !== NONE; s = list.before(s)) slots.push(s)
  return slots
}

describe('a slot list', () => {
  it('holds what an array would, in both directions', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 100, size: 'max' }), (operations) => {
        const list = new SlotList(10)
        let model: number[] = []
        for (const { name, slot, place } of operations) {
          const isHeld = model.includes(slot)
          if (place === slot || (place !== NONE && !model.includes(place))) continue
          if (name === 'clear') {
            list.clear()
            model = []
            continue
          }
          if (isHeld === name.startsWith('add')) continue
          list[name as 'addBefore'](slot, place)
          model = model.filter((s) => s !== slot)
          if (name.endsWith('First')) model.unshift(slot)
          else if (name.endsWith('Before'))
            model.splice(place === NONE ? model.length : model.indexOf(place), 0, slot)
          expect(forward(list)).toEqual(model)
          expect(backward(list)).toEqual([...model].reverse())
        }
      }),
    )
  })

  it('keeps its order when it grows', () => {
    const list = new SlotList(2 ** 30)
    const slots = Array.from({ length: 5000 }, (_, i) => i)
    for (const s of slots) list.addBefore(s, NONE)
    expect(forward(list)).toEqual(slots)
  })
})

describe('an array that has to grow', () => {
  it('doubles, up to a limit that has room for the index', () => {
    const array = Int32Array.of(1, 2, 3, 4)
    expect([...grown(array, 4, 100)]).toEqual([1, 2, 3, 4, 0, 0, 0, 0])
    expect(grown(array, 4, 6)).toHaveLength(6)
    expect(grown(array, 20, 100)).toHaveLength(21)
    expect(grown(array, 20, 6)).toHaveLength(21)
  })

  it('keeps its kind', () => {
    expect(grown(Float64Array.of(2 ** 40), 1, 2)).toEqual(Float64Array.of(2 ** 40, 0))
  })
})
