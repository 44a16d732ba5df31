import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { type Archive, type Codec, type Keymap, memoize, type PolicyFactory } from '../src/index.js'
import { archiveSuite, codecSuite, keymapSuite, policySuite } from '../src/testing/index.js'
import { consumerDir } from './helpers/consumer-dir.js'
import { counting } from './helpers/counting.js'
import { fenceTitled } from './helpers/fences.js'

const dir = consumerDir()

/** What the fence of docs/extending.md with that title exports, as a module of a program that uses the package. */
async function part<T>(title: string): Promise<T> {
  const path = join(dir, `${title}.mjs`)
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
  writeFileSync(
    path,
    ts.transpileModule(fenceTitled('docs/extending.md', title), { compilerOptions }).outputText,
  )
  return import(/* @vite-ignore */ pathToFileURL(path).href) as Promise<T>
}

const { secondChance } = await part<{ secondChance(): PolicyFactory }>('toy-policy')
const { numberKeymap } = await part<{ numberKeymap(): Keymap }>('toy-keymap')
const { textCodec } = await part<{ textCodec(): Codec<string> }>('toy-codec')
const { mapArchive } = await part<{
  mapArchive(rows: Map<string, unknown>, options?: { clock?: () => number; codec?: Codec }): Archive
}>('toy-archive')

const TEXTS = ['', 'text', '\ufeffmarked', 'é 🙂 \u0000', 'x'.repeat(100_000)]

policySuite({ describe, it }, 'secondChance', secondChance())
keymapSuite({ describe, it }, 'numberKeymap', () => numberKeymap())
codecSuite({ describe, it }, 'textCodec', () => textCodec(), TEXTS)
archiveSuite({ describe, it }, 'mapArchive', ({ clock }) => mapArchive(new Map(), { clock }))

describe('the four parts of docs/extending.md', () => {
  it('work together', () => {
    const rows = new Map<string, unknown>()
    const archive = mapArchive(rows, { codec: textCodec() as Codec })
    const options = { policy: secondChance(), keymap: numberKeymap(), archive, maxSize: 2 }
    const digits = counting(function digits(n: number, width: number) {
      return n.toFixed(width)
    })
    const fast = memoize(options)(digits)
    fast(1, 2)
    fast(2, 2)
    fast(1, 2)
    fast(3, 2)
    expect(fast.lookup(1, 2)).toBe('1.00')
    expect(fast.lookup(2, 2)).toBe(undefined)
    expect(memoize(options)(digits)(2, 2)).toBe('2.00')
    expect([...rows.keys()]).toEqual(['digits~number(1,2)', 'digits~number(2,2)', 'digits~number(3,2)'])
    expect(digits.runs).toBe(3)
  })
})
