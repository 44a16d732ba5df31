import { open } from 'lmdb'
import type { FileSubject } from '../subject.js'

/** LMDB with the settings that lmdbArchive has, and nothing around it. */
export const files: FileSubject = {
  name: 'raw lmdb',
  isAsync: false,
  wholeFile: false,
  remark: 'no checksum',
  create(path) {
    const root = open({
      path,
      encoding: 'binary',
      keyEncoding: 'binary',
      noSync: true,
      overlappingSync: false,
    } as any)
    return {
      set: (key, value) => root.putSync(Buffer.from(key), value),
      get: (key) => root.get(Buffer.from(key)),
    }
  },
}
