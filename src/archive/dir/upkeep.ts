import { statSync } from 'node:fs'
import type { ArchiveReport, ArchiveStats } from '../../archive.js'
import { type PilferError, show } from '../../errors.js'
import type { FileIdentity } from '../../internal/fs/file-identity.js'
import { type Reading, readFrom, readHead, readThrough } from '../../internal/record/file.js'
import { damaged } from '../../internal/record/record.js'
import type { Folder } from './folder.js'
import { damageReport } from './set-aside.js'

/** How many files are removed under one notice, for which writers may have to wait. */
const AT_ONCE = 64

/** Removes the records that have expired at `now`; says how many. */
export function prune(folder: Folder, now: number): number {
  const hasExpired: Reading<boolean> = (fd, path, memory) => readHead(fd, path, memory).expires <= now
  let pruned = 0
  let expired: string[] = []
  const remove = (): void => {
    if (expired.length > 0) pruned += folder.removeWanted(expired, hasExpired)
    expired = []
  }
  for (const { path, head } of folder.list()) {
    if (head.expires <= now) expired.push(path)
    if (expired.length === AT_ONCE) remove()
  }
  remove()
  return pruned
}

/** Reads every record, and says which are damaged. */
export function verify(folder: Folder): ArchiveReport {
  let records = 0
  const faults: PilferError[] = []
  for (const path of folder.paths()) {
    const found = examined(folder, path)
    if (found === 'sound') records++
    else if (found !== undefined) faults.push(found.error)
  }
  return { records, faults, leftovers: folder.leftovers().length }
}

/** Reads every record, and sets aside those that are damaged. */
export function repair(folder: Folder): ArchiveReport {
  let records = 0
  const faults: PilferError[] = []
  for (const path of folder.paths()) {
    let found = examined(folder, path)
    while (typeof found === 'object') {
      const fate = folder.setAside(path, found.identity)
      if (fate !== 'replaced') faults.push(damageReport(found.error, fate))
      found = fate === 'replaced' ? examined(folder, path) : undefined
    }
    if (found === 'sound') records++
  }
  return { records, faults, leftovers: folder.sweep() }
}

/** Counts the entries that are alive at `now`. What has been set aside is not counted as dead: it is kept to be looked at. */
export function stats(folder: Folder, now: number): ArchiveStats {
  let entries = 0
  let liveBytes = 0
  let deadBytes = 0
  for (const { head } of folder.list())
    if (head.expires > now) {
      entries++
      liveBytes += head.length
    } else deadBytes += head.length
  for (const path of folder.leftovers()) deadBytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return { entries, liveBytes, deadBytes }
}

interface Damaged {
  readonly error: PilferError
  readonly identity: FileIdentity
}

/** What is at a path; `undefined` for what is no record. */
function examined(folder: Folder, path: string): 'sound' | Damaged | undefined {
  return readFrom<'sound' | Damaged | undefined>(
    path,
    (fd, _, memory) => {
      const head = readThrough(fd, path, memory)
      if (head === undefined) return undefined
      if (folder.pathOf(head.key) !== path) throw damaged(path, `it holds the key ${show(head.key)}`)
      return 'sound'
    },
    (error, identity) => ({ error, identity }),
  )
}
