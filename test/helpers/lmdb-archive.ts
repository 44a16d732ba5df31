import { join } from 'node:path'
import { open } from 'lmdb'
import { type LmdbArchiveOptions, lmdbArchive } from '../../src/archive/lmdb.js'
import type { PilferError } from '../../src/errors.js'
import { namesIn } from './dir-archive.js'
import { tempDir } from './temp-dir.js'

/** An lmdb archive in a new folder, what it reports as damaged, and what it has set aside. */
export function givenLmdb(options: LmdbArchiveOptions<any> = {}) {
  const path = join(tempDir(), 'memo')
  const reports: PilferError[] = []
  const archive = lmdbArchive<any>(path, { onDamage: (error) => reports.push(error), ...options })
  return {
    path,
    archive,
    reports,
    /** What has been set aside as damaged. */
    aside: (name = 'memo'): string[] => namesIn(join(path, 'damaged', name)),
  }
}

/** Changes the bytes that an environment keeps for `key` in one of its databases, which no archive may have open. */
export function alter(
  path: string,
  database: string,
  key: Uint8Array,
  change: (bytes: Buffer) => Uint8Array | undefined,
): void {
  const bytes = { encoding: 'binary', keyEncoding: 'binary' } as const
  const root = open(path, { ...bytes, noSubdir: false, maxDbs: 20 })
  const db = root.openDB({ ...bytes, name: database })
  const changed = change(Buffer.from(db.getBinary(key)!))
  if (changed === undefined) db.removeSync(key)
  else db.putSync(key, changed)
  void root.close()
}
