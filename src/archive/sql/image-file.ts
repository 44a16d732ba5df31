import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { PilferError } from '../../errors.js'
import { replaceFile } from '../../internal/fs/atomic-write.js'
import { fill, writeAll } from '../../internal/fs/bulk-io.js'
import { fsError } from '../../internal/fs/fs-error.js'
import { ifThere } from '../../internal/fs/if-there.js'
import { ownBytes } from '../../internal/own-bytes.js'
import { GIB } from '../../internal/pieces.js'
import { requireNoJournal, requireNoLog } from './conflict.js'

/** Where a database says in which journal mode it is written, and what WAL is there. */
const MODE_AT = 18
const WAL = 2
const ROLLBACK = 1

/** How long the time of a file's last change may stay the same while it changes, in ms, on a coarse file system. */
const TICK = 2000

/**
 * The time of the last change of a file that is saved as a whole lies in the middle of a millisecond, and a later one
 * than before, so that its states differ. That of any other change does so by chance only.
 */
const timeAfter = (before: number): number => Math.max(Math.floor(Date.now()), Math.floor(before) + 1) + 0.5
const isTimeOfSave = (time: number): boolean => Math.abs((time % 1) - 0.5) < 0.01

/** A whole database, and the state of the file that it was read from. */
export interface Image {
  /** `undefined` where there is no file. */
  readonly bytes: Uint8Array | undefined
  readonly state: FileState | undefined
  /** The file was changed so short a time ago, and not by being saved, that its next change might not show in its state. */
  readonly isYoung: boolean
}

/** What tells a state of the file from every other one. */
export type FileState = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'mode'>

/** The state of the file at `path`, if there is one. */
export const stateAt = (path: string): FileState | undefined => statSync(path, { throwIfNoEntry: false })

export const isSame = (a: FileState | undefined, b: FileState | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.ino === b.ino &&
    a.mtimeMs === b.mtimeMs &&
    a.size === b.size &&
    a.dev === b.dev)

/**
 * Reads the database at `path`, for rollback journals in any case.
 *
 * @throws PilferError `DRIVER_CONFLICT` when an engine has it open, `DRIVER_UNSUPPORTED` when it is too large.
 */
export function readImage(path: string): Image {
  try {
    for (;;) {
      requireNone(path)
      const image = readOnce(path)
      requireNone(path)
      if (image !== undefined) return image
    }
  } catch (error) {
    throw fsError(error, 'read', path)
  }
}

function requireNone(path: string): void {
  requireNoLog(path)
  requireNoJournal(path)
}

/** The file, unless it changes while it is read. */
function readOnce(path: string): Image | undefined {
  const fd = ifThere(() => openSync(path, 'r'))
  if (fd === undefined) return { bytes: undefined, state: undefined, isYoung: false }
  try {
    const state = fstatSync(fd)
    if (state.size > GIB)
      throw new PilferError(
        'DRIVER_UNSUPPORTED',
        `${path} has ${state.size} bytes, and the driver sql.js, which holds the whole file in memory, takes ${GIB} ` +
          'at most; use another driver',
      )
    const bytes = ownBytes(state.size)
    if (fill(fd, bytes, 0) < bytes.length || !isSame(state, fstatSync(fd))) return undefined
    if (bytes[MODE_AT] === WAL) bytes.fill(ROLLBACK, MODE_AT, MODE_AT + 2)
    return { bytes, state, isYoung: !isTimeOfSave(state.mtimeMs) && Date.now() - state.mtimeMs < TICK }
  } finally {
    closeSync(fd)
  }
}

/**
 * Puts the database `bytes` in the place of the file at `path`, which has to be in the state `before`; gives the new
 * state.
 *
 * @throws PilferError `ARCHIVE_FULL` when it is too large, `DRIVER_CONFLICT`.
 */
export function saveImage(
  path: string,
  bytes: Uint8Array,
  before: FileState | undefined,
  sync: boolean,
): FileState {
  if (bytes.length > GIB)
    throw new PilferError(
      'ARCHIVE_FULL',
      `${path} would have ${bytes.length} bytes, and the driver sql.js, which saves the file as a whole, takes ${GIB} ` +
        'at most; use another driver',
    )
  let state: FileState | undefined
  const content = (fd: number): void => {
    writeAll(fd, [bytes])
    if (sync) fsyncSync(fd)
    const time = timeAfter(before?.mtimeMs ?? 0) / 1000
    futimesSync(fd, time, time)
    state = fstatSync(fd)
    requireNone(path)
    const there = stateAt(path)
    if (!isSame(before, there))
      throw new PilferError(
        'DRIVER_CONFLICT',
        `${path} was changed by another program while it was about to be saved, so it was not saved`,
      )
    if (there !== undefined) fchmodSync(fd, there.mode & 0o777)
  }
  try {
    replaceFile(path, content, { temp: dirname(path), sync })
  } catch (error) {
    throw fsError(error, 'write', path)
  }
  return state!
}
