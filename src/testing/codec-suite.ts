import type { Codec, Encoded } from '../codec.js'
import { PilferError } from '../errors.js'
import { type SuiteRunner, same, throwsCode } from './runner.js'
import { seeded } from './seeded.js'

/**
 * Tests that say whether a codec keeps its contract.
 *
 * @param runner `{ describe, it }` of vitest, jest, mocha or `node:test`
 * @param name what the tests are listed under
 * @param make gives the codec
 * @param samples values that have to come back equal; by default what every codec for general use has to keep
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { jsonCodec } from 'pilfer/codec/json'
 * import { codecSuite } from 'pilfer/testing'
 *
 * codecSuite({ describe, it }, 'json', () => jsonCodec())
 * ```
 */
export function codecSuite<V>(
  { describe, it }: SuiteRunner,
  name: string,
  make: () => Codec<V>,
  samples: readonly V[] = plainValues() as V[],
): void {
  describe(`${name} keeps the codec contract`, () => {
    it('has a name', () => {
      const codec = make()
      same(typeof codec.name === 'string' && codec.name !== '', true, '`name` is a non-empty string')
    })

    it('gives back what it took', () => {
      const codec = make()
      for (const [i, value] of samples.entries())
        same(codec.decode(moved(codec.encode(value))), value, `sample ${i} comes back equal`)
    })

    it('reads in a new instance what another one wrote', () => {
      for (const [i, value] of samples.entries())
        same(make().decode(moved(make().encode(value))), value, `sample ${i} comes back equal`)
    })

    it('leaves its input as it was', () => {
      const codec = make()
      for (const [i, value] of samples.entries()) {
        const before = moved(codec.encode(value))
        codec.encode(value)
        same(codec.decode(before), value, `sample ${i} is what it was`)
      }
    })

    it('lets go of the inline bytes', () => {
      const codec = make()
      for (const [i, value] of samples.entries()) {
        const { inline, blobs } = moved(codec.encode(value))
        const back = codec.decode({ inline, blobs })
        inline.fill(0xff)
        same(back, value, `sample ${i} stays when the inline bytes are used for something else`)
      }
    })

    it('gives each view a buffer of its own', () => {
      const codec = make()
      for (const [i, value] of samples.entries())
        for (const view of viewsIn(codec.decode(moved(codec.encode(value)))))
          same(view.byteLength, view.buffer.byteLength, `the views in sample ${i} are on exact buffers`)
    })

    it('refuses what it cannot give back, and says where it is', () => {
      const codec = make() as Codec<unknown>
      const hidden = (fn: unknown): unknown => ({ rows: [1, { fn }] })
      for (const value of [() => 1, Symbol('s'), new WeakMap(), hidden(() => 1)])
        throwsCode(() => codec.encode(value), 'VALUE_UNSUPPORTED', 'functions and the like are refused')
      if (outcome(() => codec.encode(hidden(1))) instanceof PilferError) return
      const refusal = outcome(() => codec.encode(hidden(() => 1))) as PilferError
      same(refusal.message.includes('rows[1].fn'), true, `the place is in the message: ${refusal.message}`)
    })

    it('answers damaged bytes with CODEC_DECODE or a value', () => {
      const codec = make()
      const random = seeded(1)
      for (const [i, value] of samples.entries())
        for (const damaged of damages(codec.encode(value), random)) {
          const result = outcome(() => void codec.decode(damaged))
          if (result !== undefined)
            same((result as PilferError).code, 'CODEC_DECODE', `damage to sample ${i} gave ${result}`)
        }
    })
  })
}

/** What `body` throws, or returns. */
function outcome(body: () => unknown): unknown {
  try {
    return body()
  } catch (error) {
    return error
  }
}

/** The encoded value as an archive hands it over: inline bytes somewhere in other memory, blobs on their own. */
function moved({ inline, blobs }: Encoded): Encoded {
  const memory = new Uint8Array(inline.length + 8)
  memory.set(inline, 3)
  return { inline: memory.subarray(3, 3 + inline.length), blobs: blobs.map((blob) => new Uint8Array(blob)) }
}

function* damages(encoded: Encoded, random: () => number): Generator<Encoded> {
  const { length } = encoded.inline
  const below = (n: number): number => Math.floor(random() * n)
  for (let cut = 0; cut < Math.min(length, 40); cut++) {
    const { inline, blobs } = moved(encoded)
    yield { inline: inline.subarray(0, cut < 20 ? cut : below(length)), blobs }
  }
  for (let n = 0; n < 40 && length > 0; n++) {
    const { inline, blobs } = moved(encoded)
    for (let flips = 1 + below(3); flips > 0; flips--) inline[below(length)]! ^= 1 << below(8)
    yield { inline, blobs }
  }
  const { inline, blobs } = moved(encoded)
  yield { inline, blobs: blobs.slice(1) }
  yield { inline, blobs: [...moved(encoded).blobs, new Uint8Array(3)] }
}

function* viewsIn(value: unknown, seen = new Set<unknown>()): Generator<ArrayBufferView> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (ArrayBuffer.isView(value)) return yield value
  const inside = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : []
  for (const part of [...inside, ...Object.values(value)]) yield* viewsIn(part, seen)
}

/** Values that every codec for general use has to keep. */
function plainValues(): unknown[] {
  return [
    null,
    true,
    false,
    0,
    -1.5,
    2 ** 53,
    5e-324,
    '',
    'text',
    'é 🙂 \\u0000 \u0000 \u2028',
    'half a pair: \ud83d',
    'x'.repeat(100_000),
    [],
    [[], [1, [2, [3]]], 'a', null],
    {},
    { a: 1, b: { c: [true, { d: 'e' }] }, '': 0, ' ': 1 },
    { 10: 'ten', 2: 'two', z: 0, a: 1 },
    JSON.parse('{ "__proto__": { "a": 1 }, "constructor": 2, "toString": 3 }'),
    Array.from({ length: 2000 }, (_, i) => i / 3),
    Array.from({ length: 100 }, (_, id) => ({ id, name: `number ${id}` })),
  ]
}
