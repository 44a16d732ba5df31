import { deserialize, serialize } from 'node:v8'
import cacache from 'cacache'
import type { FileSubject } from '../subject.js'

/** For bytes. */
export const files: FileSubject = {
  name: 'cacache',
  isAsync: true,
  wholeFile: false,
  create: (folder) => ({
    set: (key, value) => cacache.put(folder, key, value),
    get: async (key) => (await cacache.get(folder, key)).data,
  }),
}

/** For any value. */
export const valueFiles: FileSubject = {
  ...files,
  name: 'cacache, node:v8',
  create: (folder) => ({
    set: (key, value) => cacache.put(folder, key, serialize(value)),
    get: async (key) => deserialize((await cacache.get(folder, key)).data),
  }),
}
