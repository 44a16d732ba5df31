import { closeSync, constants, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { leftoversIn, sweepTemp, temporaryIn, writerOf } from '../../internal/fs/atomic-write.js'
import { errno } from '../../internal/fs/fs-error.js'
import { ifThere, removeFile, removeIfEmpty } from '../../internal/fs/if-there.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { sleep } from '../../internal/fs/sleep.js'

/**
 * Notices that somebody is about to move files away for what they hold, in a folder that is there only as long as there
 * are any.
 *
 * A name cannot be removed on the condition that it still leads to the file that was looked at. So whoever wants that posts
 * a notice, looks at the file once more, moves it, and puts it back should another one have come in between. A writer
 * waits, once its file has its name, for the notices that it finds, and looks whether the file is there. That name was
 * given
 *
 * - before the last look: then it was this file that was looked at, and it stays;
 * - between look and move: then the notice has been up before, and the writer waits for it, or it has been withdrawn. The
 *   file has been put back; or it is missing, since the other process was killed, and is written again;
 * - after the move: then nobody touches it, and what is put back gives way to it.
 *
 * So what has been written stays where it is from the moment on in which the writer says so. Should somebody sleep under
 * a notice for longer than others have patience, a file may be missing until then, and still nothing is lost.
 */
export class Notices {
  /** @param patience how long a notice is respected, in ms; they are up for a small part of that */
  constructor(
    readonly folder: string,
    readonly patience = 10_000,
  ) {}

  /** Does `work` under a notice. */
  during<T>(work: () => T): T {
    const notice = this.post()
    try {
      return work()
    } finally {
      this.withdraw(notice)
    }
  }

  post(): string {
    for (;;) {
      makeFolder(dirname(this.folder), false)
      const notice = temporaryIn(this.folder)
      try {
        if (!existsSync(this.folder)) mkdirSync(this.folder)
        closeSync(openSync(notice, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL))
        return notice
      } catch (error) {
        // Another process has just made the folder, or removed it.
        if (errno(error) !== 'EEXIST' && errno(error) !== 'ENOENT') throw error
      }
    }
  }

  withdraw(notice: string): void {
    removeFile(notice)
    removeIfEmpty(this.folder)
  }

  /** Waits until the notices that are up have been withdrawn; says whether there were any. */
  wait(): boolean {
    if (!existsSync(this.folder)) return false
    for (const name of ifThere(() => readdirSync(this.folder)) ?? []) this.#await(name)
    return true
  }

  #await(name: string): void {
    const notice = join(this.folder, name)
    const end = performance.now() + this.patience
    while (isUp(writerOf(name)) && existsSync(notice))
      if (performance.now() < end) sleep(1)
      else removeFile(notice)
  }

  /** The notices of those who died. */
  leftovers(): string[] {
    return leftoversIn(this.folder)
  }

  sweep(): number {
    const swept = sweepTemp(this.folder)
    if (swept > 0) removeIfEmpty(this.folder)
    return swept
  }
}

/** Whether a notice of this writer means anything. */
const isUp = (writer: ReturnType<typeof writerOf>): boolean => writer !== undefined && writer !== 'gone'
