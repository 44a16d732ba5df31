import { join } from 'node:path'
import { fileName } from '../../src/archive/dir/names.js'
import { dirArchive } from '../../src/archive/dir.js'
import { fileArchive } from '../../src/archive/file.js'
import { lmdbArchive } from '../../src/archive/lmdb.js'
import { tarArchive } from '../../src/archive/tar.js'
import type { Archive } from '../../src/archive.js'
import type { PilferError } from '../../src/errors.js'

/** An archive that keeps large values in files. */
export interface BigRow {
  open(folder: string, onDamage: (error: PilferError) => void): Archive<any>
  /** The file that holds the value of a key in one piece, or why there is none. */
  readonly file: ((folder: string, key: string) => string) | string
  /** Why it has no streams, if it has none. */
  readonly noStreams?: string
  /** Its file is mapped, so that what is written counts as memory of the process as well. */
  readonly isMapped?: boolean
}

/** The archives whose large values are tested, by name. */
export const BIG_ROWS: Readonly<Record<string, BigRow>> = {
  dir: {
    open: (folder, onDamage) => dirArchive(join(folder, 'memo'), { onDamage }),
    file: (folder, key) => join(folder, 'memo', fileName(key)),
  },
  file: {
    open: (folder, onDamage) => fileArchive(join(folder, 'memo.log'), { onDamage }),
    file: (folder) => join(folder, 'memo.log'),
  },
  lmdb: {
    open: (folder, onDamage) => lmdbArchive(join(folder, 'memo'), { onDamage }),
    file: 'what is in the pages of LMDB cannot be found from outside',
    noStreams: 'LMDB has none',
    isMapped: true,
  },
  tar: {
    open: (folder, onDamage) => tarArchive(join(folder, 'memo.tar'), { onDamage }),
    file: (folder) => join(folder, 'memo.tar'),
  },
}
