import Keyv from 'keyv'
import { KeyvFile } from 'keyv-file'
import type { FileSubject } from '../subject.js'

export const files: FileSubject = {
  name: 'keyv, keyv-file',
  isAsync: true,
  wholeFile: false,
  remark: 'a file per key; not atomic',
  create: (filename) => new Keyv({ store: new KeyvFile({ filename, separatedFile: true }) }),
}
