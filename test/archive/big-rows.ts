import { join } from 'node:path'
import { fileName } from '../../src/archive/dir/names.js'
import { dirArchive } from '../../src/archive/dir.js'
import { fileArchive } from '../../src/archive/file.js'
import type { Archive } from '../../src/archive.js'
import type { PilferError } from '../../src/errors.js'

/** An archive that keeps large values in files. */
export interface BigRow {
  open(folder: string, onDamage?: (error: PilferError) => void): Archive<any>
  /** The file that holds the value of a key. */
  file(folder: string, key: string): string
}

const ignored = (): void => {}

/** The archives whose large values are tested, by name. */
export const BIG_ROWS: Readonly<Record<string, BigRow>> = {
  dir: {
    open: (folder, onDamage = ignored) => dirArchive(join(folder, 'memo'), { onDamage }),
    file: (folder, key) => join(folder, 'memo', fileName(key)),
  },
  file: {
    open: (folder, onDamage = ignored) => fileArchive(join(folder, 'memo.log'), { onDamage }),
    file: (folder) => join(folder, 'memo.log'),
  },
}
