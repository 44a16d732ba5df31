import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The growth of the peak of memory in a process of its own, in MiB, for 256 MiB of numbers. */
function growth(codec: 'v8Codec' | 'serialize'): { encoding: number; decoding: number; last: number } {
  const args = ['--import', 'tsx', 'test/codec/memory-child.ts', codec]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
}

const SLACK = 64

describe('v8Codec: 256 MiB of numbers in an object', () => {
  it('are copied neither when encoding nor when decoding', () => {
    const { encoding, decoding, last } = growth('v8Codec')
    expect(last).toBe(1 / 3)
    expect(encoding).toBeLessThan(SLACK)
    expect(decoding).toBeLessThan(SLACK)
  })

  it('would show if they were copied', () => {
    expect(growth('serialize').encoding).toBeGreaterThan(256 - SLACK)
  })
})
