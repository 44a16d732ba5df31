import type { ArchiveLock, ArchiveSupports } from '../../archive.js'
import type { Codec } from '../../codec.js'

/** What an archive can do that keeps records in files of its own, without an order. */
export const recordSupports = (codec: Pick<Codec, 'stream'>, lock: ArchiveLock) =>
  ({
    async: false,
    retains: true,
    identity: false,
    enumerate: true,
    persistent: true,
    concurrentWriters: true,
    ordered: false,
    transactions: false,
    ttl: true,
    blobs: codec.stream !== undefined,
    lock,
  }) as const satisfies ArchiveSupports
