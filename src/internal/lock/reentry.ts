import { PilferError } from '../../errors.js'

const held = new Set<string>()

/** Notes that this thread takes the lock with this lock file, which it must not have: it would wait for itself. */
export function enter(lock: string): void {
  if (held.has(lock)) {
    const message = `the archive of ${lock} is used by what itself calls while it is locked, such as a codec`
    throw new PilferError('ARCHIVE_LOCKED', message)
  }
  held.add(lock)
}

/** Notes that this thread has let go of it. */
export function leave(lock: string): void {
  held.delete(lock)
}
