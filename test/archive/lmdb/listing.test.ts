import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LONGEST } from '../../../src/archive/lmdb/keys.js'
import type { RangeOptions } from '../../../src/archive.js'
import { fakeClock } from '../../helpers/fake-clock.js'
import { givenLmdb } from '../../helpers/lmdb-archive.js'

/** Keys that are cut and begin alike, or nearly so, among others. */
const beginning = fc.constantFrom(
  '',
  'a'.repeat(LONGEST),
  'a'.repeat(LONGEST - 1),
  'é'.repeat(LONGEST / 2),
  '\0'.repeat(LONGEST),
)
const key = fc
  .tuple(beginning, fc.string({ unit: 'binary', maxLength: 1_000 }))
  .map(([begin, end]) => begin + end)

/** What a range of these keys should give. */
function expected(keys: Iterable<string>, { start, end, reverse, limit }: RangeOptions): string[] {
  const within = [...keys]
    .filter((key) => (start === undefined || key >= start) && (end === undefined || key < end))
    .sort()
  return (reverse ? within.reverse() : within).slice(0, limit)
}

const listed = (entries: Iterable<[string, unknown]>): string[] => [...entries].map(([key]) => key)

describe('an lmdb archive lists its keys', () => {
  it('in their order, whatever is in them and however long they are', () => {
    const { archive } = givenLmdb()
    const range = fc.record(
      { start: key, end: key, reverse: fc.boolean(), limit: fc.nat({ max: 10 }) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 25 }),
        fc.array(range, { maxLength: 5 }),
        (keys, ranges) => {
          archive.clear()
          archive.setMany(keys.map((key) => [key, key.length] as const))
          expect([...archive.keys()]).toEqual([...keys].sort())
          for (const options of ranges)
            expect(listed(archive.range(options))).toEqual(expected(keys, options))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('across many batches, with those that are cut in between, and without the expired', () => {
    const clock = fakeClock()
    const { archive } = givenLmdb({ clock })
    const long = 'm'.repeat(LONGEST + 10)
    const all: string[] = []
    for (let i = 0; i < 2_400; i++) all.push(`a${i}`, `${long}${(i * 7919) % 2_400}`, `z${i}`)
    const isShort = (key: string): boolean => key.length % 3 === 0
    archive.transact(() => {
      archive.setMany(
        all.filter(isShort).map((key) => [key, 1] as const),
        { ttl: 50 },
      )
      archive.setMany(all.filter((key) => !isShort(key)).map((key) => [key, 1] as const))
    })
    expect([...archive.keys()]).toEqual([...all].sort())
    expect(listed(archive.range({ reverse: true }))).toEqual([...all].sort().reverse())
    clock.advance(50)
    const living = all.filter((key) => !isShort(key)).sort()
    expect([...archive.keys()]).toEqual(living)
    expect(archive.size).toBe(living.length)
    for (const options of [
      { start: `${long}5`, end: 'z3' },
      { start: 'a7', end: `${long}13`, reverse: true },
      { start: `${long}100`, limit: 1_500 },
    ])
      expect(listed(archive.range(options))).toEqual(expected(living, options))
    expect([archive.prune(), archive.size, [...archive.keys()].length]).toEqual([
      all.length - living.length,
      living.length,
      living.length,
    ])
  })

  it('while they are deleted, and while others are set', () => {
    const { archive } = givenLmdb()
    archive.setMany(Array.from({ length: 3_000 }, (_, i) => [`k${i}`, i] as const))
    let count = 0
    for (const key of archive.keys()) {
      archive.delete(key)
      archive.set(`j${count}`, 0)
      count++
    }
    expect([count, archive.size]).toEqual([3_000, 3_000])
    expect(archive.stats().entries).toBe(3_000)
  })

  it('and holds nothing while it waits to be asked for more', () => {
    const { archive } = givenLmdb()
    archive.setMany(Array.from({ length: 1_500 }, (_, i) => [`k${i}`, i] as const))
    const keys = archive.keys()
    keys.next()
    archive.clear()
    archive.set('z', 1)
    // Those that were looked up already, and what is there now.
    expect([...keys].length).toBe(1_000)
    const entries = archive.entries()
    archive.close()
    expect(() => entries.next()).toThrow(/has been closed/)
  })
})
