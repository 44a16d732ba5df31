import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { PilferError, show } from '../../errors.js'
import { syncFolder } from '../fs/atomic-write.js'
import { whenFree } from '../fs/held.js'
import { removeFile } from '../fs/if-there.js'
import type { Frame, FrameStart, Framing } from './framing.js'
import { LogIndex } from './log-index.js'
import { OpenFile, temporaryName } from './open-file.js'
import { Output } from './output.js'
import { Window } from './window.js'

const PIECE = 1024 * 1024

/** How much of the old file is read at once where its frames are small. */
const WINDOW = 64 * 1024

/** Nobody else may read a new file before it has the rights of the old one. */
const OWN_ONLY = 0o600

/** A log that has been written anew. */
export interface Compacted {
  readonly file: OpenFile
  readonly index: LogIndex
  /** Where the next frame goes. */
  readonly position: number
  readonly last: FrameStart | undefined
}

/**
 * Writes `frames`, which are in the order of `file`, into a new file that then takes its place. Readers go on with the old one until they see the new. The caller holds the lock.
 *
 * @param to the framing of the new file
 */
export function compacted(
  file: OpenFile,
  from: Framing,
  to: Framing,
  frames: readonly Frame[],
  sync: boolean,
): Compacted {
  const temp = temporaryName(file.path)
  const fd = openSync(temp, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, OWN_ONLY)
  const output = new Output(fd)
  const moved = new LogIndex()
  const final = frames.at(-1)
  const window = new Window(file.fd, final === undefined ? 0 : final.at + final.length, WINDOW)
  let last: FrameStart | undefined
  try {
    output.add(to.header())
    for (const frame of frames) {
      const at = output.length
      if (frame === final) last = { at, key: frame.key, sum: from.sumAt(window, frame.at) }
      copyFrame(window, frame, from, to, output)
      moved.add({ ...frame, at, superseded: false })
    }
    output.add(to.trailer)
    output.flush()
    passRights(file.fd, fd)
    if (sync) fsyncSync(fd)
    file.announce()
    whenFree(() => renameSync(temp, file.path))
    if (sync) syncFolder(dirname(file.path))
  } catch (error) {
    closeSync(fd)
    removeFile(temp)
    throw error
  }
  const position = output.length - to.trailer.length
  return { file: OpenFile.of(file.path, fd), index: moved, position, last }
}

/** Gives a file the rights of another one, and its owner where this process may. */
function passRights(from: number, to: number): void {
  const { uid, gid, mode } = fstatSync(from)
  try {
    fchownSync(to, uid, gid)
  } catch {
    // It belongs to who writes it from now on.
  }
  fchmodSync(to, mode & 0o777)
}

function copyFrame(window: Window, frame: Frame, from: Framing, to: Framing, output: Output): void {
  const begin = from.moved(window, frame, output.length, to)
  output.add(begin)
  let at = frame.at + begin.length
  const end = frame.at + frame.length
  while (at < end) {
    const bytes = window.view(at, Math.min(PIECE, end - at))
    if (bytes.length === 0)
      throw new PilferError('ARCHIVE_IO', `the log ends before its entry ${show(frame.key)} does`)
    output.add(bytes)
    at += bytes.length
  }
}
