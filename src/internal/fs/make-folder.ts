import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './atomic-write.js'

/**
 * Creates a folder and those above it, as far as they are missing. Unlike Node's own recursive way it fails with the
 * system's reason, which there may be lost (a read-only disk becomes `ENOENT`).
 *
 * @param sync return only when the new names are on the disk
 */
export function makeFolder(path: string, sync: boolean): void {
  if (isFolder(path)) return
  const above = dirname(path)
  if (above !== path) makeFolder(above, sync)
  try {
    mkdirSync(path)
  } catch (error) {
    if (!isFolder(path)) throw error // Otherwise another process was quicker.
  }
  if (sync) syncFolder(above)
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
