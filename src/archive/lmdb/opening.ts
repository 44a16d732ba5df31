import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PilferError } from '../../errors.js'
import { sweepTemp } from '../../internal/fs/atomic-write.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { hasMarker, type Layout, writeMarker } from '../../internal/fs/marker.js'
import { lmdbError } from './lmdb-error.js'
import type { Lmdb, Root } from './package.js'

/** What `docs/formats.md` describes as the folder of an lmdb archive. */
export const LAYOUT: Layout = { kind: 'lmdb', version: 1 }

/** The names of LMDB's own files. */
export const DATA = 'data.mdb'
export const LOCK = 'lock.mdb'

/**
 * Bytes are bytes, the path is a folder whatever its name, and a commit that waits for the disk is there when it
 * returns. The numbers are how many sub-databases may be open, and how many threads of all processes may read.
 */
export const SETTINGS = {
  encoding: 'binary',
  keyEncoding: 'binary',
  noSubdir: false,
  overlappingSync: false,
  maxDbs: 768,
  maxReaders: 1_022,
}

/**
 * Makes `path` a folder for an environment, unless it is one; says whether there was none. The marker is there
 * before the environment, so one without it is another program's.
 */
export function prepare(path: string, sync: boolean): boolean {
  makeFolder(path, sync)
  const isNew = !existsSync(join(path, DATA))
  if (!hasMarker(path, LAYOUT)) {
    if (!isNew)
      throw new PilferError(
        'ARCHIVE_PATH',
        `${path} holds an LMDB environment that pilfer did not make; give another folder`,
      )
    writeMarker(path, LAYOUT, path)
  }
  sweepTemp(path)
  return isNew
}

/** The environment in `path`, for reading alone where it may not be written. */
export function openRoot(open: Lmdb['open'], path: string): { root: Root; isReadOnly: boolean } {
  try {
    return { root: open(path, SETTINGS), isReadOnly: false }
  } catch (error) {
    const failure = lmdbError(error, 'open', path)
    if (!(failure instanceof PilferError) || failure.code !== 'ARCHIVE_READ_ONLY') throw failure
    try {
      return { root: open(path, { ...SETTINGS, readOnly: true }), isReadOnly: true }
    } catch {
      throw failure
    }
  }
}
