import { setTimeout as delay } from 'node:timers/promises'
import { type ArchiveRecord, type AsyncArchive, createAsyncArchive } from '../../src/index.js'

/** How slow an archive is, in ms. */
export interface SlowArchiveOptions {
  readonly clock?: () => number
  readonly read?: number
  readonly write?: number
}

/** An archive that has to be waited for, over a Map. */
export function slowArchive<V = any>(options: SlowArchiveOptions = {}): AsyncArchive<V> {
  const records = new Map<string, ArchiveRecord<V>>()
  const after = async <T>(ms: number | undefined, work: () => T): Promise<T> => {
    if (ms === undefined) await new Promise((resolve) => setImmediate(resolve))
    else await delay(ms)
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
        lock: 'none',
      },
      read(key) {
        // What was there when the reading began, as a server under load would answer.
        const record = records.get(key)
        return after(options.read, () => record)
      },
      write: (key, record) => after(options.write, () => void records.set(key, record)),
      delete: (key) => after(options.write, () => records.delete(key)),
      clear: () => after(options.write, () => records.clear()),
      async *keys(now) {
        for (const [key, record] of [...records]) if (record.expires > now) yield after(undefined, () => key)
      },
    },
    options.clock === undefined ? {} : { clock: options.clock },
  )
}
