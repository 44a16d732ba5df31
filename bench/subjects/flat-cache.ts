import { FlatCache } from 'flat-cache'
import type { FileSubject } from '../subject.js'

export const files: FileSubject = {
  name: 'flat-cache',
  isAsync: false,
  wholeFile: true,
  remark: 'writes all entries; reads memory; not atomic',
  create(cacheDir) {
    const cache = new FlatCache({ cacheDir })
    return {
      set(key, value) {
        cache.set(key, value)
        cache.save(true)
      },
      get: (key) => cache.get(key),
    }
  },
}
