import type { ArchiveRecord, AsyncArchive } from '../archive.js'
import { createArchive, createAsyncArchive } from '../internal/archive-front.js'

/**
 * The plainest archive, for another one to be copied to and compared with. It is seen as one that has to be waited for,
 * whether it is or not.
 */
export function archiveOfMap(clock: () => number, isAsync: boolean): AsyncArchive<any> {
  const records = new Map<string, ArchiveRecord>()
  const store = {
    kind: 'map',
    supports: {
      async: isAsync,
      blobs: false,
      lock: 'none' as const,
      concurrentWriters: false,
      enumerate: true,
      identity: true,
      ordered: false,
      persistent: false,
      retains: true,
      transactions: false,
      ttl: true,
    },
    read: (key: string) => records.get(key),
    write: (key: string, record: ArchiveRecord) => void records.set(key, record),
    delete: (key: string) => records.delete(key),
    clear: () => records.clear(),
    keys: (now: number) => [...records].filter(([, { expires }]) => expires > now).map(([key]) => key),
  }
  if (isAsync) return createAsyncArchive(store, { clock })
  return createArchive(store, { clock }) as unknown as AsyncArchive<any>
}
