import { PilferError } from '../../errors.js'
import { contentOf } from './content.js'
import { sweep } from './dead.js'
import { MARKER, ownLine } from './holder.js'
import { lockFileOf } from './lock-file.js'
import type { NativeLocks } from './native.js'
import { PATIENCE, takePlace } from './place.js'
import { enter, leave } from './reentry.js'
import { Seal } from './seal.js'

/**
 * One byte far behind all data, so that on Windows, where a lock keeps others from reading what is locked, nobody is
 * hindered. On Apple's systems the whole file, which is all that can be locked there and hinders nobody.
 */
const [OFFSET, LENGTH] = process.platform === 'darwin' ? [0, 0] : [2 ** 40, 1]
const EXCLUSIVE = { shared: false }

/**
 * A lock that the kernel keeps, on the open file description: it excludes threads as well as processes, and ends with
 * its holder. Before the first use the lock file says so to those who cannot see it.
 */
export class KernelLock {
  readonly kind = 'kernel'
  readonly #path: string
  readonly #locks: NativeLocks
  readonly #patience: number
  #lock: string | undefined
  #marked = false

  /** @param patience how long to wait for a holder of a lock file of which it cannot be told whether it lives, in ms */
  constructor(path: string, locks: NativeLocks, patience: number = PATIENCE) {
    this.#path = path
    this.#locks = locks
    this.#patience = patience
  }

  acquire(fd: number): void {
    const lock = (this.#lock ??= lockFileOf(this.#path))
    enter(lock)
    try {
      if (!this.#marked) this.#mark(lock)
      this.#wait(fd)
    } catch (error) {
      leave(lock)
      throw error
    }
  }

  release(fd: number): void {
    leave(this.#lock!)
    this.#locks.unlock(fd, OFFSET, LENGTH)
  }

  /** The kernel's lock ends with the descriptor, and the marker stays for the others. */
  close(): void {}

  #wait(fd: number): void {
    for (;;)
      try {
        this.#locks.waitForLockSync(fd, OFFSET, LENGTH, EXCLUSIVE)
        return
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EINTR') continue // A signal has ended the wait.
        const message = `cannot lock ${this.#path} through the kernel: ${(error as Error).message}`
        throw new PilferError('ARCHIVE_IO', message, { cause: error })
      }
  }

  /** Makes the lock file say where the lock is, once whoever locks by that file has left. */
  #mark(lock: string): void {
    if (contentOf(lock) !== MARKER) {
      const marker = new Seal(lock, MARKER)
      const own = new Seal(lock, ownLine())
      try {
        sweep(own)
        takePlace(marker, own, this.#patience)
      } finally {
        marker.close()
        own.close()
      }
    }
    this.#marked = true
  }
}
