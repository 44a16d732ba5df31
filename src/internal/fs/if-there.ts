import { rmdirSync, unlinkSync } from 'node:fs'
import { errno } from './fs-error.js'

/** What `work` gives, or `undefined` when the file or folder that it works on is not there. */
export function ifThere<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Removes a file; says whether there was one. */
export function removeFile(path: string): boolean {
  const removed = ifThere(() => {
    unlinkSync(path)
    return true
  })
  return removed ?? false
}

/** Removes a folder unless something is in it. */
export function removeIfEmpty(folder: string): void {
  try {
    ifThere(() => rmdirSync(folder))
  } catch (error) {
    if (errno(error) !== 'ENOTEMPTY' && errno(error) !== 'EEXIST') throw error
  }
}
