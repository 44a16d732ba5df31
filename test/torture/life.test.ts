import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../helpers/fake-clock.js'
import { tempDir } from '../helpers/temp-dir.js'
import { settle, share } from './harness.js'
import { KINDS } from './kinds.js'

const noProc = process.platform === 'linux' ? '' : ' (skipped: only Linux lists the descriptors of a process)'
const descriptors = (): number => readdirSync('/proc/self/fd').length

/** As many as an hour's torture allows, or a few. */
const CYCLES = share(1) > 60_000 ? 10_000 : 300

describe.each(KINDS)('a $name archive', (kind) => {
  it.skipIf(noProc !== '')(`may be opened and closed any number of times${noProc}`, async () => {
    const path = join(tempDir(), kind.file)
    const cycle = async (i: number): Promise<void> => {
      const archive: any = await kind.open(path)
      await archive.set('a', i)
      expect(await archive.get('a')).toBe(i)
      await archive.close()
    }
    for (let i = 0; i < 3; i++) await cycle(i)
    await settle()
    const before = descriptors()
    for (let i = 0; i < CYCLES; i++) await cycle(i)
    await settle()
    expect(descriptors()).toBe(before)
  })

  it('goes by the order of sets and not by a clock that is set back', async () => {
    const clock = fakeClock(1_000_000)
    const path = join(tempDir(), kind.file)
    const archive: any = await kind.open(path, { clock })
    await archive.set('a', 'first', { ttl: 1000 })
    clock.advance(-900_000)
    await archive.set('a', 'second', { ttl: 1000 })
    await archive.set('b', 'kept')
    clock.advance(999)
    expect([await archive.get('a'), await archive.get('b')]).toEqual(['second', 'kept'])
    clock.advance(1)
    expect(await archive.prune()).toBe(1)
    clock.advance(900_000)
    expect([await archive.get('a', 'none'), await archive.get('b')]).toEqual(['none', 'kept'])
    await archive.close()
  })
})
