import type { Archive } from '../archive.js'
import { createArchive } from '../internal/archive-front.js'

/**
 * An archive that keeps nothing: what is set is forgotten at once. It stands where an archive is expected and none
 * is wanted.
 *
 * @example
 * ```ts
 * import { nullArchive } from 'pilfer'
 *
 * const archive = nullArchive()
 * archive.set('x', 1)
 * archive.has('x') // false
 * ```
 */
export function nullArchive<V = unknown>(): Archive<V> {
  return createArchive<V>({
    kind: 'null',
    supports: {
      async: false,
      retains: false,
      identity: true,
      enumerate: true,
      persistent: false,
      concurrentWriters: true,
      ordered: true,
      transactions: false,
      ttl: true,
      blobs: false,
      lock: 'none',
    },
    read: () => undefined,
    write: () => {},
    delete: () => false,
    clear: () => {},
    keys: () => [],
  })
}
