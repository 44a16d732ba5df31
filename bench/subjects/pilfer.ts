import { Cache, lru, lruCache, rawKeymap } from 'pilfer'
import { dirArchive } from 'pilfer/archive/dir'
import type { FileSubject, MapSubject, MemoSubject } from '../subject.js'

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

export const files: FileSubject = {
  name: 'pilfer',
  isAsync: false,
  wholeFile: false,
  create: (folder) => dirArchive(folder),
}
