import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dirArchive } from '../../../src/archive/dir.js'
import { jsonCodec } from '../../../src/codec/json.js'
import { checksum } from '../../../src/internal/record/checksum.js'
import { deadId } from '../../helpers/dead-id.js'
import { flipBit, givenDir, namesIn } from '../../helpers/dir-archive.js'
import { codeOf } from '../../helpers/error-code.js'
import { fakeClock } from '../../helpers/fake-clock.js'

const LARGE = new Uint8Array(300_000).fill(7)

/** Where whoever moves files away says so. */
const notices = (path: string): string => join(path, 'tmp', 'removing')

/** The name of a file that a process has written which is gone. */
const leftBehind = (): string => `${deadId()}.tmp`

/** The files in a folder, and what is in them. */
const contents = (path: string): [string, string][] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(join(path, name), 'latin1')])

describe('prune of a dirArchive', () => {
  it('removes the files of what has expired, and nothing else', () => {
    const clock = fakeClock()
    const { archive, path, temporary } = givenDir({ clock })
    for (let i = 0; i < 200; i++) archive.set(`old ${i}`, i, { ttl: 10 })
    archive.set('new', LARGE)
    archive.set('later', LARGE, { ttl: 1000 })
    writeFileSync(join(path, 'foreign.pilfer'), 'mine')
    copyFileSync(join(path, 'old 7.pilfer'), join(path, 'copy.pilfer'))
    clock.advance(10)
    expect([archive.prune(), archive.prune()]).toEqual([200, 0])
    expect(namesIn(path)).toEqual([
      'copy.pilfer',
      'foreign.pilfer',
      'later.pilfer',
      'new.pilfer',
      'pilfer.json',
      'tmp',
    ])
    expect(temporary()).toEqual([])
    expect([archive.get('new'), archive.get('later')]).toEqual([LARGE, LARGE])
  })

  it('reports what it finds damaged, and goes on', () => {
    const clock = fakeClock()
    const { archive, file, reports, aside } = givenDir({ clock, durability: 'disk' })
    for (const key of ['a', 'b', 'c']) archive.set(key, 1, { ttl: 10 })
    flipBit(file('b'), 70)
    clock.advance(10)
    expect(archive.prune()).toBe(2)
    expect([reports.map(({ code }) => code), aside().length]).toEqual([['RECORD_DAMAGED'], 1])
  })

  it('touches nothing where nothing was ever set', () => {
    const { archive, path } = givenDir()
    expect([archive.prune(), archive.verify(), archive.repair()]).toEqual([
      0,
      { records: 0, faults: [], leftovers: 0 },
      { records: 0, faults: [], leftovers: 0 },
    ])
    expect(readdirSync(path)).toEqual([])
  })
})

