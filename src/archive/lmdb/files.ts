import { closeSync, existsSync, fstatSync, linkSync, openSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PilferError } from '../../errors.js'
import { fill } from '../../internal/fs/bulk-io.js'
import { errno } from '../../internal/fs/fs-error.js'
import { ifThere } from '../../internal/fs/if-there.js'
import { uniqueId } from '../../internal/fs/unique-id.js'

/** The names of LMDB's own files. */
export const DATA = 'data.mdb'
export const LOCK = 'lock.mdb'

/** The name of what we lock. */
export const OWN_LOCK = 'pilfer-lock'

/** How the first page of LMDB's data begins, by the offset of each field. */
const FIRST_PAGE = { length: 64, flags: 18, magic: 24, version: 28, pageSize: 48 } as const
const META_PAGE = 8
const MAGIC = 0xbeefc0de
const DATA_VERSION = 2

/** A little more than the locks of the readers that are asked for, in bytes. */
const LOCK_LENGTH = 64 * 1024

/**
 * Whether the folder has an LMDB database; an empty file is one that is being created.
 *
 * @throws PilferError `ARCHIVE_PATH` for a file that is none.
 */
export function hasData(path: string): boolean {
  const file = join(path, DATA)
  // Another process may be writing the first two pages.
  for (let wait = 1; ; wait *= 2) {
    const state = stateOf(file)
    if (typeof state === 'boolean') return state
    if (wait > 64)
      throw new PilferError('ARCHIVE_PATH', `${file} is no database for this version of LMDB: ${state}`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
  }
}

/** Whether there is a database, or why the file cannot be one. */
function stateOf(file: string): boolean | string {
  const fd = ifThere(() => openSync(file, 'r'))
  if (fd === undefined) return false
  try {
    const { size } = fstatSync(fd)
    if (size === 0) return false
    const page = Buffer.alloc(FIRST_PAGE.length)
    if (fill(fd, page, 0) < page.length) return `it ends after ${size} bytes`
    if (page.readUInt16LE(FIRST_PAGE.flags) !== META_PAGE || page.readUInt32LE(FIRST_PAGE.magic) !== MAGIC)
      return 'it does not begin as one does'
    const version = page.readUInt32LE(FIRST_PAGE.version)
    if (version !== DATA_VERSION) return `it is of version ${version}`
    return size >= 2 * page.readUInt32LE(FIRST_PAGE.pageSize) || `it ends after ${size} bytes`
  } finally {
    closeSync(fd)
  }
}

/**
 * Creates LMDB's file of locks, unless it is there. LMDB itself would leave holes in it, which a full disk has no room to
 * fill later, and then ends the process.
 */
export function makeLock(path: string): void {
  const lock = join(path, LOCK)
  if (existsSync(lock)) return
  const temp = join(path, `${uniqueId()}.tmp`)
  try {
    writeFileSync(temp, Buffer.alloc(LOCK_LENGTH), { flag: 'wx' })
    linkSync(temp, lock)
  } catch (error) {
    // Another process was quicker, or the file system has no links.
    if (!['EEXIST', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM'].includes(errno(error) ?? '')) throw error
  } finally {
    ifThere(() => unlinkSync(temp))
  }
}
