import { join } from 'node:path'
import { replaceFile, sweepTemp } from '../../internal/fs/atomic-write.js'
import { fsError } from '../../internal/fs/fs-error.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { uniqueId } from '../../internal/fs/unique-id.js'
import { fileName, SUFFIX } from '../dir/names.js'
import { removeSetAside } from '../dir/set-aside.js'

/** The folder of files to which the damaged records of one archive are moved. */
export class SetAside {
  readonly #parent: string
  readonly #folder: string

  /** @param root the folder of the environment */
  constructor(root: string, name: string) {
    this.#parent = join(root, 'damaged')
    this.#folder = join(this.#parent, fileName(name).slice(0, -SUFFIX.length))
  }

  /** Writes what was left of the record of `key` to a new file, and says to which. */
  keep(key: string, chunks: readonly Uint8Array[]): string {
    const path = join(this.#folder, `${fileName(key)}.${uniqueId()}`)
    return attempt(path, () => {
      makeFolder(this.#folder, false)
      replaceFile(path, chunks, { temp: this.#folder, sync: false })
      return path
    })
  }

  /** Removes the files. */
  clear(): void {
    attempt(this.#folder, () => {
      sweepTemp(this.#folder)
      removeSetAside(this.#folder)
      removeSetAside(this.#parent)
    })
  }
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fsError(error, 'write', path)
  }
}
