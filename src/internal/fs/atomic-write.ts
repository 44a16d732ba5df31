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

/** What a file is to hold: pieces one after the other, or whatever a function writes to the new file. */
export type Content = readonly Uint8Array[] | ((fd: number) => void)

/**
 * Puts a file with `content` in the place of `target`: written beside it, then renamed, so that a reader sees the old
 * file or the new one. When it cannot be written or renamed, `target` is what it was.
 */
export function replaceFile(target: string, content: Content, { temp, sync }: ReplaceOptions): void {
  place(temporaryIn(temp), constants.O_CREAT | constants.O_EXCL, target, content, sync)
}

/**
 * Puts the file `temp`, which has been written in part, in the place of `target` after `content` has been written to its
 * beginning. When that fails, it is removed and `target` is what it was.
 *
 * @param sync return only when file and folder are on the disk
 */
export function completeFile(temp: string, target: string, content: Content, sync: boolean): void {
  place(temp, 0, target, content, sync)
}

/** A name in `folder` for a file that is being written, which tells who writes it. */
export const temporaryIn = (folder: string): string => folder + sep + uniqueId() + SUFFIX

function place(temp: string, flags: number, target: string, content: Content, sync: boolean): void {
  try {
    const fd = openSync(temp, constants.O_WRONLY | flags)
    try {
      if (typeof content === 'function') content(fd)
      else writeAll(fd, content)
      if (sync) fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    whenFree(() => renameSync(temp, target))
  } catch (error) {
    removeIfThere(temp)
    throw error
  }
  if (sync) syncFolder(dirname(target))
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

/** Removes a file, and says whether it did; whatever keeps it from that is of no account beside what led here. */
function removeIfThere(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch {
    return false
  }
}

/**
 * Removes the {@link leftoversIn} of `folder`; says how many files that were. A writer whose file was taken away by
 * mistake finds `ENOENT` and can write again. What cannot be removed stays for the next time.
 */
export function sweepTemp(folder: string, prefix = ''): number {
  return leftoversIn(folder, prefix).filter(removeIfThere).length
}

/**
 * The paths of the files in `folder` that {@link replaceFile} left when its process died: those whose writer is gone, and
 * those that are older than a day. None where the folder cannot be looked at.
 *
 * @param prefix what their names begin with before the id
 */
export function leftoversIn(folder: string, prefix = ''): string[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names.filter((name) => isLeftover(folder, name, prefix)).map((name) => join(folder, name))
}

function isLeftover(folder: string, name: string, prefix: string): boolean {
  const writer = writerOf(name, prefix)
  return writer === 'gone' || (writer !== undefined && age(join(folder, name)) > OLD)
}

/** What is known of the process that writes the file of this {@link temporaryIn} name; `undefined` for other names. */
export function writerOf(name: string, prefix = ''): ReturnType<typeof makerOf> {
  if (!name.endsWith(SUFFIX) || !name.startsWith(prefix)) return undefined
  return makerOf(name.slice(prefix.length, -SUFFIX.length))
}

function age(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}
