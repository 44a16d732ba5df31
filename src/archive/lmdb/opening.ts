import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { PilferError } from '../../errors.js'
import { sweepTemp } from '../../internal/fs/atomic-write.js'
import { fsError } from '../../internal/fs/fs-error.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { hasMarker, type Layout, writeMarker } from '../../internal/fs/marker.js'
import { DATA, hasData, LOCK, makeLock } from './files.js'
import { lmdbError } from './lmdb-error.js'
import type { Lmdb, Root } from './package.js'

/** What `docs/formats.md` describes as the folder of an lmdb archive. */
export const LAYOUT: Layout = { kind: 'lmdb', version: 1 }

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
  maxReaders: 1_000,
}

/** What a new environment and its first entries take, in bytes. */
const ROOM = 256 * 1024

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

/**
 * The environment in `path`, for reading alone where it may not be written. All that could keep it from being opened
 * is looked at before, since lmdb 3.5 may end the process when opening fails.
 */
export function openRoot(open: Lmdb['open'], path: string): { root: Root; isReadOnly: boolean } {
  const isReadOnly = !attempt('read', path, () => hasData(path)) ? makeRoom(path) : !isWritable(path)
  if (!isReadOnly) attempt('write', path, () => makeLock(path))
  try {
    return { root: open(path, isReadOnly ? { ...SETTINGS, readOnly: true } : SETTINGS), isReadOnly }
  } catch (error) {
    throw lmdbError(error, 'open', path)
  }
}

/** Throws unless there can be a new environment, which is not read-only. */
function makeRoom(path: string): false {
  attempt('write', path, () => accessSync(path, constants.W_OK))
  const { bavail, bsize } = attempt('write', path, () => statfsSync(path))
  if (bavail * bsize < ROOM)
    throw new PilferError('ARCHIVE_FULL', `cannot write ${path}: there is no room for a new database`)
  return false
}

/** Whether LMDB's data may be written, and its file of locks. */
const isWritable = (path: string): boolean => mayWrite(join(path, DATA)) && mayLock(path)

/** Whether LMDB's file of locks may be written, or created. */
export function mayLock(path: string): boolean {
  const lock = join(path, LOCK)
  return mayWrite(existsSync(lock) ? lock : path)
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

function attempt<T>(doing: 'read' | 'write', path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fsError(error, doing, path)
  }
}
