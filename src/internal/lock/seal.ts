import { existsSync, linkSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { errno, fsError } from '../fs/fs-error.js'
import { isHeld, whenFree } from '../fs/held.js'
import { removeFile } from '../fs/if-there.js'
import { hasNoLinks } from '../fs/no-links.js'
import { uniqueId } from '../fs/unique-id.js'
import { MARKER } from './holder.js'

const made = new Set<Seal>()
let removedAtExit = false

/**
 * A small file that is given further names. Such a name appears with the whole content at once, and only where there
 * was none. The file itself is made when it is first needed, and is there until `close` or the end of the process.
 */
export class Seal {
  /** The lock file. All that has to do with it lies beside it, under names that begin with this one. */
  readonly lock: string
  readonly content: string
  readonly #path: string
  #inode: bigint | undefined

  constructor(lock: string, content: string) {
    this.lock = lock
    this.content = content
    this.#path = `${lock}-${uniqueId()}.tmp`
  }

  /** Gives the file this name as well; says whether the name was free. */
  linkTo(name: string): boolean {
    if (this.#inode !== undefined)
      try {
        return link(this.#path, name)
      } catch (error) {
        // Otherwise somebody took the file for a leftover.
        if (errno(error) !== 'ENOENT' || existsSync(this.#path)) throw fsError(error, 'write', name)
      }
    this.#make()
    try {
      return link(this.#path, name)
    } catch (error) {
      if (hasNoLinks(error)) return this.#moveTo(name, error)
      throw fsError(error, 'write', name)
    }
  }

  /** Takes the name away again; says whether it still was this file's. */
  unlinkFrom(name: string): boolean {
    try {
      const there = statSync(name, { bigint: true, throwIfNoEntry: false })
      if (there === undefined || there.ino !== this.#inode) return false
      whenFree(() => unlinkSync(name))
      return true
    } catch (error) {
      throw fsError(error, 'write', name)
    }
  }

  close(): void {
    made.delete(this)
    removeFile(this.#path)
  }

  #make(): void {
    if (!removedAtExit) process.once('exit', closeAll)
    removedAtExit = true
    made.add(this)
    this.#inode = undefined
    try {
      writeFileSync(this.#path, this.content)
      this.#inode = statSync(this.#path, { bigint: true }).ino
    } catch (error) {
      throw fsError(error, 'write', this.#path)
    }
  }

  /**
   * Gives the name to the file where no file can have two. Only the marker may come to lie over what another process
   * put there at the same moment, since that can only be a marker too: a lock file would have needed a second name.
   */
  #moveTo(name: string, cause: unknown): boolean {
    if (this.content !== MARKER) {
      const message =
        `${name} cannot be made as a lock file, since the file system has no hard links ` +
        `(${(cause as Error).message}); install fs-native-extensions (\`npm install fs-native-extensions\`) to ` +
        'lock through the kernel'
      throw new PilferError('ARCHIVE_LOCK_KIND', message, { cause })
    }
    if (existsSync(name)) return false
    try {
      renameSync(this.#path, name)
      return true
    } catch (error) {
      throw fsError(error, 'write', name)
    }
  }
}

/** Whether `name` was free and now is the file at `path`. */
function link(path: string, name: string): boolean {
  try {
    linkSync(path, name)
    return true
  } catch (error) {
    if (errno(error) === 'EEXIST' || isHeld(error)) return false
    throw error
  }
}

function closeAll(): void {
  for (const seal of made)
    try {
      seal.close()
    } catch {
      // The next one who makes a seal here takes it away.
    }
}
