import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

describe.each([
  ['file', fileArchive],
  ['tar', tarArchive],
] as const)('a stream that is kept in a %s archive', (_, open) => {
  it('is there when the file is written anew because of it', async () => {
    const path = join(tempDir(), 'memo')
    const archive = open<Uint8Array>(path)
    archive.set('b', new Uint8Array(10))
    for (let i = 0; i < 6; i++) {
      await archive.setStream('a', [new Uint8Array(1_500_000).fill(i), new Uint8Array(5)])
      const value = archive.get('a')!
      expect([value.length, value[0], value[1_499_999]]).toEqual([1_500_005, i, i])
      expect(archive.stats().liveBytes).toBeGreaterThan(1_500_000)
    }
    const again = open<Uint8Array>(path)
    expect([again.get('a')![0], again.get('b')!.length]).toEqual([5, 10])
    expect(again.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
  })

  it('is that of its key, also when another program has written over the file in its place', async () => {
    const dir = tempDir()
    const [path, other] = [join(dir, 'memo'), join(dir, 'other')]
    const bytes = (n: number) => new Uint8Array(100_000).fill(n)
    const archive = open<Uint8Array>(path)
    for (const [key, n] of Object.entries({ a: 1, b: 2 })) archive.set(key, bytes(n))
    const swapped = open<Uint8Array>(other)
    for (const [key, n] of Object.entries({ b: 3, a: 4 })) swapped.set(key, bytes(n))
    copyFileSync(other, path)
    const read = async (key: string) => {
      const pieces: Uint8Array[] = []
      for await (const piece of archive.getStream(key)!) pieces.push(piece)
      const all = Buffer.concat(pieces)
      return [all.length, all[0], all.at(-1)]
    }
    expect([await read('a'), await read('b')]).toEqual([
      [100_000, 4, 4],
      [100_000, 3, 3],
    ])
  })
})
