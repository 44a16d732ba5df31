import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import type { Archive } from '../../../src/index.js'
import { tempDir } from '../../helpers/temp-dir.js'

const { writeSync, writevSync, ftruncateSync, renameSync } = fs

const PAGE = 4096

/** Runs `work`, whose `nth` change of a file fails after `share` of it; so do all that follow when `isKilled`. */
function interrupted(nth: number, share: number, isKilled: boolean, work: () => void): boolean {
  let count = 0
  let hasFailed = false
  const fails = (): boolean => {
    if (hasFailed ? !isKilled : count++ !== nth) return false
    hasFailed = true
    return true
  }
  const failure = () => Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' })
  const failing =
    <F extends (...args: any[]) => any>(call: F) =>
    (...args: Parameters<F>): ReturnType<F> => {
      if (fails()) throw failure()
      return call(...args)
    }
  fs.writeSync = ((fd: number, bytes: Uint8Array, offset: number, length: number, position: number) => {
    const isFirst = !hasFailed
    if (!fails()) return writeSync(fd, bytes, offset, length, position)
    // The system writes page by page.
    const count = Math.floor((position + bytes.length * share) / PAGE) * PAGE - position
    const part = share === 1 ? bytes.length : count
    if (isFirst && part > 0) writeSync(fd, bytes, 0, part, position)
    throw failure()
  }) as typeof writeSync
  fs.writevSync = failing(writevSync)
  fs.ftruncateSync = failing(ftruncateSync)
  fs.renameSync = failing(renameSync)
  syncBuiltinESMExports()
  try {
    work()
  } catch (error) {
    if (!hasFailed) throw error
  } finally {
    Object.assign(fs, { writeSync, writevSync, ftruncateSync, renameSync })
    syncBuiltinESMExports()
  }
  return hasFailed
}

const key = fc.constantFrom('a', 'b', '', '__proto__', '\ud800', 'k'.repeat(300))
/** Values are told apart by their beginning; the length of a text is the number behind the point. */
const value = fc.tuple(fc.nat(9), fc.constantFrom(0, 100, 5000, 40_000, 150_000))
const text = ([id, length]: readonly number[]): string => `${id}.`.padEnd(length!, 'x')
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constant('set' as const),
      fc.uniqueArray(fc.tuple(key, value), { minLength: 1, maxLength: 4, selector: ([k]) => k }),
    ),
  },
  fc.tuple(fc.constant('delete' as const), key),
  fc.tuple(fc.constantFrom('clear' as const, 'repair' as const, 'prune' as const), fc.constant('')),
)
type Sets = [string, number[]][]
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function perform(
  archive: Pick<Archive<unknown>, 'setMany' | 'delete' | 'clear' | 'repair' | 'prune'>,
  [what, args]: Step,
): void {
  if (what === 'set') archive.setMany((args as Sets).map(([k, v]) => [k, text(v)] as const))
  else if (what === 'delete') archive.delete(args as string)
  else archive[what]()
}

function applied(before: ReadonlyMap<string, unknown>, [what, args]: Step): Map<string, unknown> {
  const after = new Map(what === 'clear' ? [] : before)
  if (what === 'set') for (const [k, v] of args as Sets) after.set(k, text(v))
  if (what === 'delete') after.delete(args as string)
  return after
}

describe.each([
  ['file', fileArchive],
  ['tar', tarArchive],
] as const)('a %s archive whose writer fails or is killed anywhere', (_, make) => {
  it('has for each key what it had or what was set, and the same for all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(step, fc.nat(14), fc.constantFrom(0, 0.5, 1), fc.boolean()), { maxLength: 10 }),
        (steps) => {
          const path = join(tempDir(), 'memo')
          const reports: unknown[] = []
          const open = () =>
            make<unknown>(path, {
              onDamage: (error) => error.code === 'RECORD_DAMAGED' && reports.push(error),
            })
          let archive = open()
          const reader = open()
          let model = new Map<string, unknown>()
          for (const [step, nth, share, isKilled] of steps) {
            const next = applied(model, step)
            const hasFailed = interrupted(nth, share, isKilled, () => perform(archive, step))
            if (isKilled && hasFailed) {
              archive.close()
              archive = open()
            }
            const found = new Map(archive)
            if (!hasFailed) expect(isDeepStrictEqual(found, next)).toBe(true)
            for (const k of new Set([...model.keys(), ...next.keys(), ...found.keys()])) {
              const is = found.get(k)
              expect([model.get(k), next.get(k)].some((v) => isDeepStrictEqual(v, is))).toBe(true)
            }
            expect(isDeepStrictEqual(new Map(reader), found)).toBe(true)
            model = found
          }
          const again = open()
          expect(isDeepStrictEqual(new Map(again), model)).toBe(true)
          expect([reports, again.verify().faults]).toEqual([[], []])
          for (const one of [archive, reader, again]) one.close()
        },
      ),
      { numRuns: 60 },
    )
  })
})
