import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Codec } from '../../src/codec.js'
import { hashKeymap } from '../../src/keymap/hash.js'
import { pickleKeymap } from '../../src/keymap/pickle.js'
import { stringKeymap } from '../../src/keymap/string.js'
import { chain } from '../../src/keymap.js'
import { CASES } from './golden-cases.js'

const file = new URL('golden.json', import.meta.url)

/** The key of each case, and of some by the other keymaps. */
function keys(): Record<string, string> {
  const text = stringKeymap()
  const all = [...CASES.flatMap(([, args]) => args()), { k: 1 }]
  const call = [1, "it's \u00fc \u{1f600}", { b: [1n], a: null }]
  return {
    ...Object.fromEntries(CASES.map(([description, args]) => [description, text.key(args())])),
    'all, sha256': hashKeymap().key(all),
    'all, sha1': hashKeymap({ algorithm: 'sha1' }).key(all),
    'all, md5': hashKeymap({ algorithm: 'md5' }).key(all),
    'all, in two groups': hashKeymap({ flat: false }).key(all),
    'all, with a sentinel': hashKeymap({ sentinel: '|' }).key(all),
    'all, untyped': hashKeymap({ typed: false }).key(all),
    'call, in two groups': stringKeymap({ flat: false }).key(call),
    'call, with a sentinel': stringKeymap({ sentinel: null }).key(call),
    'call, hex': stringKeymap({ encoding: 'hex' }).key(call),
    'call, base64': stringKeymap({ encoding: 'base64' }).key(call),
    'call, base64url': stringKeymap({ encoding: 'base64url' }).key(call),
    'call, pickled': pickleKeymap({ codec: jsonText }).key(call),
    'call, chained': chain(stringKeymap(), hashKeymap({ algorithm: 'md5' })).key(call),
  }
}

const jsonText: Codec<string> = {
  name: 'json-text',
  encode: (text) => ({ inline: new TextEncoder().encode(JSON.stringify(text)), blobs: [] }),
  decode: ({ inline }) => JSON.parse(new TextDecoder().decode(inline)),
}

// Changing a key is a breaking change of the on-disk format. `PILFER_GOLDEN=write` writes the file anew.
if (process.env['PILFER_GOLDEN'] === 'write') writeFileSync(file, `${JSON.stringify(keys(), null, 2)}\n`)

describe('the keys that earlier sessions have written', () => {
  const golden = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>

  it('are at least 200, all different', () => {
    expect(Object.keys(golden).length).toBeGreaterThanOrEqual(200)
    expect(CASES.length).toBe(new Set(CASES.map(([description]) => description)).size)
  })

  for (const [description, key] of Object.entries(keys()))
    it(`have not changed: ${description}`, () => {
      expect(key).toBe(golden[description])
    })
})
