import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isZeroBlock } from '../../../src/archive/tar/header.js'
import type { Archive } from '../../../src/archive.js'
import { hostileKeys } from '../../../src/testing/archive-samples.js'
import { END, givenTar, member } from '../../helpers/tar.js'

const NAMES = ['a', 'b', 'c', 'Rain', 'folder/x']
const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...hostileKeys()) },
)
const value = fc.oneof(
  // Without -0, which JSON does not keep.
  { weight: 4, arbitrary: fc.jsonValue().map((v) => JSON.parse(JSON.stringify(v))) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 400_000 }).map((length) => 'x'.repeat(length)) },
)

/** What may happen to an archive, and to a model of it. */
type Step =
  | { kind: 'set'; key: string; value: unknown; ttl: number }
  | { kind: 'setMany'; entries: [string, unknown][] }
  | { kind: 'delete'; key: string }
  | { kind: 'add'; name: string; value: unknown }
  | { kind: 'wait' | 'prune' | 'repair' | 'clear' | 'reopen' | 'swap' | 'fold' }

const kind = <K extends Step['kind']>(...kinds: K[]) => fc.constantFrom(...kinds)
const oneStep = fc.oneof(
  fc.record({ kind: kind('set'), key, value, ttl: fc.constantFrom(Infinity, Infinity, 1.5) }),
  fc.record({ kind: kind('setMany'), entries: fc.array(fc.tuple(key, value), { maxLength: 4 }) }),
  fc.record({ kind: kind('delete'), key }),
  fc.record({ kind: kind('add'), name: fc.constantFrom(...NAMES), value }),
  fc.record({ kind: kind('wait', 'prune', 'repair', 'reopen', 'swap', 'fold', 'clear') }),
) as fc.Arbitrary<Step>

interface Entry {
  readonly value: unknown
  readonly expires: number
}

/** Puts an entry where the end of a tar is, as `tar -rf` does. */
function add(path: string, entry: Buffer): void {
  const bytes = readFileSync(path)
  let end = bytes.length
  while (end >= 512 && isZeroBlock(bytes.subarray(end - 512, end))) end -= 512
  writeFileSync(path, Buffer.concat([bytes.subarray(0, end), entry, END]))
}

class Play {
  readonly model = new Map<string, Entry>()
  now = 0
  readonly given = givenTar({ clock: () => this.now })
  archive = this.given.archive
  /** A second one on the same file, which has to find out what the first one does. */
  other: Archive<any> = this.given.open()

  take(one: Step): void {
    const { archive, model, now } = this
    switch (one.kind) {
      case 'set':
        archive.set(one.key, one.value, { ttl: one.ttl })
        model.set(one.key, { value: one.value, expires: now + one.ttl })
        break
      case 'setMany':
        archive.setMany(one.entries)
        for (const [k, v] of one.entries) model.set(k, { value: v, expires: Infinity })
        break
      case 'delete':
        archive.delete(one.key)
        model.delete(one.key)
        break
      case 'add':
        // What fills its last block with zeros would look like the end to the simple way of adding.
        add(this.given.path, member({ name: `${one.name}.json`, body: JSON.stringify(one.value) }))
        model.set(one.name, { value: one.value, expires: Infinity })
        break
      case 'wait':
        this.now++
        break
      case 'prune':
        archive.prune()
        break
      case 'repair':
        expect(archive.repair().faults).toEqual([])
        break
      case 'clear':
        archive.clear()
        model.clear()
        break
      case 'reopen':
        archive.close()
        this.archive = this.given.open()
        break
      case 'swap':
        this.archive = this.other
        this.other = archive
        break
      case 'fold':
        // Enough is replaced for the file to be written anew.
        for (let i = 0; i < 4; i++) archive.set('folded', 'x'.repeat(400_000 + i))
        model.set('folded', { value: 'x'.repeat(400_003), expires: Infinity })
    }
  }

  check(archive: Archive<any>): void {
    const alive = new Map<string, unknown>()
    for (const [k, { value, expires }] of this.model) if (expires > this.now) alive.set(k, value)
    expect([...archive.keys()].sort()).toEqual([...alive.keys()].sort())
    expect(archive.size).toBe(alive.size)
    for (const [k, v] of alive) if (!isDeepStrictEqual(archive.get(k), v)) expect(archive.get(k)).toEqual(v)
  }
}

describe('a tar archive', () => {
  it('is a Map that outlives the process, whatever happens to it', () => {
    fc.assert(
      fc.property(fc.array(oneStep, { minLength: 1, maxLength: 25 }), (steps) => {
        const play = new Play()
        for (const one of steps) {
          play.take(one)
          play.check(play.other)
        }
        play.check(play.archive)
        const fresh = play.given.open()
        play.check(fresh)
        expect(fresh.verify()).toMatchObject({ faults: [], leftovers: 0 })
        expect(play.given.reports).toEqual([])
        for (const archive of [play.archive, play.other, fresh]) archive.close()
      }),
      { numRuns: 50 },
    )
  })
})
