import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FileArchiveOptions, fileArchive } from '../../src/archive/file.js'
import type { PilferError } from '../../src/errors.js'
import { tempDir } from './temp-dir.js'

/** A file archive at a new path, and what it reports as damaged. */
export function givenFile(options: FileArchiveOptions<any> = {}) {
  const path = join(tempDir(), 'memo.log')
  const reports: PilferError[] = []
  const open = () => fileArchive<any>(path, { onDamage: (error) => reports.push(error), ...options })
  return {
    path,
    archive: open(),
    /** The same file, as another process would have it. */
    open,
    reports,
    codes: (): string[] => reports.map(({ code }) => code),
    size: (): number => statSync(path).size,
    /** Where the `nth` frame begins whose record's key is `key`. */
    frame: (key: string, nth = 0): number => frames(path).filter((frame) => frame.key === key)[nth]!.at,
    /** Changes the bytes of the file. */
    edit(change: (bytes: Buffer) => Buffer | undefined): void {
      const bytes = readFileSync(path)
      writeFileSync(path, change(bytes) ?? bytes)
    },
  }
}

/** The frames of a sound file, found by the lengths in them as docs/formats.md has it. */
export function frames(path: string): { at: number; length: number; key: string; state: number }[] {
  const bytes = readFileSync(path)
  const found = []
  for (let at = 64; at < bytes.length; ) {
    const length = 32 + Number(bytes.readBigUInt64LE(at + 16))
    const keyLength = bytes.readUInt32LE(at + 32 + 20)
    const key = bytes.toString('utf8', at + 96, at + 96 + keyLength)
    found.push({ at, length, key, state: bytes[at + 28]! })
    at += length
  }
  return found
}
