import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { PilferError, show } from '../../errors.js'

/**
 * The absolute path of an archive that is one file; a relative one is taken from the present working directory.
 *
 * @param what who was given the path, for the message
 * @throws PilferError `ARCHIVE_PATH` for what no file can be called.
 */
export function fileAt(what: string, path: string): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw new PilferError('ARCHIVE_PATH', `${what} takes the path of a file, received ${show(path)}`)
  return resolve(path)
}

/** Throws `ARCHIVE_NOT_EMPTY` when there is something at `path`. */
export function requireNoFile(path: string): void {
  if (existsSync(path))
    throw new PilferError(
      'ARCHIVE_NOT_EMPTY',
      `a copy goes into a new file, and there is something at ${path} already`,
    )
}
