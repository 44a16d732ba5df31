import { realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fsError } from '../fs/fs-error.js'

/** Where the lock file of the file at `path` is: beside it, one for all paths that lead to its folder. */
export function lockFileOf(path: string): string {
  try {
    return join(realpathSync.native(dirname(path)), `${basename(path)}.lock`)
  } catch (error) {
    throw fsError(error, 'write', path)
  }
}
