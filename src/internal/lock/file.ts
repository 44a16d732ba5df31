import { PilferError } from '../../errors.js'
import { sweep } from './dead.js'
import { ownLine } from './holder.js'
import { lockFileOf } from './lock-file.js'
import { PATIENCE, takePlace } from './place.js'
import { enter, leave } from './reentry.js'
import { Seal } from './seal.js'

/**
 * A lock without the kernel's help: who has made the file `<path>.lock` is the holder, and its content tells whether
 * the holder still lives. There is no sign of life that has to be renewed, since a thread that computes for long
 * renews nothing. A holder whose thread has ended is found out on Linux; elsewhere the end of its process is.
 */
export class FileLock {
  readonly kind = 'file'
  readonly #path: string
  readonly #patience: number
  #seal: Seal | undefined

  /** @param patience how long to wait for a holder of which it cannot be told whether it lives, in ms */
  constructor(path: string, patience: number = PATIENCE) {
    this.#path = path
    this.#patience = patience
  }

  acquire(): void {
    const seal = (this.#seal ??= prepare(this.#path))
    enter(seal.lock)
    try {
      takePlace(seal, seal, this.#patience)
    } catch (error) {
      leave(seal.lock)
      throw error
    }
  }

  release(): void {
    const seal = this.#seal!
    leave(seal.lock)
    if (!seal.unlinkFrom(seal.lock))
      throw new PilferError(
        'ARCHIVE_IO',
        `${seal.lock} was removed while this process held it; another may have written at the same time`,
      )
  }

  close(): void {
    this.#seal?.close()
  }
}

function prepare(path: string): Seal {
  const seal = new Seal(lockFileOf(path), ownLine())
  sweep(seal)
  return seal
}
