import type { AnyArchive } from './archive.js'

/** What a user of a cache cannot go together with; a method throws where that is the case. */
export interface Guard {
  /** Asked before an archive is put in use. */
  archive(candidate: AnyArchive): void
  /** Asked before the cache is saved or restored. */
  snapshot(): void
}
