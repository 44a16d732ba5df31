import { open } from 'lmdb'
import type { FileSubject } from '../subject.js'

/** LMDB with the settings that lmdbArchive has, in a database with a name, and nothing around it. */
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
    const entries = root.openDB({ name: 'entries', encoding: 'binary', keyEncoding: 'binary' })
    return {
      set: (key, value) => entries.putSync(Buffer.from(key), value),
      get: (key) => entries.get(Buffer.from(key)),
    }
  },
}
