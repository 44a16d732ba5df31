import { spawnSync } from 'node:child_process'
import { uniqueId } from '../../src/internal/fs/unique-id.js'

/** A unique id as a process has made it that is gone. */
export function deadId(): string {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  return uniqueId().replace(`-${process.pid}-`, `-${pid}-`)
}
