import { join } from 'node:path'
import { Cache, lru, lruCache, rawKeymap } from 'pilfer'
import { dirArchive } from 'pilfer/archive/dir'
import { fileArchive } from 'pilfer/archive/file'
import { lmdbArchive } from 'pilfer/archive/lmdb'
import { sqlArchive } from 'pilfer/archive/sql'
import { tarArchive } from 'pilfer/archive/tar'
import type { FileSubject, MapSubject, MemoSubject } from '../subject.js'
import { ENGINE } from './raw-sqlite.js'

export const map: MapSubject = {
  name: 'pilfer',
  trueBound: true,
  create: (maxSize) => new Cache<unknown, unknown>({ maxSize, policy: lru() }),
}

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
