import { type Archive, createArchive, dictArchive, PilferError } from '../../src/index.js'

/** An archive whose reads or writes fail as long as it is told so. */
export interface FailingArchive extends Archive {
  failing: { reads: boolean; writes: boolean }
}

export function failingArchive(): FailingArchive {
  const inner = dictArchive()
  const failing = { reads: false, writes: false }
  const fail = (): never => {
    throw new PilferError('ARCHIVE_FULL', 'the disk is full', { cause: new Error('ENOSPC') })
  }
  const archive = createArchive({
    kind: 'failing',
    supports: inner.supports,
    read: (key) => (failing.reads ? fail() : inner.read(key)),
    write: (key, record) => void (failing.writes ? fail() : inner.set(key, record.value)),
    delete: (key) => inner.delete(key),
    clear: () => inner.clear(),
    keys: () => inner.keys(),
  })
  return Object.assign(archive, { failing })
}
