import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { PilferError, show } from '../../errors.js'
import { fsError } from '../../internal/fs/fs-error.js'
import { ifThere } from '../../internal/fs/if-there.js'
import { makeFolder } from '../../internal/fs/make-folder.js'

/**
 * The absolute path of a database, without symbolic links, so that all who open it find the files beside it. A relative
 * path is taken from the present working directory.
 *
 * @param what who was given the path, for the message
 * @throws PilferError `ARCHIVE_PATH` for what no file can be called, and for a folder.
 */
export function databaseAt(what: string, path: string): string {
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw new PilferError('ARCHIVE_PATH', `${what} takes the path of a database, received ${show(path)}`)
  if (path === ':memory:')
    throw new PilferError('ARCHIVE_PATH', `${what} takes the path of a file; dictArchive() is one in memory`)
  const absolute = resolve(path)
  try {
    const real = ifThere(() => realpathSync(absolute))
    if (real !== undefined && statSync(real).isDirectory())
      throw new PilferError('ARCHIVE_PATH', `${what} takes the path of a file, and ${absolute} is a folder`)
    return (
      real ?? join(ifThere(() => realpathSync(dirname(absolute))) ?? dirname(absolute), basename(absolute))
    )
  } catch (error) {
    throw fsError(error, 'read', absolute)
  }
}

/** Creates the folder of a database when it is missing. */
export function makeFolderOf(path: string, sync: boolean): void {
  try {
    makeFolder(dirname(path), sync)
  } catch (error) {
    throw fsError(error, 'write', path)
  }
}
