import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'
import type { FileStore, FileSubject } from '../subject.js'

let writes = 0

/** The least that an atomic write and a read do. */
class Files implements FileStore {
  constructor(readonly folder: string) {}

  set(key: string, value: Uint8Array): void {
    const temporary = `${this.folder}/${process.pid}-${writes++}.tmp`
    writeFileSync(temporary, value)
    renameSync(temporary, `${this.folder}/${key}`)
  }

  get(key: string): Buffer {
    return readFileSync(`${this.folder}/${key}`)
  }
}

class Values extends Files {
  override set(key: string, value: unknown): void {
    super.set(key, serialize(value))
  }

  override get(key: string): any {
    return deserialize(super.get(key))
  }
}

/** For bytes. */
export const files: FileSubject = {
  name: 'raw fs',
  isAsync: false,
  wholeFile: false,
  remark: 'write and rename; no checksum',
  create: (folder) => new Files(folder),
}

/** For any value. */
export const valueFiles: FileSubject = {
  ...files,
  name: 'raw fs, node:v8',
  create: (folder) => new Values(folder),
}
