import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { fsError } from '../../internal/fs/fs-error.js'
import { ifThere } from '../../internal/fs/if-there.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { type Lock, type LockKind, openLock } from '../../internal/lock/lock.js'

/**
 * Keeps apart those who save a database as a whole, and those who open it with an engine. What is locked is a file
 * beside the database: SQLite loses its own locks when the process closes a descriptor of the database itself.
 */
export class DatabaseLock {
  readonly #path: string
  readonly #lock: Lock

  /** @param database its path */
  constructor(database: string) {
    this.#path = `${database}-lock`
    this.#lock = openLock(this.#path)
  }

  get kind(): LockKind {
    return this.#lock.kind
  }

  /** Runs `work` while nobody else holds the lock. */
  holding<T>(work: () => T): T {
    const fd = this.#acquire()
    try {
      return work()
    } finally {
      this.#lock.release(fd)
      closeSync(fd)
    }
  }

  close(): void {
    this.#lock.close()
  }

  #acquire(): number {
    for (;;) {
      const fd = this.#open()
      try {
        this.#lock.acquire(fd)
      } catch (error) {
        closeSync(fd)
        throw error
      }
      if (fstatSync(fd).ino === statSync(this.#path, { throwIfNoEntry: false })?.ino) return fd
      // Somebody removed the file while this waited for it.
      this.#lock.release(fd)
      closeSync(fd)
    }
  }

  #open(): number {
    const open = (): number => openSync(this.#path, 'a')
    try {
      const fd = ifThere(open)
      if (fd !== undefined) return fd
      // Somebody removed the folder.
      makeFolder(dirname(this.#path), false)
      return open()
    } catch (error) {
      throw fsError(error, 'write', this.#path)
    }
  }
}
