import { closeSync, openSync, unlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PilferError } from '../../errors.js'
import { errno, fsError } from '../fs/fs-error.js'

/** What keeps holders apart: the kernel, or a file whose being there says that somebody holds it. */
export type LockKind = 'kernel' | 'file'

/** One holder at a time, among all threads of all processes that use the file at one path. */
export interface Lock {
  readonly kind: LockKind
  /**
   * Waits until this is the holder.
   *
   * @param fd the open file (for writing) that is locked; the caller then checks whether it is still the one at the path
   * @throws PilferError `ARCHIVE_LOCKED` when this very thread holds it.
   */
  acquire(fd: number): void
  release(fd: number): void
  close(): void
}

interface NativeLocks {
  waitForLockSync(fd: number, offset: number, length: number): void
  unlock(fd: number, offset: number, length: number): void
}

const held = new Set<string>()
let locks: NativeLocks | undefined

/** The kind that is used here when nothing else is asked for. */
export function lockKind(): LockKind {
  try {
    locks ??= createRequire(import.meta.url)('fs-native-extensions') as NativeLocks
    return 'kernel'
  } catch {
    return 'file'
  }
}

export function openLock(path: string, kind: LockKind = lockKind()): Lock {
  const lock = kind === 'kernel' ? kernelLock() : fileLock(`${path}.lock`)
  return {
    kind,
    acquire(fd) {
      if (held.has(path))
        throw new PilferError('ARCHIVE_LOCKED', `this very thread holds the lock of ${path}`)
      lock.acquire(fd)
      held.add(path)
    },
    release(fd) {
      held.delete(path)
      lock.release(fd)
    },
    close() {},
  }
}

function kernelLock(): Pick<Lock, 'acquire' | 'release'> {
  return {
    acquire: (fd) => locks!.waitForLockSync(fd, 2 ** 40, 1),
    release: (fd) => locks!.unlock(fd, 2 ** 40, 1),
  }
}

function fileLock(path: string): Pick<Lock, 'acquire' | 'release'> {
  return {
    acquire() {
      for (;;)
        try {
          closeSync(openSync(path, 'wx'))
          return
        } catch (error) {
          if (errno(error) !== 'EEXIST') throw fsError(error, 'write', path)
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
        }
    },
    release: () => unlinkSync(path),
  }
}
