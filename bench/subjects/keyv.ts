import { createRequire } from 'node:module'
import { join } from 'node:path'
import Keyv from 'keyv'
import { KeyvFile } from 'keyv-file'
import type { FileSubject } from '../subject.js'
import { isInstalled } from '../versions.js'

const load = createRequire(import.meta.url)

const subject = (name: string, remark: string, storeIn: (folder: string) => unknown): FileSubject => ({
  name,
  isAsync: true,
  wholeFile: false,
  remark,
  create(folder) {
    const keyv = new Keyv({ store: storeIn(folder) as any })
    return { set: (key, value) => keyv.set(key, value), get: (key) => keyv.get(key) }
  },
})

export const keyvFile = subject(
  'keyv, keyv-file',
  'a file per key; not atomic',
  (filename) => new KeyvFile({ filename, separatedFile: true }),
)

/** Empty where it is not installed: its driver takes a compiler and a minute. */
export const keyvSqlite: FileSubject[] = isInstalled('@keyv/sqlite')
  ? [
      subject('keyv, SQLite', 'values as JSON', (folder) => {
        const { KeyvSqlite } = load('@keyv/sqlite')
        return new KeyvSqlite(`sqlite://${join(folder, 'keyv.db')}`)
      }),
    ]
  : []
