import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { PIECE } from '../../src/internal/record/summed-io.js'
import { seededRandom } from '../helpers/seeded-random.js'
import { tempDir } from '../helpers/temp-dir.js'
import { BIG_ROWS } from './big-rows.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const random = seededRandom(11)
const PATTERN = Buffer.from(Array.from({ length: 65_521 }, () => random() * 256))
const numbers = (length: number): Float64Array => new Float64Array(bytes(length).buffer)

/** As many bytes as asked for, of which no two stretches are alike. */
function bytes(length: number): Uint8Array {
  const all = new Uint8Array(length)
  for (let at = 0; at < length; at += PATTERN.length) {
    all.set(PATTERN.subarray(0, length - at), at)
    all[at] = at / PATTERN.length
  }
  return all
}

const isSame = (a: ArrayBufferView, b: ArrayBufferView): boolean =>
  Buffer.compare(new Uint8Array(a.buffer), new Uint8Array(b.buffer)) === 0

const LENGTHS = [PIECE - 128, PIECE - 8, PIECE, PIECE + 8, 2 * PIECE, 3 * PIECE + 1000 * 8]

/** Fails when something is reported as damaged. */
const sound = (error: Error): never => {
  throw error
}

const because = (reason?: string): string => (reason === undefined ? '' : ` (skipped: ${reason})`)

describe.each(Object.entries(BIG_ROWS))('large values of a %s archive', (_, { open, file, noStreams }) => {
  it('come back whole, as views on memory of their own, whatever their length', () => {
    const folder = tempDir()
    let archive = open(folder, sound)
    for (const length of LENGTHS) archive.set(`${length}`, numbers(length))
    for (const _ of ['open', 'opened anew']) {
      for (const length of LENGTHS) {
        const back = archive.get(`${length}`)
        expect([back.constructor, back.byteLength, back.buffer.byteLength]).toEqual([
          Float64Array,
          length,
          length,
        ])
        expect(isSame(back, numbers(length)), `${length} bytes`).toBe(true)
      }
      expect(archive.verify()).toEqual({ records: LENGTHS.length, faults: [], leftovers: 0 })
      archive.close()
      archive = open(folder, sound)
    }
    archive.close()
  })

  it('come back whole where they are parts of another', () => {
    const archive = open(tempDir(), sound)
    const parts = [...LENGTHS, 100_000, 800].map(numbers)
    archive.set('a', { name: 'run', parts, first: parts[0], when: new Date(0) })
    const back = archive.get('a')
    expect([back.name, back.when, back.first === back.parts[0]]).toEqual(['run', new Date(0), true])
    expect(back.parts.map((part: Float64Array, i: number) => isSame(part, parts[i]!))).toEqual(
      parts.map(() => true),
    )
    archive.close()
  })

  it.skipIf(noStreams)(`come back as streams and from them${because(noStreams)}`, async () => {
    const archive = open(tempDir(), sound)
    for (const length of LENGTHS) {
      const all = bytes(length)
      await archive.setStream('a', [all.subarray(0, 1_000_000), all.subarray(1_000_000)])
      expect(isSame(archive.get('a'), all)).toBe(true)
      archive.set('b', all)
      const parts: Uint8Array[] = []
      for await (const part of archive.getStream('b')!) parts.push(part)
      expect(Buffer.compare(Buffer.concat(parts), all)).toBe(0)
    }
    archive.close()
  })

  const noFile = typeof file === 'string' ? file : undefined
  it.skipIf(noFile)(`are misses when a bit of any of their pieces has changed${because(noFile)}`, () => {
    if (typeof file === 'string') return
    const folder = tempDir()
    const reports: string[] = []
    const archive = open(folder, ({ code }) => reports.push(code))
    const length = 2 * PIECE + 5000
    for (const [i, at] of [1, PIECE - 200, PIECE + 200, length / 2, 2 * PIECE, length - 1].entries()) {
      archive.set('other', numbers(length))
      archive.set('a', numbers(length))
      flipBit(file(folder, 'a'), numbers(length), at)
      expect([archive.get('a', 'nothing'), reports.length], `${at} bytes before the end`).toEqual([
        'nothing',
        i + 1,
      ])
      expect(isSame(archive.get('other'), numbers(length))).toBe(true)
    }
    expect(new Set(reports)).toEqual(new Set(['RECORD_DAMAGED']))
    archive.close()
  })
})

/** Changes a bit of what was written last of `value`, so many bytes before its end. */
function flipBit(path: string, value: Float64Array, at: number): void {
  const stored = readFileSync(path)
  const end = stored.lastIndexOf(new Uint8Array(value.buffer, value.byteLength - 64))
  stored[end + 64 - at]! ^= 64
  writeFileSync(path, stored)
}

interface Outcome {
  readonly rightStream: boolean
  readonly right: boolean
  readonly isSound: boolean
  /** By how many MiB the peak of memory grew; of no account for streams where there are none. */
  readonly streams: number
  readonly set: number
  readonly get: number
}

async function inChild(row: string, length: number, isPart: boolean): Promise<Outcome> {
  const script = `${root}test/archive/big-child.ts`
  const args = JSON.stringify({ row, folder: tempDir(), length, isPart })
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, args], {
    cwd: root,
  })
  return JSON.parse(stdout)
}

/** In MiB: what is not the value, such as garbage and the memory that a stream's pieces take. */
const SLACK = 96

const GIB = 2 ** 30
const isBig = process.env['PILFER_BIG'] === '1'
const skipped = because(isBig ? undefined : 'PILFER_BIG=1 is not set')

describe.runIf(isBig).each(Object.keys(BIG_ROWS))(`very large values of a %s archive${skipped}`, (row) => {
  const check = async (length: number, isPart = false): Promise<void> => {
    const { streams, set, get, ...rest } = await inChild(row, length, isPart)
    expect(rest).toEqual({ right: true, rightStream: true, isSound: true })
    const size = length / 2 ** 20
    expect(streams).toBeLessThan(SLACK)
    expect(set).toBeLessThan(BIG_ROWS[row]!.isMapped ? size + SLACK : SLACK)
    expect(get).toBeLessThan(size + SLACK)
  }

  it.each([false, true])(
    'are in memory once when they are set or got, and never when they are streamed (parts of another: %s)',
    (isPart) => check(GIB / 2, isPart),
    300_000,
  )

  it('may have more than 2 GiB', () => check(2 * GIB + 24), 600_000)
})
