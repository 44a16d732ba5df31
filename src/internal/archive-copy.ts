import type { AnyArchive, ArchiveRecord } from '../archive.js'
import { requireEnumerable } from './archive-check.js'
import { each } from './each.js'
import type { Steps } from './run.js'

/** Writes every record of one archive to another, holding no more than one of them at a time. */
export function* copyRecords(from: AnyArchive, to: AnyArchive): Steps<void> {
  requireEnumerable(from, 'copied')
  if (to === from) return
  yield* each(from.keys(), function* (key): Steps<boolean> {
    const record: ArchiveRecord | undefined = yield from.read(key)
    if (record !== undefined) yield to.write(key, record)
    return true
  })
}
