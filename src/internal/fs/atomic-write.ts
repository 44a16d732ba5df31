import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { writeAll } from './bulk-io.js'
import { errno } from './fs-error.js'
import { makerOf, uniqueId } from './unique-id.js'

const SUFFIX = '.tmp'
const OLD = 24 * 60 * 60 * 1000

/** What Windows says while another program has the file open. */
const HELD = new Set(['EACCES', 'EBUSY', 'EPERM'])

/** How {@link replaceFile} writes. */
export interface ReplaceOptions {
  /** The folder for files being written, on the file system of the target. */
  readonly temp: string
  /** Return only when file and folder are on the disk. */
  readonly sync: boolean
  /**
   * Called with the file once it is written and before it gets its name; what it throws keeps the name from it.
   *
   * @default nothing
   */
  readonly finish?: (fd: number) => void
}

/**
 * Puts a file of `chunks` in the place of `target`: written beside it, then renamed, so that a reader sees the old
 * file or the new one. When it cannot be written or renamed, `target` is what it was.
 */
export function replaceFile(target: string, chunks: readonly Uint8Array[], options: ReplaceOptions): void {
  const temp = options.temp + sep + uniqueId() + SUFFIX
  try {
    writeNew(temp, chunks, options)
    rename(temp, target)
  } catch (error) {
    removeIfThere(temp)
    throw error
  }
  if (options.sync) syncFolder(dirname(target))
}

function writeNew(path: string, chunks: readonly Uint8Array[], { sync, finish }: ReplaceOptions): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)
  try {
    writeAll(fd, chunks)
    if (sync) fsyncSync(fd)
    finish?.(fd)
  } finally {
    closeSync(fd)
  }
}

function rename(from: string, to: string): void {
  let done = false
  for (let wait = 1; !done; wait *= 2)
    try {
      renameSync(from, to)
      done = true
    } catch (error) {
      if (process.platform !== 'win32' || wait > 512 || !HELD.has(errno(error) ?? '')) throw error
      sleep(wait)
    }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Waits until the names in `folder` are on the disk; Windows neither needs nor allows it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Removes a file; whatever keeps it from being removed is of no account beside what led here. */
function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
}

/**
 * Removes from `folder` the files that {@link replaceFile} left when its process died: those whose writer is gone,
 * and those that are older than a day. A writer whose file was taken away by mistake finds `ENOENT` and can write
 * again. What cannot be looked at or removed stays for the next time.
 */
export function sweepTemp(folder: string): void {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  for (const name of names) if (isLeftover(folder, name)) removeIfThere(join(folder, name))
}

function isLeftover(folder: string, name: string): boolean {
  if (!name.endsWith(SUFFIX)) return false
  const maker = makerOf(name.slice(0, -SUFFIX.length))
  return maker === 'gone' || (maker !== undefined && age(join(folder, name)) > OLD)
}

function age(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}
