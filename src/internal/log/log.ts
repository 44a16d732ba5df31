import { closeSync, fdatasyncSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Encoded } from '../../codec.js'
import { PilferError } from '../../errors.js'
import { sweepTemp } from '../fs/atomic-write.js'
import { fsError } from '../fs/fs-error.js'
import { makeFolder } from '../fs/make-folder.js'
import { type Lock, openLock } from '../lock/lock.js'
import type { Likely, ParsedRecord, RecordMeta } from '../record/record.js'
import { compacted } from './compaction.js'
import { readEntry } from './entry.js'
import { FrameWriter } from './frame-writer.js'
import type { Found, Frame } from './framing.js'
import type { LogIndex } from './log-index.js'
import { entryFrame, LogView, type LogViewOptions } from './log-view.js'
import { type OpenFile, placeOf } from './open-file.js'
import { keepDamaged, removeKept } from './set-aside.js'
import { Window } from './window.js'

/** A log is compacted once so many bytes are dead, and more than half of it. */
const FLOOR = 1024 * 1024

/** What a {@link Log} needs to know. */
export interface LogOptions extends LogViewOptions {
  /** As in `'file'`, for messages. */
  readonly kind: string
  /** Wait for the disk. */
  readonly sync: boolean
}

/** A record on its way. */
export interface LogEntry {
  readonly meta: RecordMeta
  readonly encoded: Encoded
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

const NO_BODY: Encoded = { inline: new Uint8Array(0), blobs: [] }

/**
 * Records in one file, to which all that happens is appended; the index of what is in force lies in memory. Writers
 * hold a lock, readers need none.
 *
 * When an entry is replaced it is marked as such, so that it is not taken for the last word should its successor be
 * damaged.
 */
export class Log {
  readonly path: string
  readonly lock: Lock
  readonly #view: LogView
  /** The file that this holds the lock of. */
  #locked: OpenFile | undefined
  #compactAt = FLOOR

  constructor(
    path: string,
    readonly options: LogOptions,
  ) {
    this.path = placeOf(path, options.kind)
    this.lock = openLock(this.path)
    const folder = dirname(this.path)
    this.#view = attempt('write', this.path, () => {
      makeFolder(folder, options.sync)
      sweepTemp(folder, `${basename(this.path)}.`)
      return new LogView(this.path, options, (file) => this.#retire(file))
    })
    if (this.#view.hasTail && this.#view.file.writable) this.#writing(() => {})
  }

