import type { ArchiveReport } from '../../archive.js'
import { PilferError, show } from '../../errors.js'
import { damaged, type RecordHead } from '../../internal/record/record.js'
import { isCut, keyOf, LONGEST, storedKey } from './keys.js'
import type { SetAside } from './set-aside.js'
import { noteOf, type Table } from './table.js'
import { storedKeys } from './upkeep.js'

const LONGEST_NAMED = 60

interface Fault {
  readonly error: PilferError
  /** What the record says, when that is sound and only what is noted of it is wrong. */
  readonly head?: RecordHead
}

/** A damaged record that was found, and what has become of it. */
export interface Settled {
  readonly isMoved: boolean
  readonly error: PilferError
}

/** Finds the damaged records of a table, and sets them aside. */
export class Damage {
  readonly #table: Table
  readonly #aside: SetAside
  readonly #prefix: string

  /** @param path where the table is, for messages */
  constructor(table: Table, aside: SetAside, path: string) {
    this.#table = table
    this.#aside = aside
    this.#prefix = `${path}, record of `
  }

  /** What a record is called in messages. */
  nameOf(key: string): string {
    return key.length > LONGEST_NAMED ? `${this.#prefix}${show(key)}` : `${this.#prefix}"${key}"`
  }

  /** Moves the record of `stored` to a file, and says so, unless it is not damaged any more. */
  settle(stored: Uint8Array): Settled | undefined {
    const fault = this.#table.snapshot(() => this.#faultOf(stored))
    if (fault === undefined || fault.head !== undefined) return undefined
    try {
      const path = this.#table.write(() => this.#move(stored))
      if (path === undefined) return undefined
      return { isMoved: true, error: reported(fault, `it counts as absent and is now ${path}`) }
    } catch (error) {
      if (!(error instanceof PilferError)) throw error
      return { isMoved: false, error: reported(fault, 'it counts as absent and cannot be moved away') }
    }
  }

  #move(stored: Uint8Array): string | undefined {
    const fault = this.#faultOf(stored)
    if (fault === undefined || fault.head !== undefined) return undefined
    const path = this.#aside.keep(this.#keyOf(stored), this.#pieces(stored))
    this.#table.discard(stored)
    return path
  }

  /** Reads every record. */
  verify(): ArchiveReport {
    return this.#inspect((_, { error }) => error)
  }

  /** Reads every record, sets aside what is damaged, and notes anew what is noted wrongly. */
  repair(): ArchiveReport {
    return this.#inspect((stored, fault) => {
      if (fault.head === undefined) return this.settle(stored)?.error
      this.#table.renote(stored, fault.head)
      return fault.error
    })
  }

  #inspect(report: (stored: Uint8Array, fault: Fault) => PilferError | undefined): ArchiveReport {
    let records = 0
    const faults: PilferError[] = []
    for (const stored of storedKeys(this.#table)) {
      const fault = this.#table.snapshot(() => this.#faultOf(stored))
      const error = fault && report(stored, fault)
      if (error !== undefined) faults.push(error)
      if (this.#table.has(stored)) records++
    }
    return { records, faults, leftovers: 0 }
  }

  /** What is wrong with a record; `undefined` for one that is as it was written, or gone. */
  #faultOf(stored: Uint8Array): Fault | undefined {
    const where = this.nameOf(this.#keyOf(stored))
    try {
      const head = this.#table.find(stored, where)?.head
      if (head === undefined) return undefined
      if (!isEqual(storedKey(head.key), stored)) throw damaged(where, `it holds the key ${show(head.key)}`)
      if (isEqual(noteOf(stored, head), this.#table.rawNote(stored))) return undefined
      return { head, error: damaged(where, 'what is noted of it is not what it says') }
    } catch (error) {
      if (error instanceof PilferError && error.code === 'RECORD_DAMAGED') return { error }
      throw error
    }
  }

  #keyOf(stored: Uint8Array): string {
    if (!isCut(stored)) return keyOf(stored)
    return this.#table.note(stored)?.key ?? keyOf(stored.subarray(0, LONGEST))
  }

  #pieces(stored: Uint8Array): Uint8Array[] {
    const pieces: Uint8Array[] = []
    for (
      let piece: Uint8Array | undefined;
      (piece = this.#table.piece(stored, pieces.length)) !== undefined;
    )
      pieces.push(new Uint8Array(piece))
    return pieces
  }
}

const reported = ({ error }: Fault, end: string): PilferError =>
  new PilferError('RECORD_DAMAGED', `${error.message}; ${end}`)

const isEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0
