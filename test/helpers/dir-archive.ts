import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileName } from '../../src/archive/dir/names.js'
import { type DirArchiveOptions, dirArchive } from '../../src/archive/dir.js'
import type { PilferError } from '../../src/errors.js'
import { tempDir } from './temp-dir.js'

/** A dir archive in a new folder, what it reports as damaged, and its files. */
export function givenDir(options: DirArchiveOptions<any> = {}) {
  const path = join(tempDir(), 'memo')
  const reports: PilferError[] = []
  const archive = dirArchive<any>(path, { onDamage: (error) => reports.push(error), ...options })
  return {
    path,
    archive,
    reports,
    /** The file of a key. */
    file: (key: string): string => join(path, fileName(key)),
    /** What has been set aside as damaged. */
    aside: (): string[] => namesIn(join(path, 'damaged')),
    /** What lies in the folder for files being written. */
    temporary: (): string[] => namesIn(join(path, 'tmp')),
  }
}

/** The names in a folder, in order; none when there is no folder. */
export const namesIn = (path: string): string[] => (existsSync(path) ? readdirSync(path).sort() : [])

/** Flips one bit of a file's byte, counted from the end when negative. */
export function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes[at < 0 ? bytes.length + at : at]! ^= 1
  writeFileSync(path, bytes)
}
