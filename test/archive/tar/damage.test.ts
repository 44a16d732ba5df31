import { truncateSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../helpers/error-code.js'
import { givenTar } from '../../helpers/tar.js'

const LARGE = 'x'.repeat(100_000)

/** An archive with three entries, and where the parts of the second one are. */
function three(value: unknown = 'second') {
  const given = givenTar()
  given.archive.setMany(Object.entries({ a: 'first', b: value, c: LARGE }))
  const [, begin, body, next] = offsets(given.bytes())
  return { ...given, begin: begin!, body: body!, next: next! }
}

/** Where each entry and each body begins. */
function offsets(bytes: Buffer): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf('pilfer 1 live'); at !== -1; at = bytes.indexOf('pilfer 1 live', at + 1)) {
    const begin = Math.floor(at / 512) * 512 - 512
    if (found.length > 0) found.push(begin)
    found.push(Math.floor(bytes.indexOf('.json\0', begin) / 512) * 512 + 512)
  }
  return found
}

function change(path: string, bytes: Buffer, at: number): void {
  bytes[at]! ^= 1
  writeFileSync(path, bytes)
}

describe('damage in the middle of a tar archive', () => {
  const parts: [string, (places: ReturnType<typeof three>) => number][] = [
    ['the first header', ({ begin }) => begin],
    ['the length of the first header', ({ begin }) => begin + 130],
    ['the length of the words', ({ begin }) => begin + 512],
    ['the state', ({ bytes, begin }) => bytes().indexOf(' live ', begin) + 2],
    ['the head of the record', ({ bytes, begin }) => bytes().indexOf(' live ', begin) + 60],
    ['the second header', ({ bytes, begin }) => bytes().indexOf('b.json', begin)],
    ['the length of the second header', ({ bytes, begin }) => bytes().indexOf('b.json', begin) + 134],
    ['the body', ({ body }) => body + 1],
  ]

  it.each(parts)('in %s: the entry is absent, is reported, and its neighbours are readable', (_, place) => {
    const given = three()
    given.archive.close()
    change(given.path, given.bytes(), place(given))
    const { open, reports, aside, path } = given
    const archive = open()
    expect([archive.get('a'), archive.get('b'), archive.get('c')]).toEqual(['first', undefined, LARGE])
    expect([...archive.keys()]).toEqual(['a', 'c'])
    expect(reports.map((e) => e.code)).toEqual(['RECORD_DAMAGED'])
    expect(reports[0]!.message).toContain(`${path} at byte `)
    const { records, faults, leftovers } = archive.verify()
    expect([records, faults.map((e: any) => e.code), leftovers]).toEqual([2, ['RECORD_DAMAGED'], 0])
    expect(archive.repair().faults.length).toBe(1)
    expect(archive.verify()).toEqual({ records: 2, faults: [], leftovers: 0 })
    expect(aside().includes('"second"') || aside().includes('"recond"')).toBe(true)
    archive.set('b', 'again')
    expect([...open().keys()]).toEqual(['a', 'c', 'b'])
    archive.clear()
    expect(aside().length).toBe(0)
  })

  it('in the first entry leaves all others', () => {
    for (const at of [0, 130, 520, 600, 1024, 1200]) {
      const { path, bytes, open } = three()
      change(path, bytes(), at)
      const archive = open()
      expect([at, archive.get('b'), archive.get('c')]).toEqual([at, 'second', LARGE])
    }
  })

  it('at any place never gives a wrong value', () => {
    const { path, bytes, open } = three({ value: 'x'.repeat(600) })
    const whole = bytes()
    const expected: Record<string, unknown> = { a: 'first', b: { value: 'x'.repeat(600) }, c: LARGE }
    let lost = 0
    // Every byte of the first two entries, and the beginning of the third.
    for (let at = 0; at < 6000; at += 13) {
      const harmed = Buffer.from(whole)
      harmed[at]! ^= 1 << (at % 8)
      writeFileSync(path, harmed)
      const archive = open()
      for (const key of ['a', 'b', 'c']) {
        const value = archive.get(key)
        if (value === undefined) lost++
        else expect(value).toEqual(expected[key])
      }
      for (const key of archive.keys()) expect(Object.keys(expected)).toContain(key)
      archive.close()
    }
    expect(lost).toBeLessThan(500)
  })

  it('does not bring back what a damaged entry has replaced', () => {
    const { path, archive, bytes, open } = givenTar()
    archive.set('a', 'old value')
    archive.set('a', 'new value')
    archive.set('b', 1)
    for (const at of [bytes().indexOf('new value'), bytes().lastIndexOf('a.json')]) {
      const harmed = bytes()
      harmed[at]! ^= 1
      writeFileSync(path, harmed)
      const again = open()
      expect([again.get('a'), again.get('b')]).toEqual([undefined, 1])
      harmed[at]! ^= 1
      writeFileSync(path, harmed)
    }
    expect(open().get('a')).toBe('new value')
  })

  it('does not bring back what a damaged deletion has deleted', () => {
    const { path, archive, bytes, open } = givenTar()
    archive.set('a', 'old value')
    archive.delete('a')
    archive.set('b', 1)
    const harmed = bytes()
    harmed[harmed.indexOf('.pilfer/')]! ^= 1
    writeFileSync(path, harmed)
    expect([...open()]).toEqual([['b', 1]])
  })

  it('that is a stretch of zeros hides nothing that follows', () => {
    const { path, bytes, begin, next, open, reports } = three()
    writeFileSync(path, bytes().fill(0, begin, next))
    expect([...open().keys()]).toEqual(['a', 'c'])
    expect(reports.length).toBe(1)
  })

  it('is not an entry of a later format, which is refused', () => {
    const { path, archive, bytes, open } = givenTar()
    archive.set('a', 1)
    const [, base64] = / live [0-9a-f]{16} (\S+)\n/.exec(bytes().toString('latin1'))!
    const head = Buffer.from(base64!, 'base64')
    head.writeUInt16LE(2, 12)
    head.writeUInt32LE(crc32(head.subarray(12)), 8)
    writeFileSync(path, bytes().toString('latin1').replace(base64!, head.toString('base64')), 'latin1')
    expect(codeOf(open)).toBe('FORMAT_NEWER')
  })
})

