import { PilferError } from '../../errors.js'
import { FileLock } from './file.js'
import { KernelLock } from './kernel.js'
import { nativeLocks, whyNoNativeLocks } from './native.js'

/** What keeps others out: the kernel, or a lock file. */
export type LockKind = 'kernel' | 'file'

/** One holder at a time, among all threads of all processes that use the file at one path. */
export interface Lock {
  readonly kind: LockKind
  /**
   * Waits until this is the holder. `fd` is the open file (for writing) that is locked. The caller then checks with
   * fstat whether the file is still the one at the path (nlink 0 = it was replaced), releases and tries again with the
   * new one if not.
   */
  acquire(fd: number): void
  release(fd: number): void
  /** Lets go of what the lock itself keeps. */
  close(): void
}

/**
 * The lock of the file at `path` (absolute). `kind` is for tests; by default it is chosen once per process. Nothing is
 * written before the first `acquire`, so that a folder which may only be read can be read.
 */
export function openLock(path: string, kind: LockKind = lockKind()): Lock {
  if (kind === 'file') return new FileLock(path)
  const locks = nativeLocks()
  if (locks !== undefined) return new KernelLock(path, locks)
  throw new PilferError(
    'ARCHIVE_LOCK_KIND',
    `${path} is to be locked through the kernel, for which fs-native-extensions has to be installed ` +
      '(`npm install fs-native-extensions`)',
    { cause: whyNoNativeLocks() },
  )
}

/** What this process uses. */
export function lockKind(): LockKind {
  return nativeLocks() === undefined ? 'file' : 'kernel'
}
