import { type Dirent, opendirSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { ArchiveRecord, ArchiveStore } from '../../archive.js'
import type { Codec } from '../../codec.js'
import { PilferError } from '../../errors.js'
import { replaceFile, sweepTemp, syncFolder } from '../../internal/fs/atomic-write.js'
import { attempt } from '../../internal/fs/attempt.js'
import { type FileIdentity, identityOf } from '../../internal/fs/file-identity.js'
import { errno } from '../../internal/fs/fs-error.js'
import { ifThere, removeFile } from '../../internal/fs/if-there.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { hasMarker, writeMarker } from '../../internal/fs/marker.js'
import { checkKey, RecordCoder } from '../../internal/record/coder.js'
import {
  isRecord,
  type Reading,
  readFrom,
  readHead,
  readHeadIfAny,
  readRecord,
} from '../../internal/record/file.js'
import { LAYOUT } from './layout.js'
import { fileName, SUFFIX } from './names.js'
import { rootAt } from './root.js'
import { type Fate, removeSetAside, setAside } from './set-aside.js'
import { requireVacant } from './vacant.js'

/** The folder, inside that of the archive, where files are written before they get their names. */
const TEMP = 'tmp'

/** What a {@link DirStore} needs to know. */
export interface DirStoreOptions<V> {
  readonly codec: Codec<V>
  /** Wait for the disk. */
  readonly sync: boolean
  readonly onDamage: (error: PilferError) => void
}

/** Records in a folder, one file per key; `docs/formats.md` has the layout. */
export class DirStore<V> implements ArchiveStore<V> {
  readonly kind = 'dir'
  readonly supports = {
    async: false,
    retains: true,
    identity: false,
    enumerate: true,
    persistent: true,
    concurrentWriters: true,
    ordered: false,
    transactions: false,
    ttl: true,
    blobs: false,
    lock: 'none',
  } as const
  readonly #root: string
  readonly #temp: string
  readonly #damaged: string
  readonly #options: DirStoreOptions<V>
  readonly #coder: RecordCoder<V>
  /** The damaged files that could not be moved: they are reported once and passed over from then on. */
  readonly #stuck = new Map<string, FileIdentity>()
  #prepared = false

  /** @param root an absolute path; the folder is created when missing */
  constructor(root: string, options: DirStoreOptions<V>) {
    this.#root = root
    this.#temp = join(root, TEMP)
    this.#damaged = join(root, 'damaged')
    this.#options = options
    this.#coder = new RecordCoder(options.codec)
    attempt('write', root, () => makeFolder(root, options.sync))
    attempt('read', root, () => hasMarker(root, LAYOUT))
    sweepTemp(this.#temp)
  }

  read(key: string): ArchiveRecord<V> | undefined {
    return this.#look(this.#pathOf(key), (fd, path, memory) => {
      return this.#coder.decode(readRecord(fd, path, memory, this.#coder.likely(key)), key, path)
    })
  }

  has(key: string, now: number): boolean {
    const head = this.#look(this.#pathOf(key), (fd, path, memory) => {
      const found = readHead(fd, path, memory)
      checkKey(found, key, path)
      return found
    })
    return head !== undefined && head.expires > now
  }

  write(key: string, record: ArchiveRecord<V>): void {
    const { sync } = this.#options
    const path = this.#pathOf(key)
    const chunks = this.#coder.encode(key, record)
    const replace = (): void => {
      if (!this.#prepared) this.#prepare()
      replaceFile(path, chunks, { temp: this.#temp, sync })
    }
    attempt('write', path, () => {
      try {
        replace()
      } catch (error) {
        // Somebody removed the folder, or took the new file for a leftover.
        if (errno(error) !== 'ENOENT') throw error
        this.#prepared = false
        replace()
      }
    })
  }

  delete(key: string): boolean {
    const path = this.#pathOf(key)
    return attempt('write', path, () => {
      const removed = removeFile(path)
      if (removed && this.#options.sync) syncFolder(this.#root)
      return removed
    })
  }

  clear(): void {
    attempt('write', this.#root, () => {
      for (const name of [...this.#names()]) {
        const path = this.#root + sep + name
        if (readFrom(path, isRecord, () => false)) removeFile(path)
      }
      sweepTemp(this.#temp)
      removeSetAside(this.#damaged)
    })
  }

  *keys(now: number): Iterable<string> {
    for (const name of this.#names()) {
      const head = this.#look(this.#root + sep + name, readHeadIfAny)
      if (head !== undefined && head.expires > now && fileName(head.key) === name) yield head.key
    }
  }

  at(place: string): DirStore<V> {
    const root = rootAt('copy of a dir archive', place)
    attempt('read', root, () => requireVacant(root, TEMP))
    return new DirStore(root, this.#options)
  }

  #pathOf(key: string): string {
    return this.#root + sep + fileName(key)
  }

  /** What `reading` makes of a record file; a damaged one counts as absent, is set aside and reported. */
  #look<T>(path: string, reading: Reading<T>, again = true): T | undefined {
    const checked = this.#stuck.size === 0 ? reading : this.#unlessStuck(reading)
    return readFrom(path, checked, (error, identity) => {
      const fate = attempt('write', path, () => setAside(path, identity, this.#damaged))
      if (fate === 'replaced' && again) return this.#look(path, reading, false)
      if (fate === 'stays') this.#stuck.set(path, identity)
      this.#options.onDamage(new PilferError('RECORD_DAMAGED', `${error.message}; ${whatBecame(fate)}`))
      return undefined
    })
  }

  #unlessStuck<T>(reading: Reading<T>): Reading<T | undefined> {
    return (fd, path, memory) =>
      this.#stuck.get(path) === identityOf(fd) ? undefined : reading(fd, path, memory)
  }

  /** The names of the record files, one after the other. */
  *#names(): Generator<string> {
    const folder = attempt('read', this.#root, () => ifThere(() => opendirSync(this.#root)))
    if (folder === undefined) return
    try {
      for (let entry: Dirent | null; (entry = folder.readSync()) !== null; )
        if (entry.name.endsWith(SUFFIX) && (entry.isFile() || entry.isSymbolicLink())) yield entry.name
    } finally {
      folder.closeSync()
    }
  }

  #prepare(): void {
    makeFolder(this.#temp, this.#options.sync)
    if (!hasMarker(this.#root, LAYOUT)) writeMarker(this.#root, LAYOUT, this.#temp)
    this.#prepared = true
  }
}

function whatBecame(fate: Fate): string {
  if (fate === 'stays') return 'it counts as absent and cannot be moved away'
  return fate === 'replaced' ? 'another one is in its place' : `it counts as absent and is now ${fate.moved}`
}
