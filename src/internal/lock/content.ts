import { closeSync, openSync, readSync } from 'node:fs'
import { PilferError, show } from '../../errors.js'
import { fsError } from '../fs/fs-error.js'
import { isHeld } from '../fs/held.js'
import { ifThere } from '../fs/if-there.js'
import { type Holder, parseHolder } from './holder.js'

/** More bytes than a lock file ever has. */
const LONGEST = 1024

/** What a lock file says; `undefined` when there is none. */
export function contentOf(path: string): string | undefined {
  try {
    return ifThere(() => beginningOf(path))
  } catch (error) {
    if (isHeld(error)) return undefined // It is just being removed.
    throw fsError(error, 'read', path)
  }
}

function beginningOf(path: string): string {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(LONGEST)
    return bytes.toString('latin1', 0, readSync(fd, bytes, 0, LONGEST, 0))
  } finally {
    closeSync(fd)
  }
}

/** The holder that a lock file names. */
export function holderIn(path: string, text: string): Holder {
  const holder = parseHolder(text)
  if (holder !== undefined) return holder
  const message =
    `${path} should name the holder of a lock and begins with ${show(text)}; ` +
    'remove it when no process uses the archive'
  throw new PilferError('ARCHIVE_LOCKED', message)
}
