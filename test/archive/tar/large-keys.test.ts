import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tarArchive } from '../../../src/archive/tar.js'
import { dictArchive } from '../../../src/index.js'
import { codeOf, codeOfRejection } from '../../helpers/error-code.js'
import { givenTar } from '../../helpers/tar.js'
import { exported, imported } from '../../helpers/tar-streams.js'
import { tempDir } from '../../helpers/temp-dir.js'

describe('a key of megabytes', () => {
  it('is kept, beyond 48 MiB refused, and what is there stays', () => {
    const { archive, open } = givenTar()
    const large = 'x'.repeat(5_000_000)
    archive.set(large, 1)
    expect(codeOf(() => archive.set('x'.repeat(51_000_000), 2))).toBe('KEY_TOO_LARGE')
    archive.set('a', 3)
    for (const one of [archive, open()]) expect([one.get(large), one.get('a'), one.size]).toEqual([1, 3, 2])
    expect(open().verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
  })

  it('can be exported, and be imported up to 3 million bytes', async () => {
    for (const [length, code] of [
      [3_000_000, 'nothing was thrown'],
      [5_000_000, 'TAR_DAMAGED'],
    ] as const) {
      const source = dictArchive({ entries: [['x'.repeat(length), 1]] })
      const bytes = await exported(source)
      const path = join(tempDir(), 'exported.tar')
      await source.copy(tarArchive(path))
      expect(tarArchive(path).equals(source)).toBe(true)
      expect(await codeOfRejection(imported([bytes]))).toBe(code)
    }
  })
})
