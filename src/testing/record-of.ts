import type { AnyArchive, ArchiveRecord } from '../archive.js'

/** The record of `key` without its size, which is each archive's own. */
export async function recordOf(archive: AnyArchive, key: string): Promise<ArchiveRecord | undefined> {
  const record: ArchiveRecord | undefined = await archive.read(key)
  if (record === undefined) return undefined
  const { size, ...rest } = record
  return rest
}
