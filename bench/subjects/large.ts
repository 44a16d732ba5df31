import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileStore } from '../subject.js'
import { dir, file, lmdb, tar } from './pilfer.js'

/** How many numbers the value has: 512 MiB. */
export const LENGTH = 2 ** 26

/** One value in a folder. */
export interface LargeStore {
  set(value: Float64Array): void
  get(): Float64Array
}

interface LargeSubject {
  readonly name: string
  create(folder: string): LargeStore
}

/** The bytes alone, written and renamed. */
const rawFs: LargeSubject = {
  name: 'raw fs',
  create(folder) {
    const path = join(folder, 'value')
    return {
      set(value) {
        writeFileSync(`${path}.tmp`, value)
        renameSync(`${path}.tmp`, path)
      },
      get: () => new Float64Array(readFileSync(path).buffer),
    }
  },
}

const archives = [dir, file, tar, lmdb].map(
  ({ name, create }): LargeSubject => ({
    name,
    create(folder) {
      const archive = create(folder) as FileStore
      return { set: (value) => void archive.set('value', value), get: () => archive.get('value') }
    },
  }),
)

export const LIMIT = rawFs.name
export const LARGE_SUBJECTS: readonly LargeSubject[] = [rawFs, ...archives]
