import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PIECE, readSummed, stretchSum, writeSummed } from '../../../src/internal/record/summed-io.js'
import { codeOf } from '../../helpers/error-code.js'
import { seededRandom } from '../../helpers/seeded-random.js'
import { tempDir } from '../../helpers/temp-dir.js'

const random = seededRandom(7)
const ALL = Buffer.from(Array.from({ length: 64 * 1024 }, () => random() * 256))
const bytes = (length: number): Buffer => Buffer.alloc(length, ALL)
const BEGIN = crc32('what goes before')
const AT = 5

/** Does `work` with a new file that holds `content`. */
function withFile<T>(content: Uint8Array, work: (fd: number, path: string) => T): T {
  const path = join(tempDir(), 'file')
  writeFileSync(path, content)
  const fd = openSync(path, 'r+')
  try {
    return work(fd, path)
  } finally {
    closeSync(fd)
  }
}

describe('reading and writing with a checksum', () => {
  it.each([[0], [1], [PIECE - 1], [PIECE], [PIECE + 1], [2 * PIECE + 3], [3, 0, PIECE + 3, 1, PIECE]])(
    'moves %j bytes, and sums them',
    (...lengths) => {
      const chunks = lengths.map(bytes)
      const whole = Buffer.concat(chunks)
      const sum = whole.length === 0 ? BEGIN : crc32(whole, BEGIN)
      withFile(Buffer.from('begin'), (fd, path) => {
        expect(writeSummed(fd, chunks, AT, BEGIN)).toBe(sum)
        expect(Buffer.compare(readFileSync(path), Buffer.concat([Buffer.from('begin'), whole]))).toBe(0)
        const target = Buffer.alloc(whole.length)
        expect(readSummed(fd, target, AT, BEGIN, 'it')).toBe(sum)
        expect(Buffer.compare(target, whole)).toBe(0)
        for (const memory of [7000, PIECE + 1])
          expect(stretchSum(fd, AT, whole.length, BEGIN, Buffer.alloc(memory), 'it')).toBe(sum)
      })
    },
  )

  it('says so when the file ends too soon', () => {
    withFile(bytes(PIECE + 10), (fd) => {
      for (const work of [
        () => readSummed(fd, Buffer.alloc(PIECE + 10), 1, 0, 'the file'),
        () => stretchSum(fd, 1, PIECE + 10, 0, Buffer.alloc(1000), 'the file'),
      ]) {
        expect(codeOf(work)).toBe('RECORD_DAMAGED')
        expect(work).toThrow('the file is damaged: it is cut short')
      }
    })
  })
})
