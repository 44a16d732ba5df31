import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { makerOf, uniqueId } from '../../../src/internal/fs/unique-id.js'

describe('unique names', () => {
  it('differ, and tell that their maker lives', () => {
    const ids = Array.from({ length: 100 }, uniqueId)
    expect(new Set(ids).size).toBe(100)
    expect(makerOf(ids[0]!)).toBe('alive')
  })

  it('tell that their maker is gone', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    expect(makerOf(uniqueId().replace(`-${process.pid}-`, `-${pid}-`))).toBe('gone')
  })

  it('tell nothing of a maker elsewhere, or when they are not of this kind', () => {
    expect(makerOf(`${'0'.repeat(12)}-1-0-0-00000000`)).toBe('unknown')
    expect(makerOf('notes')).toBe(undefined)
  })
})
