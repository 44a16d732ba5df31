import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GhostLists } from '../../../src/policy/parts/ghost-lists.js'
import { GhostTable } from '../../../src/policy/parts/ghost-table.js'
import { NONE } from '../../../src/policy/parts/slot-list.js'
import { History, Queue } from '../models/reference-cache.js'

const list = fc.nat({ max: 1 })
/** Hashes that fall into two places of four. */
const hash = fc.integer({ min: 0, max: 3 }).chain((high) => fc.constantFrom(high * 64 + 1, high * 64 + 2))

describe('a table of ghosts', () => {
  it('knows the last ones of each list, as an array does', () => {
    const operation = fc.tuple(fc.constantFrom('add', 'add', 'add', 'take', 'save', 'clear'), list, hash)
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200, size: 'max' }), (operations) => {
        let table = new GhostTable([3, 5])
        const histories = [new History(3), new History(5)]
        for (const [name, list, hash] of operations) {
          const expected = [0, 1].find((l) => histories[l]!.take(hash)) ?? NONE
          expect(table.take(hash)).toBe(expected)
          if (name === 'add') {
            table.add(list, hash)
            histories[list]!.push(hash)
          } else if (name === 'save') {
            const copy = new GhostTable([3, 5])
            for (const l of [0, 1]) copy.restore(l, table.save(l))
            table = copy
          } else if (name === 'clear') {
            table.clear()
            for (const history of histories) history.clear()
          }
        }
      }),
    )
  })

  it('loses the one that would be forgotten first where there is no room', () => {
    const table = new GhostTable([100])
    const hashes = [64, 128, 192, 256, 320, 384]
    for (const hash of hashes) table.add(0, hash)
    expect(hashes.map((hash) => table.take(hash))).toEqual([NONE, NONE, 0, 0, 0, 0])
  })

  it('keeps what it knows when it grows', () => {
    const table = new GhostTable([1000, 1000])
    for (let i = 0; i < 100; i++) table.add(i & 1, i * 7919)
    table.reserve(1)
    for (let i = 0; i < 100; i++) expect(table.take(i * 7919)).toBe(i & 1)
  })
})

describe('lists of ghosts', () => {
  it('know what queues do', () => {
    const operation = fc.tuple(
      fc.constantFrom('add', 'add', 'add', 'renew', 'renew', 'take', 'trim', 'save', 'clear'),
      list,
      hash,
    )
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200, size: 'max' }), (operations) => {
        let lists = new GhostLists(2, 8)
        const queues = [new Queue(), new Queue()]
        for (const [name, list, hash] of operations) {
          if (name === 'renew') {
            const queue = queues.find((one) => one.has(hash))
            expect(lists.renew(hash)).toBe(queue !== undefined)
            queue?.push(hash)
            continue
          }
          const expected = [0, 1].find((l) => queues[l]!.remove(hash)) ?? NONE
          expect(lists.take(hash)).toBe(expected)
          if (name === 'add') {
            lists.add(list, hash)
            queues[list]!.push(hash)
          } else if (name === 'trim') {
            lists.trim(list, hash % 3)
            while (queues[list]!.length > hash % 3) queues[list]!.removeOldest()
          } else if (name === 'save') {
            const copy = new GhostLists(2, 8)
            for (const l of [0, 1]) copy.restore(l, lists.save(l))
            lists = copy
          } else if (name === 'clear') {
            lists.clear()
            for (const queue of queues) queue.clear()
          }
          expect([lists.size(0), lists.size(1)]).toEqual(queues.map((queue) => queue.length))
        }
      }),
    )
  })

  it('grow to many, each of which is found', () => {
    const lists = new GhostLists(1, 10_000)
    for (let i = 0; i < 5000; i++) lists.add(0, i * 7919)
    for (let i = 0; i < 5000; i++) expect(lists.take(i * 7919)).toBe(0)
    expect(lists.take(0)).toBe(NONE)
  })
})
