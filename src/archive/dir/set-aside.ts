import { linkSync, mkdirSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type FileIdentity, identityAt } from '../../internal/fs/file-identity.js'
import { errno } from '../../internal/fs/fs-error.js'
import { ifThere, removeFile } from '../../internal/fs/if-there.js'
import { makerOf, uniqueId } from '../../internal/fs/unique-id.js'

/** Where a damaged file is now; or another one is in its place; or it could not be moved. */
export type Fate = { readonly moved: string } | 'replaced' | 'stays'

/**
 * Moves the damaged file at `path` into `folder`, unless it is not any more the one with `identity`: then what
 * was moved may be good, and goes back to where it was if nothing newer is there.
 */
export function setAside(path: string, identity: FileIdentity, folder: string): Fate {
  const moved = join(folder, `${basename(path)}.${uniqueId()}`)
  try {
    mkdirSync(folder, { recursive: true })
    renameSync(path, moved)
  } catch (error) {
    return errno(error) === 'ENOENT' ? 'replaced' : 'stays'
  }
  const found = identityAt(moved)
  if (found === undefined || found === identity) return { moved }
  putBack(moved, path)
  return 'replaced'
}

function putBack(moved: string, path: string): void {
  try {
    linkSync(moved, path)
    unlinkSync(moved)
  } catch (error) {
    if (errno(error) === 'EEXIST') unlinkSync(moved)
    else renameSync(moved, path) // The file system has no hard links.
  }
}

/** Removes what {@link setAside} moved into `folder`, and the folder when nothing else is in it. */
export function removeSetAside(folder: string): void {
  for (const name of ifThere(() => readdirSync(folder)) ?? [])
    if (makerOf(name.slice(name.lastIndexOf('.') + 1)) !== undefined) removeFile(join(folder, name))
  try {
    ifThere(() => rmdirSync(folder))
  } catch (error) {
    if (errno(error) !== 'ENOTEMPTY' && errno(error) !== 'EEXIST') throw error
  }
}