describe('verify and repair of a dirArchive', () => {
  /** An archive with sound and damaged records, and what is none of its own. */
  function harmed() {
    const clock = fakeClock()
    const given = givenDir({ clock })
    const { archive, file, path } = given
    for (const key of ['sound', 'body', 'large', 'head', 'cut', 'empty', 'longer'])
      archive.set(key, key === 'large' ? LARGE : key)
    archive.set('expired', LARGE, { ttl: 10 })
    dirArchive<any>(path, { codec: jsonCodec() }).set('json', [1])
    clock.advance(10)
    flipBit(file('body'), -1)
    flipBit(file('large'), -150_000)
    flipBit(file('head'), 70)
    truncateSync(file('cut'), 100)
    truncateSync(file('empty'), 0)
    writeFileSync(file('longer'), 'x', { flag: 'a' })
    copyFileSync(file('sound'), file('copy'))
    writeFileSync(join(path, 'foreign.pilfer'), 'mine')
    return given
  }
  const DAMAGED = ['body', 'copy', 'cut', 'empty', 'head', 'large', 'longer']

  it('finds what is damaged by reading all of it, and changes nothing', () => {
    const { archive, path, file, reports } = harmed()
    const before = contents(path)
    for (const _ of [1, 2]) {
      const { records, faults, leftovers } = archive.verify()
      expect([records, leftovers, faults.length]).toEqual([3, 0, DAMAGED.length])
      for (const fault of faults) expect(fault).toMatchObject({ code: 'RECORD_DAMAGED' })
      const texts = faults.map(({ message }) => message).sort()
      for (const [i, key] of DAMAGED.entries()) expect(texts[i]).toContain(`${file(key)} is damaged: `)
    }
    expect(contents(path)).toEqual(before)
    expect(reports).toEqual([])
  })

  it('sets aside what is damaged, and only that', () => {
    const { archive, path, aside, reports } = harmed()
    const { records, faults, leftovers } = archive.repair()
    expect([records, leftovers, faults.length, aside().length]).toEqual([
      3,
      0,
      DAMAGED.length,
      DAMAGED.length,
    ])
    for (const name of aside()) {
      const [key] = name.split('.')
      const fault = faults.find(({ message }) => message.includes(`${path}/${key}.pilfer is damaged`))
      expect(fault?.message).toContain(`is now ${join(path, 'damaged', name)}`)
    }
    expect(reports).toEqual([])
    expect(archive.verify()).toEqual({ records: 3, faults: [], leftovers: 0 })
    expect(namesIn(path)).toEqual([
      'damaged',
      'expired.pilfer',
      'foreign.pilfer',
      'json.pilfer',
      'pilfer.json',
      'sound.pilfer',
      'tmp',
    ])
    expect(codeOf(() => archive.get('json'))).toBe('CODEC_MISMATCH')
    expect([archive.get('sound'), archive.get('body')]).toEqual(['sound', undefined])
  })

  it('counts what dead writers left, which repair removes, and not what is being written', () => {
    const { archive, path, temporary } = givenDir()
    archive.set('a', 1)
    mkdirSync(notices(path))
    writeFileSync(join(path, 'tmp', leftBehind()), 'half')
    writeFileSync(join(notices(path), leftBehind()), '')
    const other = `${'a'.repeat(12)}-1-0-0-00000000.tmp`
    writeFileSync(join(path, 'tmp', other), 'from another host')
    expect(archive.verify()).toEqual({ records: 1, faults: [], leftovers: 2 })
    expect(archive.stats().deadBytes).toBe(4)
    expect(archive.repair()).toEqual({ records: 1, faults: [], leftovers: 2 })
    expect(archive.verify()).toEqual({ records: 1, faults: [], leftovers: 0 })
    expect(temporary()).toEqual([other])
  })

  it('refuses a record of a later format', () => {
    const { archive, file } = givenDir()
    archive.set('a', 1)
    const bytes = readFileSync(file('a'))
    bytes.writeUInt16LE(2, 12)
    bytes.writeUInt32LE(checksum([bytes.subarray(0, bytes.readUInt32LE(16))], 12), 8)
    writeFileSync(file('a'), bytes)
    for (const call of [() => archive.verify(), () => archive.repair()])
      expect(codeOf(call)).toBe('FORMAT_NEWER')
    expect(readFileSync(file('a'))).toEqual(bytes)
  })
})

describe('stats of a dirArchive', () => {
  it('tells the length of its files', () => {
    const clock = fakeClock()
    const { archive, file, path } = givenDir({ clock })
    archive.set('a', LARGE)
    archive.set('b', 'text', { ttl: 10 })
    const [a, b] = ['a', 'b'].map((key) => readFileSync(file(key)).length) as [number, number]
    expect(archive.stats()).toEqual({ entries: 2, liveBytes: a + b, deadBytes: 0 })
    clock.advance(10)
    writeFileSync(join(path, 'tmp', leftBehind()), 'x'.repeat(1000))
    expect(archive.stats()).toEqual({ entries: 1, liveBytes: a, deadBytes: b + 1000 })
    archive.prune()
    archive.repair()
    expect(archive.stats()).toEqual({ entries: 1, liveBytes: a, deadBytes: 0 })
  })

  it('leaves out what has been set aside', () => {
    const { archive, file, aside } = givenDir()
    archive.set('a', LARGE)
    flipBit(file('a'), -1)
    archive.repair()
    expect([archive.stats(), aside().length]).toEqual([{ entries: 0, liveBytes: 0, deadBytes: 0 }, 1])
  })
})
