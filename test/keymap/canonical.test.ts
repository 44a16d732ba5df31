import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringKeymap } from '../../src/keymap/string.js'
import { recipe } from './arbitraries.js'
import { mutate } from './mutations.js'
import { build, hasCycle, type Recipe } from './recipes.js'

const RUNS = Number(process.env.PILFER_RUNS ?? 1_000)
const keymap = stringKeymap()
const keyOf = (value: unknown): string => keymap.key([value])
const reference = (r: Recipe): unknown => build(r, { stands: true })

/** What Node says; nothing where it throws, as Node 22 and 24 do over some Sets that hold `null`. */
function nodeSays(one: unknown, other: unknown): boolean | undefined {
  try {
    return isDeepStrictEqual(one, other)
  } catch {
    return undefined
  }
}

/** Both directions of the rule; the second does not hold for cyclic values that are unrolled differently. */
function checkRule(one: Recipe, other: Recipe): void {
  const sameKey = keyOf(build(one)) === keyOf(build(other))
  const equal = nodeSays(reference(one), reference(other))
  if (equal === undefined) return
  if (sameKey) expect(equal).toBe(true)
  else if (!hasCycle(one) && !hasCycle(other)) expect(equal).toBe(false)
}

describe('two values have one text exactly when util.isDeepStrictEqual calls them equal', () => {
  it('for values that have nothing to do with each other', () => {
    fc.assert(fc.property(recipe, recipe, checkRule), { numRuns: RUNS })
  })

  it('for values that differ in one small thing', () => {
    fc.assert(
      fc.property(recipe, fc.nat(), fc.nat(), (r, part, change) => checkRule(r, mutate(r, part, change))),
      { numRuns: 4 * RUNS },
    )
  })

  it('for values that are equal and built another way', () => {
    fc.assert(
      fc.property(recipe, fc.integer(), (r, seed) => {
        expect(keyOf(build(r, { seed }))).toBe(keyOf(build(r)))
        if (!hasCycle(r)) expect(isDeepStrictEqual(build(r, { seed, stands: true }), reference(r))).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })

  it('and what is read back from a text has that text', () => {
    fc.assert(
      fc.property(recipe, (r) => {
        const key = keyOf(build(r))
        expect(new TextDecoder().decode(new TextEncoder().encode(key))).toBe(key)
        if (/#[0-9a-f]{32}/.test(key)) return
        const [back] = keymap.decode(key)
        expect(keyOf(back)).toBe(key)
      }),
      { numRuns: RUNS },
    )
  })
})
