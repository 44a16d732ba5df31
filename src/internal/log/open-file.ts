import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { PilferError } from '../../errors.js'
import { syncFolder } from '../fs/atomic-write.js'
import { attempt } from '../fs/attempt.js'
import { writeAll, writeAt } from '../fs/bulk-io.js'
import { errno } from '../fs/fs-error.js'
import { ifThere, removeFile } from '../fs/if-there.js'
import { hasNoLinks } from '../fs/no-links.js'
import { uniqueId } from '../fs/unique-id.js'

const NO_RIGHTS = new Set(['EACCES', 'EPERM', 'EROFS'])

/** How long a file may be at another path before that is noticed, in ms. */
const LOOK_EVERY = 50

const PROBE = new Uint8Array(1)

/** A file that stays open, and whether it still is the one at its path. */
export class OpenFile {
  readonly #ino: number
  #lookedAt = performance.now()
  #moved = false

  private constructor(
    readonly path: string,
    readonly fd: number,
    /** It may be written. */
    readonly writable: boolean,
  ) {
    this.#ino = fstatSync(fd).ino
  }

  /**
   * Opens the file at `path`; one that is not there is made first, with `content`.
   *
   * @param sync return only when the name of a new file is on the disk
   */
  static open(path: string, content: () => readonly Uint8Array[], sync: boolean): OpenFile {
    for (;;) {
      const there = ifThere(() => openAny(path))
      if (there !== undefined) return new OpenFile(path, ...there)
      create(path, content(), sync)
    }
  }

  /** The file at `path` that `fd` is a descriptor of, for reading and writing. */
  static of(path: string, fd: number): OpenFile {
    return new OpenFile(path, fd, true)
  }

  /**
   * How long it is, or -1 when another file is at its path, or none, as far as can be told quickly; and when it was last
   * written, in ms since 1970.
   */
  look(): { size: number; writtenAt: number } {
    const { size, nlink, mtimeMs } = fstatSync(this.fd)
    return { size: nlink === 0 || this.#hasMoved() ? -1 : size, writtenAt: mtimeMs }
  }

  /** Whether another file is at its path at this very moment, or none; it may have kept a name elsewhere. */
  isReplaced(): boolean {
    this.#lookedAt = -Infinity
    return this.#hasMoved()
  }

  /** Appends a byte, so that all who have it open look where it is. It takes no room on the disk. */
  announce(): void {
    ftruncateSync(this.fd, fstatSync(this.fd).size + 1)
  }

  /**
   * Whether it is as it was when it had this size, as far as can be told quickly: nothing has been appended, and it was
   * at its path a moment ago. Whoever puts another file in its place appends something to it before.
   */
  isUnchanged(size: number): boolean {
    return !this.#hasMoved() && readSync(this.fd, PROBE, 0, 1, size) === 0
  }

  truncate(size: number): void {
    ftruncateSync(this.fd, size)
  }

  write(bytes: Uint8Array, at: number): void {
    writeAt(this.fd, bytes, at)
  }

  /** Another descriptor of this file, for reading; `undefined` when it is not at its path any more. */
  reopened(): number | undefined {
    const fd = ifThere(() => openSync(this.path, constants.O_RDONLY))
    if (fd !== undefined && fstatSync(fd).ino === this.#ino) return fd
    if (fd !== undefined) closeSync(fd)
    this.#moved = true
    return undefined
  }

  close(): void {
    closeSync(this.fd)
  }

  #hasMoved(): boolean {
    const now = performance.now()
    if (now - this.#lookedAt >= LOOK_EVERY) {
      this.#lookedAt = now
      this.#moved ||= statSync(this.path, { throwIfNoEntry: false })?.ino !== this.#ino
    }
    return this.#moved
  }
}

function openAny(path: string): [fd: number, writable: boolean] {
  try {
    return [openSync(path, constants.O_RDWR), true]
  } catch (error) {
    if (!NO_RIGHTS.has(errno(error) ?? '')) throw error
    return [openSync(path, constants.O_RDONLY), false]
  }
}

/** Makes a file that has all of its content from the first moment on; does nothing when another process is quicker. */
function create(path: string, content: readonly Uint8Array[], sync: boolean): void {
  const temp = temporaryName(path)
  const fd = openSync(temp, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)
  try {
    writeAll(fd, content)
    if (sync) fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  try {
    linkSync(temp, path)
  } catch (error) {
    if (hasNoLinks(error)) createEmpty(path)
    else if (errno(error) !== 'EEXIST') throw error
  } finally {
    removeFile(temp)
  }
  if (sync) syncFolder(dirname(path))
}

/** Makes a file to which its first writer gives a beginning; does nothing when another process is quicker. */
const createEmpty = (path: string): void => closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT))

/** A name beside `path` for a file that is to take its place. */
export const temporaryName = (path: string): string => `${path}.${uniqueId()}.tmp`

/**
 * The place of the file that `path` leads to, so that a link to it stays one when the file is replaced.
 *
 * @throws PilferError `ARCHIVE_PATH` for a folder, a device and such.
 */
export function placeOf(path: string, kind: string): string {
  return attempt('read', path, () => {
    const place = targetOf(path)
    const there = statSync(place, { throwIfNoEntry: false })
    if (there === undefined || there.isFile()) return place
    const what = there.isDirectory() ? 'a folder' : 'no file'
    throw new PilferError('ARCHIVE_PATH', `${path} is ${what}; a ${kind} archive is one file`)
  })
}

/** What `path` leads to through links, also where nothing is there yet. */
function targetOf(path: string): string {
  const target = ifThere(() => realpathSync(path))
  if (target !== undefined) return target
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return path
  return targetOf(resolve(realpathSync(dirname(path)), readlinkSync(path)))
}
