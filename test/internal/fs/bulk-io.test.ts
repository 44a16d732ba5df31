import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fill, writeAll } from '../../../src/internal/fs/bulk-io.js'
import { tempDir } from '../../helpers/temp-dir.js'

describe('bulk input and output', () => {
  it('moves all bytes, in whatever pieces', () => {
    const path = join(tempDir(), 'file')
    const chunks = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 })
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 30 }), (given, limit) => {
        const whole = Buffer.concat(given)
        const fd = openSync(path, 'w+')
        try {
          writeAll(fd, given, limit)
          expect(readFileSync(path)).toEqual(whole)
          for (const at of [0, 3]) {
            const target = new Uint8Array(whole.length + 2)
            const rest = whole.subarray(at)
            expect(fill(fd, target, at, limit)).toBe(rest.length)
            expect(Buffer.from(target.subarray(0, rest.length))).toEqual(rest)
          }
        } finally {
          closeSync(fd)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('gathers more pieces than one call takes', () => {
    const path = join(tempDir(), 'file')
    const fd = openSync(path, 'w')
    writeAll(
      fd,
      Array.from({ length: 5000 }, (_, i) => Buffer.from([i % 256])),
    )
    closeSync(fd)
    expect(readFileSync(path)).toEqual(Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 256)))
  })
})
