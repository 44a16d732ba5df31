import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PilferError, show } from '../../errors.js'
import { replaceFile } from './atomic-write.js'
import { ifThere } from './if-there.js'

/** The file that says what a folder is. */
export const MARKER = 'pilfer.json'

/** What the marker of a folder says: which kind of archive is in it, in which version of that kind's layout. */
export interface Layout {
  /** Such as `'dir'`. */
  readonly kind: string
  /** The newest version that is read, and the one that is written. */
  readonly version: number
}

/**
 * Whether `root` says that it is an archive of this kind; one that says nothing may become one.
 *
 * @throws PilferError `FORMAT_NEWER`, or `ARCHIVE_PATH` when it says that it is something else.
 */
export function hasMarker(root: string, layout: Layout): boolean {
  const path = join(root, MARKER)
  const text = ifThere(() => readFileSync(path, 'utf8'))
  if (text === undefined) return false
  const { format, version } = parse(text)
  if (format !== formatOf(layout) || !Number.isInteger(version))
    throw new PilferError(
      'ARCHIVE_PATH',
      `${root} holds no archive of the kind ${layout.kind}: ${path} should hold ${contentOf(layout)} and holds ${show(text)}`,
    )
  if ((version as number) > layout.version)
    throw new PilferError(
      'FORMAT_NEWER',
      `${root} is a ${layout.kind} archive of format ${version}, written by a newer pilfer; this one reads format ${layout.version}`,
    )
  return true
}

/** Makes `root` an archive of this kind; the marker is on the disk when this returns. */
export function writeMarker(root: string, layout: Layout, temp: string): void {
  replaceFile(join(root, MARKER), [Buffer.from(`${contentOf(layout)}\n`)], { temp, sync: true })
}

const formatOf = ({ kind }: Layout): string => `pilfer-${kind}`

const contentOf = (layout: Layout): string =>
  JSON.stringify({ format: formatOf(layout), version: layout.version })

function parse(text: string): { format?: unknown; version?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
