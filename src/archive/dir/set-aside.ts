import { existsSync, linkSync, mkdirSync, readdirSync, renameSync, unlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PilferError } from '../../errors.js'
import { type FileIdentity, identityAt } from '../../internal/fs/file-identity.js'
import { errno } from '../../internal/fs/fs-error.js'
import { ifThere, removeFile, removeIfEmpty } from '../../internal/fs/if-there.js'
import { makerOf, uniqueId } from '../../internal/fs/unique-id.js'

/** Where a damaged file is now; or another one is in its place; or it could not be moved. */
export type Fate = { readonly moved: string } | 'replaced' | 'stays'

/** Moves the damaged file at `path` into `folder`, unless it is not any more the one with `identity`. */
export function setAside(path: string, identity: FileIdentity, folder: string): Fate {
  const moved = join(folder, `${basename(path)}.${uniqueId()}`)
  try {
    mkdirSync(folder, { recursive: true })
    renameSync(path, moved)
  } catch (error) {
    return errno(error) === 'ENOENT' ? 'replaced' : 'stays'
  }
  return isWanted(moved, identity, path) ? { moved } : 'replaced'
}

/** Moves the file at `path` to `to`, unless it is not any more the one with `identity`; says whether it did. */
export function takeAway(path: string, identity: FileIdentity, to: string): boolean {
  const isMoved = ifThere(() => {
    renameSync(path, to)
    return true
  })
  return isMoved === true && isWanted(to, identity, path)
}

/** Whether what has been moved is what should be; anything else goes back to `from`, if nothing newer is there. */
function isWanted(moved: string, identity: FileIdentity, from: string): boolean {
  const found = identityAt(moved)
  if (found === undefined || found === identity) return true
  try {
    linkSync(moved, from)
    unlinkSync(moved)
  } catch (error) {
    if (errno(error) === 'EEXIST' || existsSync(from)) unlinkSync(moved)
    else renameSync(moved, from) // The file system has no hard links.
  }
  return false
}

/** The report on a damaged record: what is wrong with it, and where it is now. */
export function damageReport({ message }: PilferError, fate: Fate): PilferError {
  return new PilferError('RECORD_DAMAGED', `${message}; ${whatBecame(fate)}`)
}

function whatBecame(fate: Fate): string {
  if (fate === 'stays') return 'it counts as absent and cannot be moved away'
  return fate === 'replaced' ? 'another one is in its place' : `it counts as absent and is now ${fate.moved}`
}

/** Removes what {@link setAside} moved into `folder`, and the folder when nothing else is in it. */
export function removeSetAside(folder: string): void {
  for (const name of ifThere(() => readdirSync(folder)) ?? [])
    if (makerOf(name.slice(name.lastIndexOf('.') + 1)) !== undefined) removeFile(join(folder, name))
  removeIfEmpty(folder)
}
