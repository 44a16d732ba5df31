import { dirArchive } from '../../src/archive/dir.js'
import { fileArchive } from '../../src/archive/file.js'
import { LmdbStore } from '../../src/archive/lmdb/store.js'
import { lmdbArchive } from '../../src/archive/lmdb.js'
import { LogStore } from '../../src/archive/log/store.js'
import { sqlArchive } from '../../src/archive/sql.js'
import { tarArchive } from '../../src/archive/tar.js'
import { v8Codec } from '../../src/codec/v8.js'
import type { PilferError } from '../../src/errors.js'
import { type AnyArchive, createArchive } from '../../src/index.js'
import { RecordFraming } from '../../src/internal/log/record-framing.js'

/** What torture opens an archive with. */
export interface TortureOptions {
  readonly clock?: () => number
  readonly onDamage?: (error: PilferError) => void
}

/** A kind of archive that is tortured. */
export interface Kind {
  readonly name: string
  /** What it is called in the folder that it is given. */
  readonly file: string
  open(path: string, options?: TortureOptions): AnyArchive | Promise<AnyArchive>
  /** How many sets a process makes where their number is fixed. */
  readonly sets: number
  /** How many bytes the largest value has. */
  readonly largest: number
  /** Who may not write it cannot open it either. */
  readonly needsRights?: boolean
}

const ALL: readonly Kind[] = [
  { name: 'dir', file: 'memo', open: dirArchive, sets: 60, largest: 150_000 },
  { name: 'file', file: 'memo.log', open: fileArchive, sets: 200, largest: 2_000_000 },
  { name: 'file, lock file', file: 'memo.log', open: fileWithLockFile, sets: 100, largest: 2_000_000 },
  { name: 'lmdb', file: 'memo', open: lmdbArchive, sets: 200, largest: 2_000_000 },
  { name: 'lmdb, lock file', file: 'memo', open: lmdbWithLockFile, sets: 100, largest: 2_000_000 },
  { name: 'sql.js', file: 'memo.db', open: sqlArchive, sets: 20, largest: 20_000 },
  {
    name: 'libsql',
    file: 'memo.db',
    open: (path, o) => sqlArchive(path, { ...o, driver: 'libsql' }),
    sets: 100,
    largest: 2_000_000,
    // A log beside the database, without which it is not read, is made on opening.
    needsRights: true,
  },
  { name: 'tar', file: 'memo.tar', open: tarArchive, sets: 200, largest: 2_000_000 },
]

/** A file archive as it is where there is no package for kernel locks. */
function fileWithLockFile(path: string, { clock, onDamage = () => {} }: TortureOptions = {}): AnyArchive {
  const framing = () => new RecordFraming()
  const options = {
    kind: 'file',
    framing,
    codec: v8Codec(),
    sync: false,
    onDamage,
    lockKind: 'file',
  } as const
  return createArchive(new LogStore(path, options), clock && { clock })
}

/** An lmdb archive as it is there. */
function lmdbWithLockFile(path: string, { clock, onDamage = () => {} }: TortureOptions = {}): AnyArchive {
  const options = { name: 'memo', codec: v8Codec(), sync: false, onDamage, lockKind: 'file' } as const
  return createArchive(new LmdbStore(path, options), clock && { clock })
}

const only = process.env['PILFER_TORTURE_KINDS']?.split(';')

/** The kinds that are tortured: all, or those that `PILFER_TORTURE_KINDS` names. */
export const KINDS: readonly Kind[] = ALL.filter(({ name }) => only === undefined || only.includes(name))

/** Opens the archive of a kind that is known by its name, as a process of its own does. */
export function openKind(
  name: string,
  path: string,
  options?: TortureOptions,
): AnyArchive | Promise<AnyArchive> {
  const kind = ALL.find((one) => one.name === name)
  if (kind === undefined) throw new Error(`there is no kind ${name}`)
  return kind.open(path, options)
}
