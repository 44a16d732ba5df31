import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PilferError, show } from '../../errors.js'
import { replaceFile } from '../../internal/fs/atomic-write.js'
import { ifThere } from '../../internal/fs/if-there.js'

/** The file that says what a folder is. */
export const MARKER = 'pilfer.json'
const FORMAT = 'pilfer-dir'
const VERSION = 1

/**
 * Whether `root` says that it is an archive of this kind; one that says nothing may become one.
 *
 * @throws PilferError `FORMAT_NEWER`, or `ARCHIVE_PATH` when it says that it is something else.
 */
export function hasMarker(root: string): boolean {
  const path = join(root, MARKER)
  const text = ifThere(() => readFileSync(path, 'utf8'))
  if (text === undefined) return false
  const { format, version } = parse(text)
  if (format !== FORMAT || !Number.isInteger(version))
    throw new PilferError(
      'ARCHIVE_PATH',
      `${root} is no dir archive: ${path} should hold {"format":"${FORMAT}","version":${VERSION}} and holds ${show(text)}`,
    )
  if ((version as number) > VERSION)
    throw new PilferError(
      'FORMAT_NEWER',
      `${root} is a dir archive of format ${version}, written by a newer pilfer; this one reads format ${VERSION}`,
    )
  return true
}

/** Makes `root` an archive of this kind; the marker is on the disk when this returns. */
export function writeMarker(root: string, temp: string): void {
  const text = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`
  replaceFile(join(root, MARKER), [Buffer.from(text)], { temp, sync: true })
}

function parse(text: string): { format?: unknown; version?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
