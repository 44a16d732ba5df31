import { PilferError } from '../errors.js'
import { isDeepStrictEqual } from '../internal/equal.js'
import type { Keymap } from '../keymap.js'
import { DIFFERENT, EQUAL, type MakeArgs, MEANINGLESS, PRIMITIVES } from './keymap-cases.js'
import { SuiteFailure, type SuiteRunner, same, throwsCode } from './runner.js'

const DEEP = 100_000

/**
 * Tests that say whether a keymap keeps its contract. It may refuse any argument with `KEY_UNSUPPORTED`, but never give
 * one key to two different calls; what it does with `typed: false` is for its own tests to say.
 *
 * @param runner `{ describe, it }` of vitest, jest, mocha or `node:test`
 * @param name what the tests are listed under
 * @param make gives a new keymap, each time of the same options
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { hashKeymap } from 'pilfer'
 * import { keymapSuite } from 'pilfer/testing'
 *
 * keymapSuite({ describe, it }, 'hash', () => hashKeymap())
 * ```
 */
export function keymapSuite({ describe, it }: SuiteRunner, name: string, make: () => Keymap): void {
  const keymap = make()
  const { portable, decode } = keymap.supports
  const allCalls = [...Object.values(DIFFERENT), ...Object.values(EQUAL)].flat()

  describe(`${name} keeps the keymap contract`, () => {
    it('has a name', () => {
      same(typeof keymap.name === 'string' && keymap.name !== '', true, 'the name is a non-empty string')
    })

    it('takes some call', () => {
      same(
        allCalls.some((args) => keyOf(keymap, args()) !== undefined),
        true,
        'one of the calls has a key',
      )
    })

    it('gives primitives that are the same one key, for ever', () => {
      for (const args of PRIMITIVES) same(keyOf(make(), args), keyOf(keymap, [...args]), 'both keys')
    })

    it('gives the very same arguments one key', () => {
      for (const makeArgs of allCalls) {
        const args = makeArgs()
        same(keyOf(keymap, args), keyOf(keymap, [...args]), 'both keys')
      }
    })

    for (const [group, calls] of Object.entries(DIFFERENT))
      it(`keeps apart ${group}`, () => {
        const seen = new Map<string, unknown[]>()
        for (const makeArgs of calls) {
          const args = makeArgs()
          const key = keyOf(keymap, args)
          if (key === undefined) continue
          if (seen.has(key)) throw new SuiteFailure(`two calls have the key ${key}`, args, seen.get(key))
          seen.set(key, args)
        }
      })

    it('throws KEY_NOT_DECODABLE for text that is no key', () => {
      const cut = allCalls.map((args) => `${keyOf(keymap, args()) ?? ''}\0`)
      for (const text of ['\0', '{', '[', "'", '(', '^1', '#', '$9:', '\ud800', ...cut])
        throwsCode(() => keymap.decode(text), 'KEY_NOT_DECODABLE', `decoding ${JSON.stringify(text)}`)
    })

    it(decode ? 'gives the arguments back, or says that it cannot' : 'decodes nothing', () => {
      for (const makeArgs of allCalls) checkDecode(keymap, makeArgs)
    })

    it('neither crashes nor hangs on deep arguments', () => {
      for (const wrap of [(v: unknown) => [v], (v: unknown) => ({ v }), (v: unknown) => new Map([[1, v]])]) {
        let deep: unknown = 1
        for (let i = 0; i < DEEP; i++) deep = wrap(deep)
        keyOf(keymap, [deep])
      }
    })

    if (portable) portableCases({ describe, it }, make)
  })
}

function portableCases({ it }: SuiteRunner, make: () => Keymap): void {
  for (const [what, [one, other]] of Object.entries(EQUAL))
    it(`gives one key to ${what}`, () => {
      same(keyOf(make(), one()), keyOf(make(), other()), 'both keys')
    })

  for (const [what, value] of Object.entries(MEANINGLESS))
    it(`refuses ${what}, wherever it is`, () => {
      for (const args of [[value()], [1, value()], [[value()]], [{ a: value() }], [new Map([[1, value()]])]])
        throwsCode(() => make().key(args), 'KEY_UNSUPPORTED', `the key of ${what}`)
    })
}

/** The key of a call; `undefined` when the keymap refuses it. Any error but a refusal is passed on. */
function keyOf(keymap: Keymap, args: readonly unknown[]): string | undefined {
  let key: unknown
  try {
    key = keymap.key(args)
  } catch (error) {
    if (error instanceof PilferError && error.code.startsWith('KEY_')) return undefined
    throw error
  }
  same(typeof key, 'string', 'the type of a key')
  return key as string
}

function checkDecode(keymap: Keymap, makeArgs: MakeArgs): void {
  const key = keyOf(keymap, makeArgs())
  if (key === undefined) return
  let args: unknown[]
  try {
    args = keymap.decode(key)
  } catch (error) {
    if (error instanceof PilferError && error.code === 'KEY_NOT_DECODABLE') return
    throw error
  }
  same(keymap.supports.decode, true, 'that it decodes')
  same(keyOf(keymap, args), key, 'the key of what a key was decoded to')
  // Some values are not equal even to their like, such as invalid dates on Node 20.
  if (isDeepStrictEqual(makeArgs(), makeArgs())) same(args, makeArgs(), 'what a key was decoded to')
}
