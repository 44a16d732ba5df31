import { resolve } from 'node:path'
import { PilferError, show } from '../../errors.js'

/**
 * The absolute path of an archive's folder; a relative one is taken from the present working directory.
 *
 * @param what who was given the path, for the message
 * @throws PilferError `ARCHIVE_PATH` for what no folder can be called.
 */
export function rootAt(what: string, path: string): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw new PilferError('ARCHIVE_PATH', `${what} takes the path of a folder, received ${show(path)}`)
  return resolve(path)
}
