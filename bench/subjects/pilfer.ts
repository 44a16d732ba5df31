import { join } from 'node:path'
import { Cache, lru, lruCache, type PolicyFactory, rawKeymap, s3fifo, sieve, tinylfu } from 'pilfer'
import { dirArchive } from 'pilfer/archive/dir'
import { fileArchive } from 'pilfer/archive/file'
import { lmdbArchive } from 'pilfer/archive/lmdb'
import { sqlArchive } from 'pilfer/archive/sql'
import { tarArchive } from 'pilfer/archive/tar'
import { ownCopy } from '../own-copy.js'
import type { FileSubject, MapSubject, MemoSubject } from '../subject.js'
import { ENGINE } from './raw-sqlite.js'

/** A memory under one of the policies. */
export interface PolicySubject extends MapSubject {
  /** The name of the policy alone. */
  readonly policy: string
}

const memory = (name: string, policy: () => PolicyFactory): PolicySubject => ({
  name,
  policy: policy().name,
  trueBound: true,
  create: (maxSize) => new Cache<unknown, unknown>({ maxSize, policy: policy() }),
})

/** The same on a copy of pilfer of its own. */
export async function apart(subject: PolicySubject): Promise<MapSubject> {
  const { Cache, ...rest } = await ownCopy()
  const policy = (rest as any)[subject.policy] as () => PolicyFactory
  return { ...subject, create: (maxSize) => new Cache<unknown, unknown>({ maxSize, policy: policy() }) }
}

export const map = memory('pilfer', lru)
export const sieveMap = memory('pilfer sieve', sieve)
export const s3fifoMap = memory('pilfer s3fifo', s3fifo)
export const tinylfuMap = memory('pilfer tinylfu', tinylfu)

/** One for each policy that has a mark. */
export const maps = [map, sieveMap, s3fifoMap, tinylfuMap]

export const memoByIdentity: MemoSubject = {
  name: 'pilfer, rawKeymap',
  kind: 'identity',
  create: (fn, maxSize) => lruCache({ maxSize, keymap: rawKeymap() })(fn),
}

export const memoByStructure: MemoSubject = {
  name: 'pilfer',
  kind: 'structure',
  create: (fn, maxSize) => lruCache({ maxSize })(fn),
}

const archive = (
  name: string,
  create: FileSubject['create'],
  rest: Partial<FileSubject> = {},
): FileSubject => ({
  name,
  isAsync: false,
  wholeFile: false,
  create,
  ...rest,
})

export const dir = archive('dirArchive', (folder) => dirArchive(folder))
export const file = archive('fileArchive', (folder) => fileArchive(join(folder, 'memo.log')))
export const tar = archive('tarArchive', (folder) => tarArchive(join(folder, 'memo.tar')))
export const lmdb = archive('lmdbArchive', (folder) => lmdbArchive(folder))
export const sql = archive(`sqlArchive, ${ENGINE}`, (folder) =>
  sqlArchive(join(folder, 'memo.db'), { driver: ENGINE }),
)
export const sqlJs = archive('sqlArchive, sql.js', (folder) => sqlArchive(join(folder, 'memo.db')), {
  wholeFile: true,
  remark: 'writes the whole file each time',
})