describe('the end of a tar archive that a killed writer has left', () => {
  it('is cut, wherever it is, and what came before is there', () => {
    const { path, archive, bytes, open, reports, aside } = givenTar()
    archive.set('a', 1)
    const before = bytes().length - 1024
    // Its body fills its blocks.
    archive.set('b', 'x'.repeat(3070))
    const whole = bytes()
    for (let length = before; length < whole.length - 1024; length += 100) {
      writeFileSync(path, whole)
      truncateSync(path, length)
      const again = open()
      expect([length, ...again.keys()]).toEqual([length, 'a'])
      again.set('c', 2)
      expect([again.get('c'), again.verify().records, open().size]).toEqual([2, 2, 2])
    }
    expect([reports, aside().length]).toEqual([[], 0])
  })

  it('may be an entry to which only its first block is missing', () => {
    const { path, archive, bytes, open, reports, aside } = givenTar()
    archive.set('a', 1)
    const before = bytes().length - 1024
    archive.set('b', 'x'.repeat(3000))
    const whole = bytes()
    writeFileSync(path, whole.fill(0, before, before + 512))
    expect([...open()]).toEqual([['a', 1]])
    // Only the words and the second header had been written.
    writeFileSync(path, whole.subarray(0, before + 1536))
    expect([...open()]).toEqual([['a', 1]])
    expect([bytes().length, reports, aside().length]).toEqual([before + 1024, [], 0])
  })

  it('is known from one packed with gzip though its beginning be zeros', () => {
    const { archive, path, bytes, open } = givenTar()
    archive.set('big', '\x1f\x8b'.repeat(2 ** 21))
    archive.set('small', 7)
    const zeroed = bytes()
    zeroed.fill(0, 0, 2 ** 20)
    zeroed.fill('1f8b', 2 ** 20, 2 ** 20 + 4096, 'hex')
    writeFileSync(path, zeroed)
    expect(open().get('small')).toBe(7)
  })
})
