import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { v8Codec } from '../../src/codec/v8.js'
import { difference } from './alike.js'
import { CLASSES, type Secret } from './arbitraries.js'
import { goldenValues } from './golden.js'

/** What the first version wrote, by the major version of Node that it ran under: base64 by the name of the value. */
const golden: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('./golden-v8.json', import.meta.url), 'utf8'),
)
const codec = v8Codec({ classes: CLASSES })
const read = (base64: string): unknown => codec.decode({ inline: Buffer.from(base64, 'base64'), blobs: [] })

describe('bytes of the first version stay readable', () => {
  for (const [major, stored] of Object.entries(golden))
    describe(`written under Node ${major}`, () => {
      for (const [name, value] of Object.entries(goldenValues()))
        it(name, () => {
          expect(difference(value, read(stored[name]!))).toBeUndefined()
        })

      it('with what is private', () => {
        const [, , secret] = read(stored['instances']!) as [unknown, unknown, Secret]
        expect((secret.inside as { deep: Secret[] }).deep[0]!.inside).toBe(1)
      })
    })
})
