import { closeSync, fstatSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { fsError } from '../fs/fs-error.js'
import { ifThere } from '../fs/if-there.js'
import { makeFolder } from '../fs/make-folder.js'
import { type Lock, type LockKind, openLock } from './lock.js'

/**
 * One holder at a time of what a database library keeps. What is locked is a file of its own, since a process that closes
 * any descriptor of a library's file loses the locks that the library has on it.
 */
export class SeparateLock {
  readonly #path: string
  readonly #lock: Lock
  #fd: number | undefined

  /**
   * @param path of the file to lock, which is created when it is first needed
   * @param kind by default what this process has
   */
  constructor(path: string, kind?: LockKind) {
    this.#path = path
    this.#lock = openLock(path, kind)
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
    }
  }

  close(): void {
    this.#closeFile()
    this.#lock.close()
  }

  #acquire(): number {
    for (;;) {
      const fd = (this.#fd ??= this.#open())
      this.#lock.acquire(fd)
      if (fstatSync(fd).nlink > 0) return fd
      // Somebody removed the file: the lock is on the one that is there now.
      this.#lock.release(fd)
      this.#closeFile()
    }
  }

  #closeFile(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
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
