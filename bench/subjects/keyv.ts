import Keyv from 'keyv'
import { KeyvFile } from 'keyv-file'
import type { FileSubject } from '../subject.js'

export const files: FileSubject = {
  name: 'keyv, keyv-file',
  isAsync: true,
  wholeFile: false,
  remark: 'a file per key; not atomic',
  create(filename) {
    const keyv = new Keyv({ store: new KeyvFile({ filename, separatedFile: true }) })
    return { set: (key, value) => keyv.set(key, value), get: (key) => keyv.get(key) }
  },
}
