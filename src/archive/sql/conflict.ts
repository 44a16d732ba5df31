import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { ifThere } from '../../internal/fs/if-there.js'

/**
 * Throws when an engine has the database at `path` open, or had and died. Then what has been written may be in the log
 * beside the database only, and what is written next goes into the file that is there now. SQLite has the log there for
 * as long as somebody has the database open.
 */
export function requireNoLog(path: string): void {
  const log = `${path}-wal`
  if (existsSync(log))
    throw new PilferError(
      'DRIVER_CONFLICT',
      `${path} is open in another SQLite engine, or was when its process died, since there is ${log}; the driver ` +
        'sql.js, which saves the file as a whole, cannot be used beside it. Use the same driver here, or close ' +
        'the other one. When no process has it open, open it once with another driver and close it, which ' +
        'brings in what the log holds',
    )
}

/** Throws when a transaction that needs no log is under way in the database at `path`, or was when its process died. */
export function requireNoJournal(path: string): void {
  const journal = `${path}-journal`
  const first = ifThere(() => firstByte(journal))
  if (first !== undefined && first !== 0)
    throw new PilferError(
      'DRIVER_CONFLICT',
      `another program is writing ${path}, or was when it died, since there is ${journal}; the driver sql.js cannot ` +
        'be used beside it. When no process has it open, open it once with another driver and close it',
    )
}

/** The first byte of a file, or `undefined` when it is empty. */
function firstByte(path: string): number | undefined {
  const fd = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(1)
    return readSync(fd, bytes) === 0 ? undefined : bytes[0]
  } finally {
    closeSync(fd)
  }
}

/** The error for a file that is not any more the one that was opened. */
export function replaced(path: string): PilferError {
  return new PilferError(
    'DRIVER_CONFLICT',
    `${path} has been removed or replaced while this archive had it open, so what was written last is not in it; ` +
      'open the archive anew',
  )
}
