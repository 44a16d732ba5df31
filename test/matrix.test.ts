import { afterAll, describe, expect, it } from 'vitest'
import { dirArchive } from '../src/archive/dir.js'
import { jsonCodec } from '../src/codec/json.js'
import { v8Codec } from '../src/codec/v8.js'
import * as standard from '../src/index.js'
import {
  type AnyArchive,
  chain,
  dictArchive,
  hashKeymap,
  type Keymap,
  nullArchive,
  pickleKeymap,
  rawKeymap,
  stringKeymap,
} from '../src/index.js'
import * as safe from '../src/safe.js'
import { slowArchive } from './helpers/async-archive.js'
import { seededRandom } from './helpers/seeded-random.js'
import { tempDir } from './helpers/temp-dir.js'

/**
 * Every policy with every keymap, archive, family and mode: the results are always those of the function, and it
 * never runs for a call whose result is at hand. `PILFER_MATRIX=lruCache,dir` narrows it to combinations whose title
 * has all of these words; `PILFER_SEED` repeats a run.
 */
const seed = Number(process.env['PILFER_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const words = process.env['PILFER_MATRIX']?.split(',') ?? []

const decorators = [
  'noCache',
  'infCache',
  'lruCache',
  'lfuCache',
  'mruCache',
  'rrCache',
  'fifoCache',
  'sieveCache',
  's3fifoCache',
  'arcCache',
  'tinylfuCache',
] as const
const families = { standard, safe }
const keymaps: Record<string, () => Keymap> = {
  raw: rawKeymap,
  hash: hashKeymap,
  md5: () => hashKeymap({ algorithm: 'md5' }),
  string: stringKeymap,
  grouped: () => stringKeymap({ flat: false }),
  pickle: () => pickleKeymap({ codec: v8Codec() }),
  chained: () => chain(stringKeymap(), hashKeymap()),
}
const archives: Record<string, () => AnyArchive | undefined> = {
  none: () => undefined,
  null: nullArchive,
  dict: dictArchive,
  dir: () => dirArchive(tempDir()),
  'dir-json': () => dirArchive(tempDir(), { codec: jsonCodec() }),
  slow: slowArchive,
}

interface Combination {
  title: string
  family: keyof typeof families
  decorator: (typeof decorators)[number]
  keymap: string
  archive: string
  isAsync: boolean
}

const all: Combination[] = []
for (const family of ['standard', 'safe'] as const)
  for (const decorator of decorators)
    for (const keymap of Object.keys(keymaps))
      for (const archive of Object.keys(archives))
        for (const isAsync of [false, true]) {
          const title = `${family} ${decorator} ${keymap} ${archive} ${isAsync ? 'async' : 'sync'}`
          const portable = keymaps[keymap]!().supports.portable
          // A keymap of this process alone and an archive is an error, which memoize.test.ts covers.
          if (!portable && archive !== 'none') continue
          if (words.every((word) => title.split(' ').includes(word)))
            all.push({ title, family, decorator, keymap, archive, isAsync })
        }

afterAll(() => console.log(`matrix: ${all.length} combinations, PILFER_SEED=${seed}`))

describe('any combination', () => {
  it.each(all)('$title', async ({ family, decorator, keymap, archive, isAsync }) => {
    const random = seededRandom(seed)
    const store = archives[archive]!()
    let runs = 0
    const compute = (x: number, name: string, options: { deep: number[] }) => {
      runs++
      return { sum: x + options.deep.length, name }
    }
    const bound = decorator === 'noCache' || decorator === 'infCache' ? {} : { maxSize: 8 }
    const options = { ...bound, keymap: keymaps[keymap]!(), archive: store, name: 'compute' }
    const make = families[family][decorator] as typeof standard.memoize
    const fast = isAsync
      ? make(options)(async (x: number, name: string, o: { deep: number[] }) => compute(x, name, o))
      : make(options)(compute)

    const retains = store?.supports.retains ?? false
    const seen = new Set<string>()
    // Raw keys go by identity, so the same call has to be made with the same object.
    const objects = [[], [1], [1, 2]].map((deep) => ({ deep }))
    for (let i = 0; i < 60; i++) {
      const x = Math.floor(random() * 4)
      const which = Math.floor(random() * 3)
      const name = which === 0 ? 'a' : 'b'
      const call = `${x} ${name} ${which}`
      const before = runs
      const remembered = (retains && seen.has(call)) || fast.lookup(x, name, objects[which]!) !== undefined
      const result = await fast(x, name, objects[which]!)
      expect(result).toEqual({ sum: x + which, name })
      expect(runs - before).toBe(remembered ? 0 : 1)
      seen.add(call)
      const info = fast.info()
      expect(info.size).toBeLessThanOrEqual(info.maxSize)
      expect(info.hits + info.misses + info.loads).toBe(i + 1)
    }
    if (retains) {
      fast.clear()
      const before = runs
      await fast.load()
      await fast(0, 'a', objects[0]!)
      expect(runs - before).toBe(seen.has('0 a 0') ? 0 : 1)
    }
    await store?.close()
  })
})
