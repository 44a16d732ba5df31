import { readdirSync } from 'node:fs'
import { PilferError, show } from '../../errors.js'
import { ifThere } from '../../internal/fs/if-there.js'
import { hasMarker, MARKER } from '../../internal/fs/marker.js'
import { DATA, LOCK, OWN_LOCK } from './files.js'
import { LAYOUT } from './opening.js'

/**
 * Throws unless `root` is free for a copy: no folder, an empty one, or an environment and nothing else.
 *
 * @throws PilferError `ARCHIVE_NOT_EMPTY`, or what {@link hasMarker} throws.
 */
export function requireVacant(root: string): void {
  const names = ifThere(() => readdirSync(root)) ?? []
  const own = hasMarker(root, LAYOUT) ? [MARKER, DATA, LOCK, OWN_LOCK, `${OWN_LOCK}.lock`] : []
  const foreign = names.find((name) => !own.includes(name))
  if (foreign !== undefined) throw notEmpty(root, show(foreign))
}

/** The error for a place that has something in it. */
export function notEmpty(root: string, content: string): PilferError {
  return new PilferError(
    'ARCHIVE_NOT_EMPTY',
    `a copy goes into a new folder, and ${root} already has ${content} in it`,
  )
}
