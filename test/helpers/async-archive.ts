import { type ArchiveRecord, type AsyncArchive, createAsyncArchive } from '../../src/index.js'

/** An archive that has to be waited for, over a Map; each call takes a few turns of the event loop. */
export function slowArchive<V = any>(options: { clock?: () => number } = {}): AsyncArchive<V> {
  const records = new Map<string, ArchiveRecord<V>>()
  const later = async <T>(work: () => T): Promise<T> => {
    await new Promise((resolve) => setImmediate(resolve))
    return work()
  }
  return createAsyncArchive<V>(
    {
      kind: 'slow',
      supports: {
        async: true,
        retains: true,
        identity: true,
        enumerate: true,
        persistent: false,
        concurrentWriters: false,
        ordered: false,
        transactions: false,
        ttl: true,
        blobs: false,
      },
      read: (key) => later(() => records.get(key)),
      write: (key, record) => later(() => void records.set(key, record)),
      delete: (key) => later(() => records.delete(key)),
      clear: () => later(() => records.clear()),
      async *keys(now) {
        for (const [key, record] of [...records]) if (record.expires > now) yield later(() => key)
      },
    },
    options,
  )
}
