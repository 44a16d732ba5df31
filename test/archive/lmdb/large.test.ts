import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PIECE } from '../../../src/archive/lmdb/pieces.js'
import { bytesCodec } from '../../../src/codec/bytes.js'
import { givenLmdb } from '../../helpers/lmdb-archive.js'

const HEAD = 128
const MIB = 2 ** 20

const patterned = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = (i * 7 + (i >> 13)) % 251
  return bytes
}

/** Whether two are equal, without a look at each byte in JavaScript. */
const isEqual = (a: unknown, b: Uint8Array): boolean => Buffer.compare(a as Uint8Array, b) === 0

describe('a record of an lmdb archive', () => {
  it.each([
    0,
    1,
    PIECE - HEAD - 2,
    PIECE - HEAD - 1,
    PIECE - HEAD,
    PIECE - HEAD + 1,
    2 * PIECE - HEAD - 1,
    2 * PIECE - HEAD,
    5_000_000,
  ])('holds %i bytes', (length) => {
    const { archive } = givenLmdb({ codec: bytesCodec() })
    const value = patterned(length)
    archive.set('bytes', value, { ttl: 1e6 })
    archive.set('plain', value)
    for (const key of ['bytes', 'plain']) {
      const back = archive.get(key)
      expect(isEqual(back, value)).toBe(true)
      expect(back.buffer.byteLength).toBe(length)
    }
    expect(archive.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
    expect(archive.getMany(['plain', 'bytes']).size).toBe(2)
  })

  it('takes the place of a larger or smaller one, and leaves nothing of it', () => {
    const { archive } = givenLmdb()
    for (const pieces of [5, 1, 3, 2, 7, 0]) {
      const value = patterned(pieces * PIECE + 100)
      archive.set('a', value)
      expect([isEqual(archive.get('a'), value), archive.size]).toEqual([true, 1])
      expect(archive.stats().liveBytes).toBeLessThan((pieces + 1) * MIB + 50_000)
    }
    archive.set('a', patterned(4 * PIECE))
    expect([archive.delete('a'), archive.delete('a'), archive.size]).toEqual([true, false, 0])
    expect(archive.stats()).toEqual({ entries: 0, liveBytes: 0, deadBytes: 0 })
  })

  it('never shares memory with the database or another value', () => {
    const { archive } = givenLmdb()
    for (const length of [10, 70_000, 3 * PIECE]) {
      const value = patterned(length)
      archive.set('a', value)
      const [first, second] = [archive.get('a'), archive.get('a')]
      first.fill(0)
      archive.set('a', 'something else')
      archive.set('b', patterned(length).fill(9))
      archive.get('b')
      expect(isEqual(second, value)).toBe(true)
    }
  })

  it('is read within a transaction as it was written there', () => {
    const { archive } = givenLmdb()
    const value = patterned(4 * PIECE)
    archive.transact(() => {
      archive.set('a', value)
      expect(isEqual(archive.get('a'), value)).toBe(true)
      archive.set('a', 'small')
      expect(archive.get('a')).toBe('small')
      archive.set('b', value)
    })
    expect([archive.get('a'), isEqual(archive.get('b'), value)]).toEqual(['small', true])
  })

  it('has room for a key that is larger than a piece', () => {
    const { archive } = givenLmdb()
    const key = 'k'.repeat(PIECE + 1000)
    archive.set(key, 1)
    archive.set(`${key}k`, patterned(PIECE))
    expect([archive.get(key), archive.has(key), [...archive.keys()].map((k) => k.length)]).toEqual([
      1,
      true,
      [key.length, key.length + 1],
    ])
    expect(isEqual(archive.get(`${key}k`), patterned(PIECE))).toBe(true)
  })

  it.runIf(process.env['PILFER_BIG'] === '1')(
    'holds an array of 512 MiB, with at most one copy beside it in memory',
    () => {
      const { archive, path } = givenLmdb()
      const value = new Float64Array(2 ** 26)
      for (let i = 0; i < value.length; i += 4096) value[i] = i / 3
      const peak = { set: 0, get: 0 }
      global.gc!()
      let before = process.memoryUsage.rss()
      archive.set('big', value)
      peak.set = process.resourceUsage().maxRSS * 1024 - before
      archive.set('small', 1)
      before = process.resourceUsage().maxRSS * 1024
      const back = archive.get('big')
      peak.get = process.resourceUsage().maxRSS * 1024 - before
      expect(back).toBeInstanceOf(Float64Array)
      expect(Buffer.compare(new Uint8Array(back.buffer), new Uint8Array(value.buffer))).toBe(0)
      expect(back.buffer.byteLength).toBe(2 ** 29)
      console.log(`peak beside the value: set ${peak.set / MIB} MiB, get ${peak.get / MIB} MiB`)
      for (let i = 0; i < 4; i++) archive.set(`big ${i}`, value)
      expect(statSync(join(path, 'data.mdb')).size).toBeGreaterThan(2 ** 31)
      expect(archive.verify()).toEqual({ records: 6, faults: [], leftovers: 0 })
    },
    600_000,
  )
})
