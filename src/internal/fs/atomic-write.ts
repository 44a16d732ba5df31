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
import { whenFree } from './held.js'
import { makerOf, uniqueId } from './unique-id.js'

const SUFFIX = '.tmp'
const OLD = 24 * 60 * 60 * 1000

/** How {@link replaceFile} writes. */
export interface ReplaceOptions {
  /** The folder for files being written, on the file system of the target. */
  readonly temp: string
  /** Return only when file and folder are on the disk. */
  readonly sync: boolean
}

/**
 * Puts a file of `chunks` in the place of `target`: written beside it, then renamed, so that a reader sees the old
 * file or the new one. When it cannot be written or renamed, `target` is what it was.
 */
export function replaceFile(target: string, chunks: readonly Uint8Array[], options: ReplaceOptions): void {
  const temp = options.temp + sep + uniqueId() + SUFFIX
  try {
    writeNew(temp, chunks, options.sync)
    whenFree(() => renameSync(temp, target))
  } catch (error) {
    removeIfThere(temp)
    throw error
  }
  if (options.sync) syncFolder(dirname(target))
}

function writeNew(path: string, chunks: readonly Uint8Array[], sync: boolean): void {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL)
  try {
    writeAll(fd, chunks)
    if (sync) fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
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
 * Removes from `folder` the temporary files that were left when a process died: those whose writer is gone, and those
 * that are older than a day. A writer whose file was taken away by mistake finds `ENOENT` and can write again. What
 * cannot be looked at or removed stays for the next time.
 *
 * @param prefix what stands in their names before the id
 */
export function sweepTemp(folder: string, prefix = ''): void {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return
  }
  for (const name of names) if (isLeftover(folder, name, prefix)) removeIfThere(join(folder, name))
}

function isLeftover(folder: string, name: string, prefix: string): boolean {
  if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) return false
  const maker = makerOf(name.slice(prefix.length, -SUFFIX.length))
  return maker === 'gone' || (maker !== undefined && age(join(folder, name)) > OLD)
}

function age(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}
