import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

it('exportTar and importTar hold one record at a time, however large the tar is', () => {
  const args = ['--import', 'tsx', 'test/archive/tar/memory-child.ts', '128']
  const { growth, mib } = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
  expect(mib).toBe(512)
  expect(growth).toBeLessThan(128)
})
