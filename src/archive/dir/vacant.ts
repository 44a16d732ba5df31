import { readdirSync } from 'node:fs'
import { PilferError, show } from '../../errors.js'
import { ifThere } from '../../internal/fs/if-there.js'
import { hasMarker, MARKER } from '../../internal/fs/marker.js'
import { LAYOUT } from './layout.js'

/**
 * Throws unless `root` is free for a new archive: no folder, an empty one, or that of an archive without entries.
 *
 * @param temp the name of the folder for files being written, which an archive without entries may have
 * @throws PilferError `ARCHIVE_NOT_EMPTY`, or what {@link hasMarker} throws.
 */
export function requireVacant(root: string, temp: string): void {
  const names = ifThere(() => readdirSync(root)) ?? []
  const own = hasMarker(root, LAYOUT) ? [MARKER, temp] : []
  const foreign = names.find((name) => !own.includes(name))
  if (foreign !== undefined)
    throw new PilferError(
      'ARCHIVE_NOT_EMPTY',
      `a copy goes into a new folder, and ${root} already has ${show(foreign)} in it`,
    )
}
