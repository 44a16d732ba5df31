import { PilferError } from '../../errors.js'
import { type Likely, type ParsedRecord, parseRecord, type RecordHead } from '../../internal/record/record.js'
import type { Environment } from './environment.js'
import { isCut, storedKey } from './keys.js'
import { encodeNote, type Note, parseNote } from './note.js'
import type { ByteRange, Database } from './package.js'
import { inPieces, PIECE, parsePieces, piecesIn, sizeOf } from './pieces.js'

interface Databases {
  /** The first or only piece of each record. */
  readonly records: Database
  /** What must be known of a record without reading it, for those that are not as most are. */
  readonly notes: Database
  /** The other pieces of large records. */
  readonly pieces: Database
}

/** The records of one archive in its three databases, by the bytes of their keys. All of a record changes together. */
export class Table {
  readonly #env: Environment
  readonly #name: string
  readonly #sync: boolean
  #databases: Databases | undefined
  #isClosed = false

  /** @param sync wait for the disk */
  constructor(env: Environment, name: string, sync: boolean) {
    this.#env = env
    this.#name = name
    this.#sync = sync
    this.#databases = this.#open()
  }

  /**
   * The record of `stored`. Unless it is {@link isLarge | large}, its inline part is good until the next read only.
   *
   * @throws PilferError `RECORD_DAMAGED`, `FORMAT_NEWER`
   */
  find(stored: Uint8Array, where: string, likely?: Likely): ParsedRecord | undefined {
    const records = this.#here()?.records
    const first = records && this.#env.get(records, stored)
    if (first === undefined) return undefined
    return first.length < PIECE ? parseRecord(first, where, likely) : this.#findLarge(stored, where)
  }

  #findLarge(stored: Uint8Array, where: string): ParsedRecord | undefined {
    return this.#env.snapshot(() => {
      const first = this.piece(stored, 0)
      const size = this.note(stored)?.size ?? first?.length
      return size === undefined ? undefined : parsePieces((n) => this.piece(stored, n), size, where)
    })
  }

  /** The piece of a record, in memory that the next read overwrites. */
  piece(stored: Uint8Array, n: number): Uint8Array | undefined {
    const databases = this.#here()
    if (databases === undefined) return undefined
    if (n === 0) return this.#env.get(databases.records, stored)
    return this.#env.get(databases.pieces, pieceKey(stored, n))
  }

  note(stored: Uint8Array): Note | undefined {
    const bytes = this.rawNote(stored)
    return bytes && parseNote(bytes)
  }

  /** The note of a record as it is kept, in memory that the next read overwrites. */
  rawNote(stored: Uint8Array): Uint8Array | undefined {
    const notes = this.#here()?.notes
    return notes && this.#env.get(notes, stored)
  }

  has(stored: Uint8Array): boolean {
    const records = this.#here()?.records
    return records !== undefined && this.#env.get(records, stored) !== undefined
  }

  /** Keeps `chunks`, which are the record of `key`, in the place of what was there. */
  put(key: string, chunks: readonly Uint8Array[], expires: number): void {
    const stored = storedKey(key)
    this.write(({ records, notes, pieces }) => {
      const old = this.note(stored)
      const size = sizeOf(chunks)
      inPieces(chunks, (piece, n) => {
        if (n === 0) records.put(stored, piece)
        else pieces.put(pieceKey(stored, n), piece)
      })
      if (old !== undefined) dropPieces(pieces, stored, piecesIn(size))
      const note = noteOf(stored, { key, expires, length: size })
      if (note !== undefined) notes.put(stored, note)
      else if (old !== undefined) notes.removeSync(stored)
    })
  }

  remove(stored: Uint8Array): boolean {
    return this.write(({ records, notes, pieces }) => {
      if (notes.removeSync(stored)) dropPieces(pieces, stored, 1)
      return records.removeSync(stored)
    })
  }

  /** Removes all that there is of a record, whatever is noted of it. */
  discard(stored: Uint8Array): void {
    this.write(({ records, notes, pieces }) => {
      notes.removeSync(stored)
      dropPieces(pieces, stored, 1)
      records.removeSync(stored)
    })
  }

  /** Notes of a record what its head says. */
  renote(stored: Uint8Array, head: RecordHead): void {
    this.write(({ notes }) => {
      const note = noteOf(stored, head)
      if (note === undefined) notes.removeSync(stored)
      else notes.put(stored, note)
    })
  }

  clear(): void {
    this.write(({ records, notes, pieces }) => {
      for (const database of [records, notes, pieces]) database.clearSync()
    })
  }

  /** What `work` makes of reads that all show the same moment. */
  snapshot<T>(work: () => T): T {
    this.#requireOpen()
    return this.#env.snapshot(work)
  }

  /** The keys that there are, in the order of their bytes; to be listed within a snapshot. */
  keys(range: ByteRange): Iterable<Uint8Array> {
    const records = this.#here()?.records
    return records === undefined ? [] : this.#env.keys(records, range)
  }

  /** The notes that there are, in the order of their keys' bytes; to be listed within a snapshot. */
  *notes(range: ByteRange): Generator<{ stored: Uint8Array; note: Note }> {
    const notes = this.#here()?.notes
    if (notes === undefined) return
    for (const { key, value } of this.#env.entries(notes, range))
      yield { stored: key, note: parseNote(value) }
  }

  /** How many records there are. */
  count(): number {
    const records = this.#here()?.records
    return records === undefined ? 0 : this.#env.extent(records).entries
  }

  /** How many bytes of LMDB's pages they take. */
  bytes(): number {
    return sum(Object.values(this.#here() ?? {}), (database) => this.#env.extent(database).bytes)
  }

  /** Does `work` in a transaction, waiting for the disk if this archive does. */
  write<T>(work: (databases: Databases) => T): T {
    return this.#env.write(() => work(this.#here()!), this.#sync)
  }

  transact<T>(work: () => T): T {
    return this.#env.transact(work, this.#sync)
  }

  /** Finishes a transaction under way first. */
  close(): void {
    this.#isClosed = true
    this.#env.release()
  }

  #requireOpen(): void {
    if (this.#isClosed)
      throw new PilferError('ARCHIVE_CLOSED', 'this lmdb archive has been closed and cannot be used')
  }

  /** The databases; where they could not be created, another process may have done so meanwhile. */
  #here(): Databases | undefined {
    this.#requireOpen()
    return (this.#databases ??= this.#open())
  }

  #open(): Databases | undefined {
    const names = ['records', 'notes', 'pieces'].map((kind) => `${kind}:${this.#name}`)
    const databases = this.#env.databases(names)
    if (databases === undefined) return undefined
    const [records, notes, pieces] = databases
    return { records: records!, notes: notes!, pieces: pieces! }
  }
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

/** The note that a record should have. */
export function noteOf(
  stored: Uint8Array,
  { key, expires, length }: Pick<RecordHead, 'key' | 'expires' | 'length'>,
): Uint8Array | undefined {
  return encodeNote({ expires, size: length, key: isCut(stored) ? key : undefined })
}

function pieceKey(stored: Uint8Array, n: number): Uint8Array {
  const key = Buffer.alloc(stored.length + 4)
  key.set(stored)
  key.writeUInt32BE(n, stored.length)
  return key
}

/** Removes the pieces of a record from one number on. */
function dropPieces(pieces: Database, stored: Uint8Array, from: number): void {
  for (let n = from; pieces.removeSync(pieceKey(stored, n)); ) n++
}
