import { closeSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { PilferError } from '../../errors.js'
import { sweepTemp } from '../fs/atomic-write.js'
import { attempt } from '../fs/attempt.js'
import { fsError } from '../fs/fs-error.js'
import { makeFolder } from '../fs/make-folder.js'
import { type Lock, type LockKind, openLock } from '../lock/lock.js'
import { checkKey } from '../record/coder.js'
import { type Likely, type ParsedRecord, parseHead } from '../record/record.js'
import { readEntry } from './entry.js'
import type { Found, Frame } from './framing.js'
import type { LogIndex } from './log-index.js'
import { LogView, type LogViewOptions } from './log-view.js'
import { LogWriter } from './log-writer.js'
import { placeOf } from './open-file.js'
import { Window } from './window.js'

/** What a {@link Log} needs to know. */
export interface LogOptions extends LogViewOptions {
  /** As in `'file'`, for messages. */
  readonly kind: string
  /**
   * How writers are kept apart.
   *
   * @default what this process has
   */
  readonly lockKind?: LockKind | undefined
}

/** What {@link Log.inspect} finds. */
export interface LogReport {
  readonly records: number
  readonly faults: readonly PilferError[]
  /** The keys of the entries that are damaged. */
  readonly broken: readonly string[]
  /** Whether there is something behind the end that a killed writer has left. */
  readonly hasTail: boolean
}

/** Throws `RECORD_DAMAGED` for an entry that is not what was written under `key`. */
export type EntryCheck = (parsed: ParsedRecord, where: string, key: string) => void

/**
 * Records in one file, to which all that happens is appended; the index of what is in force lies in memory. Writers
 * hold a lock, readers need none.
 */
export class Log {
  readonly path: string
  readonly lock: Lock
  readonly writer: LogWriter
  readonly #view: LogView

  constructor(path: string, options: LogOptions) {
    this.path = placeOf(path, options.kind)
    this.lock = openLock(this.path, options.lockKind)
    const folder = dirname(this.path)
    this.#view = attempt('write', this.path, () => {
      makeFolder(folder, options.sync)
      sweepTemp(folder, `${basename(this.path)}.`)
      return new LogView(this.path, options)
    })
    this.writer = new LogWriter(this.#view, this.lock)
    try {
      this.#tidy()
      this.#view.tell()
    } catch (error) {
      this.close()
      throw error
    }
  }

  #tidy(): void {
    if (!this.#view.hasTail || !this.#view.file.writable) return
    try {
      this.writer.tidy()
    } catch (error) {
      // Whoever writes next does it, or is told why it cannot be done; readers need neither lock nor room.
      if (!(error instanceof PilferError)) throw error
    }
  }

  /** The index, up to date with the file. */
  index(): LogIndex {
    const view = this.#view
    try {
      view.follow()
    } catch (error) {
      throw fsError(error, 'read', this.path)
    }
    view.tell()
    return view.index
  }

  /** How many bytes the frames in force take, and how many all else. */
  bytes(): { live: number; dead: number } {
    return { live: this.index().liveBytes, dead: this.#view.deadBytes }
  }

  /** What `use` makes of the entry of `key`, or `undefined`. A damaged one counts as absent and is reported. */
  read<T>(key: string, likely: Likely, use: (parsed: ParsedRecord, where: string) => T): T | undefined {
    try {
      return this.#read(key, likely, use)
    } finally {
      this.#view.tell()
    }
  }

  #read<T>(key: string, likely: Likely, use: (parsed: ParsedRecord, where: string) => T): T | undefined {
    const view = this.#view
    let hasReloaded = false
    for (let frame = this.index().get(key); frame !== undefined; frame = view.index.get(key))
      try {
        return readEntry(view.file.fd, view.framing, frame, view.where(frame), likely, use)
      } catch (error) {
        if (!isDamage(error)) throw fsError(error, 'read', this.path)
        // Another program may have written the file anew in its place.
        if (!hasReloaded && view.reload()) {
          hasReloaded = true
          continue
        }
        view.drop(frame)
        view.report(error.message)
      }
    return undefined
  }

  /** Where the body of the entry of `key` is, with a descriptor of its own, which whoever asks has to close. */
  locate(key: string): { fd: number; where: string; found: Found } | undefined {
    return this.#telling(() => {
      const view = this.#view
      let hasReloaded = false
      for (;;) {
        const frame = this.index().get(key)
        if (frame === undefined) return undefined
        const { file, framing } = view
        const fd = file.reopened()
        if (fd === undefined) continue // Another file is at the path by now.
        const where = view.where(frame)
        try {
          const found = framing.find(new Window(fd, frame.at + frame.length, 4096), frame, where)
          if (Buffer.isBuffer(found.head)) checkKey(parseHead(found.head, where), key, where)
          return { fd, where, found }
        } catch (error) {
          closeSync(fd)
          // As when it is read at once.
          if (hasReloaded || !isDamage(error) || !view.reload()) throw error
          hasReloaded = true
        }
      }
    })
  }

  /**
   * What is wrong with the entries in force, and how many are sound.
   *
   * @param check throws `RECORD_DAMAGED` for an entry that is not what was written
   */
  inspect(check: EntryCheck): LogReport {
    return this.#telling(() => {
      const view = this.#view
      view.load()
      const faults = view.damages.map(
        (damage) =>
          new PilferError(
            'RECORD_DAMAGED',
            `${view.where(damage)} is damaged: ${damage.length} bytes are no record`,
          ),
      )
      const broken: string[] = []
      let records = 0
      for (const frame of [...view.index.frames()]) {
        const fault = this.#faultOf(frame, check)
        if (fault === undefined) records++
        else {
          faults.push(fault)
          broken.push(frame.key)
        }
      }
      return { records, faults, broken, hasTail: view.hasTail && this.#keepsTail() }
    })
  }

  /** What `look` gives; what it comes upon is told when it is done. */
  #telling<T>(look: () => T): T {
    try {
      return attempt('read', this.path, look)
    } finally {
      this.#view.tell()
    }
  }

  #faultOf(frame: Frame, check: EntryCheck): PilferError | undefined {
    const { file, framing } = this.#view
    const where = this.#view.where(frame)
    try {
      readEntry(file.fd, framing, frame, where, undefined, (parsed) => check(parsed, where, frame.key))
      return undefined
    } catch (error) {
      if (isDamage(error)) return error
      throw error
    }
  }

  /** Whether what is behind the end is anything but a frame that is just being written. */
  #keepsTail(): boolean {
    const view = this.#view
    return !view.file.writable || this.writer.whileQuiet(() => view.hasTail)
  }

  /** Sets aside the entries of `broken` that `check` still finds damaged, and all that is no frame. */
  setAside(broken: readonly string[], check: EntryCheck): void {
    this.writer.rewrite(broken, (frame) => this.#faultOf(frame, check) !== undefined)
  }

  close(): void {
    this.#view.file.close()
    this.lock.close()
  }
}

const isDamage = (error: unknown): error is PilferError =>
  error instanceof PilferError && error.code === 'RECORD_DAMAGED'