  /** The index, up to date with the file. */
  index(): LogIndex {
    attempt('read', this.path, () => this.#view.refresh())
    return this.#view.index
  }

  /** How many bytes the frames in force take, and how many all else. */
  bytes(): { live: number; dead: number } {
    return { live: this.index().liveBytes, dead: this.#view.deadBytes }
  }

  /** What `use` makes of the entry of `key`, or `undefined`. A damaged one counts as absent and is reported. */
  read<T>(key: string, likely: Likely, use: (parsed: ParsedRecord, where: string) => T): T | undefined {
    const view = this.#view
    let frame = this.index().get(key)
    for (let isFirst = true; frame !== undefined; isFirst = false)
      try {
        return readEntry(view.file.fd, view.framing, frame, view.where(frame), likely, use)
      } catch (error) {
        if (!(error instanceof PilferError) || error.code !== 'RECORD_DAMAGED')
          throw fsError(error, 'read', this.path)
        // Another program may have written the file anew in its place.
        if (isFirst) view.load()
        else {
          view.report(error.message)
          view.index.delete(key)
        }
        frame = view.index.get(key)
      }
    return undefined
  }

  /** Where the body of the entry of `key` is, with a descriptor of its own, which whoever asks has to close. */
  locate(key: string): { fd: number; where: string; found: Found } | undefined {
    return attempt('read', this.path, () => {
      for (;;) {
        const frame = this.index().get(key)
        if (frame === undefined) return undefined
        const { file, framing } = this.#view
        const fd = file.reopened()
        if (fd === undefined) continue // Another file is at the path by now.
        const where = this.#view.where(frame)
        try {
          const found = framing.find(new Window(fd, frame.at + frame.length, 4096), frame, where)
          return { fd, where, found }
        } catch (error) {
          closeSync(fd)
          throw error
        }
      }
    })
  }

  /**
   * What is wrong with the entries in force, and how many are sound.
   *
   * @param check throws `RECORD_DAMAGED` for an entry that is not what was written
   */
  inspect(check: (parsed: ParsedRecord, where: string, key: string) => void): LogReport {
    return attempt('read', this.path, () => {
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
      return { records, faults, broken, hasTail: view.hasTail && this.#hasTailForGood() }
    })
  }

  #faultOf(
    frame: Frame,
    check: (parsed: ParsedRecord, where: string, key: string) => void,
  ): PilferError | undefined {
    const { file, framing } = this.#view
    const where = this.#view.where(frame)
    try {
      readEntry(file.fd, framing, frame, where, undefined, (parsed) => check(parsed, where, frame.key))
      return undefined
    } catch (error) {
      if (error instanceof PilferError && error.code === 'RECORD_DAMAGED') return error
      throw error
    }
  }

  /** Whether what is behind the end is no frame that is just being written. */
  #hasTailForGood(): boolean {
    const view = this.#view
    const { file } = view
    if (!file.writable) return true
    this.lock.acquire(file.fd)
    try {
      view.refresh()
      return view.hasTail
    } finally {
      this.lock.release(file.fd)
    }
  }

  /** Appends records: all of them or, when that fails, none. */
  append(entries: readonly LogEntry[]): void {
    this.#writing(() => {
      const added: Frame[] = []
      this.#write((writer) => {
        for (const { meta, encoded } of entries) {
          const at = writer.at
          added.push(entryFrame(meta.key, meta.expires, at, writer.add(meta, encoded)))
        }
      })
      for (const frame of added) this.#put(frame)
      this.#compactIfWorthwhile()
    })
  }

  /** Appends one record whose body `writeBody` writes; see {@link FrameWriter.addBody}. */
  appendBody(
    { key, expires }: RecordMeta,
    head: Buffer,
    bodyLength: number,
    writeBody: (file: OpenFile, position: number) => number,
  ): void {
    this.#writing(() => {
      const at = this.#view.position
      this.#write((writer) =>
        writer.addBody(key, head, bodyLength, (position) => writeBody(this.#view.file, position)),
      )
      this.#put(entryFrame(key, expires, at, this.#view.position - at))
      this.#compactIfWorthwhile()
    })
  }

  /** Forgets `key`; says whether there was something to forget. */
  delete(key: string): boolean {
    return this.#writing(() => {
      const { index } = this.#view
      if (index.get(key) === undefined) return false
      const meta = { key, codec: '', created: 0, expires: Infinity, tags: [], deleted: true }
      this.#write((writer) => writer.add(meta, NO_BODY))
      this.#mark(index.delete(key)!)
      this.#compactIfWorthwhile()
      return true
    })
  }

  /** Forgets what has expired at `now`; says how many entries that were. */
  prune(now: number): number {
    return this.#writing(() => {
      const { index, file } = this.#view
      const expired = [...index.frames()].filter((frame) => frame.expires <= now)
      for (const frame of expired) {
        index.delete(frame.key)
        this.#mark(frame)
      }
      if (this.options.sync && expired.length > 0) fdatasyncSync(file.fd)
      this.#compactIfWorthwhile()
      return expired.length
    })
  }

  /** Forgets all entries, and removes what has been set aside. */
  clear(): void {
    this.#writing(() => {
      const { index } = this.#view
      for (const { key } of [...index.frames()]) index.delete(key)
      this.#compact()
      removeKept(this.path)
    })
  }

  /**
   * Writes the file anew with what is in force. Entries of `broken` that `check` still finds damaged are set aside, and
   * all else that is no frame.
   */
  rewrite(
    broken: readonly string[],
    check: (parsed: ParsedRecord, where: string, key: string) => void,
  ): void {
    this.#writing(() => {
      const { index, file } = this.#view
      for (const key of broken) {
        const frame = index.get(key)
        if (frame === undefined || this.#faultOf(frame, check) === undefined) continue
        keepDamaged(this.path, file.fd, frame)
        index.delete(key)
      }
      this.#compact()
    })
  }

  close(): void {
    this.#view.file.close()
    this.lock.close()
  }

  /** Runs `work` as the only writer, with the index up to date and nothing behind the end. */
  #writing<T>(work: () => T): T {
    const view = this.#view
    return attempt('write', this.path, () => {
      for (;;) {
        view.refresh()
        const { file } = view
        if (!file.writable)
          throw new PilferError('ARCHIVE_READ_ONLY', `${this.path} may be read but not be written`)
        this.lock.acquire(file.fd)
        this.#locked = file
        try {
          view.refresh()
          if (view.file !== file) continue // It was replaced while this waited for the lock.
          if (view.hasTail) this.#cutTail()
          return work()
        } finally {
          this.#locked = undefined
          this.lock.release(file.fd)
          if (view.file !== file) file.close()
        }
      }
    })
  }

  /** Closes a file that is not in use any more, unless its lock still has to be released. */
  #retire(file: OpenFile): void {
    if (file !== this.#locked) file.close()
  }

  #cutTail(): void {
    const view = this.#view
    const { position: at, size, file } = view
    if (view.framing.frameAt(new Window(file.fd, size), at) === 'damaged') {
      keepDamaged(this.path, file.fd, { at, length: size - at })
      view.report(`${view.where({ at })} is damaged: the last ${size - at} bytes are no record`)
    }
    this.#truncate()
  }

  /** Ends the file behind the last frame. */
  #truncate(): void {
    const view = this.#view
    view.file.truncate(view.position)
    view.file.write(view.framing.trailer, view.position)
    view.wrote(view.position)
  }

  #write(work: (writer: FrameWriter) => void): void {
    const view = this.#view
    const writer = new FrameWriter(view.file, view.framing, view.position, view.size)
    try {
      work(writer)
      writer.flush()
      if (this.options.sync) fdatasyncSync(view.file.fd)
    } catch (error) {
      this.#truncate()
      throw error
    }
    view.wrote(writer.at, writer.last)
  }

  /** Takes note of an entry that has been written, and marks the one that it replaces. */
  #put(frame: Frame): void {
    const { index } = this.#view
    const old = index.get(frame.key)
    index.add(frame)
    if (old !== undefined) this.#mark(old)
  }

  #mark(frame: Frame): void {
    const { file, framing } = this.#view
    const mark = framing.mark(new Window(file.fd, frame.at + frame.length, 1024), frame)
    if (mark !== undefined) file.write(mark.bytes, mark.at)
  }

  #compactIfWorthwhile(): void {
    const { deadBytes, position } = this.#view
    if (deadBytes < this.#compactAt || deadBytes * 2 <= position) return
    try {
      this.#compact()
    } catch (error) {
      // The log is as it was, with what was to be written; it is tried again when this much more is dead.
      this.#compactAt = deadBytes * 2
      const failure = fsError(error, 'write', this.path)
      if (!(failure instanceof PilferError)) throw failure
      this.options.onDamage(failure)
    }
  }

  /** Puts a file with what is in force in the place of the present one. */
  #compact(): void {
    const view = this.#view
    for (const damage of view.damages) keepDamaged(this.path, view.file.fd, damage)
    const framing = this.options.framing()
    const { file, index, position, last } = compacted(
      view.file,
      view.framing,
      framing,
      view.index,
      this.options.sync,
    )
    view.adopt(file, framing, index, position, last)
    this.#compactAt = FLOOR
  }
}

/** What `work` gives; what the system finds wrong becomes an error with a code of ours. */
function attempt<T>(doing: 'read' | 'write', path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fsError(error, doing, path)
  }
}
