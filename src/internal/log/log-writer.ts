import { fdatasyncSync } from 'node:fs'
import type { Encoded } from '../../codec.js'
import { PilferError } from '../../errors.js'
import { attempt } from '../fs/attempt.js'
import { fsError } from '../fs/fs-error.js'
import { sleep } from '../fs/sleep.js'
import type { Lock } from '../lock/lock.js'
import type { RecordMeta } from '../record/record.js'
import { compacted } from './compaction.js'
import { FrameWriter } from './frame-writer.js'
import type { Frame } from './framing.js'
import { entryFrame, type LogView, TICK } from './log-view.js'
import type { OpenFile } from './open-file.js'
import { keepDamaged, removeKept } from './set-aside.js'
import { Window } from './window.js'

/** A log is compacted once so many bytes are dead, and more than half of it. */
const FLOOR = 1024 * 1024

/** A record on its way. */
export interface LogEntry {
  readonly meta: RecordMeta
  readonly encoded: Encoded
}

const NO_BODY: Encoded = { inline: new Uint8Array(0), blobs: [] }

/**
 * Appends to a log, one writer at a time among all processes.
 *
 * When an entry is replaced it is marked as such, so that it is not taken for the last word should its successor be
 * damaged. One that cannot be marked is deleted first.
 */
export class LogWriter {
  #compactAt = FLOOR
  readonly #view: LogView
  readonly #lock: Lock

  constructor(view: LogView, lock: Lock) {
    this.#view = view
    this.#lock = lock
  }

  /** Appends records: all of them or, when that fails, none. */
  append(entries: readonly LogEntry[]): void {
    this.#writing(() => {
      const added: Frame[] = []
      this.#write((writer) => {
        for (const { meta, encoded } of entries) {
          this.#deleteForeign(writer, meta.key)
          const at = writer.at
          added.push(entryFrame(meta.key, meta.expires, at, writer.add(meta, encoded)))
        }
      })
      this.#put(added)
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
      let at = 0
      this.#write((writer) => {
        this.#deleteForeign(writer, key)
        at = writer.at
        writer.addBody(key, head, bodyLength, (position) => writeBody(this.#view.file, position))
      })
      this.#put([entryFrame(key, expires, at, this.#view.position - at)])
      this.#compactIfWorthwhile()
    })
  }

  /** Forgets `key`; says whether there was something to forget. */
  delete(key: string): boolean {
    return this.#writing(() => {
      const { index } = this.#view
      if (index.get(key) === undefined) return false
      this.#write((writer) => addDeletion(writer, key))
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
      if (this.#view.options.sync && expired.length > 0) fdatasyncSync(file.fd)
      this.#compactIfWorthwhile()
      return expired.length
    })
  }

  /** Forgets all entries, and removes what has been set aside. */
  clear(): void {
    this.#writing(() => {
      const { index, path } = this.#view
      this.#compact(index.others)
      removeKept(path)
    })
  }

  /**
   * Writes the file anew with what is in force. Entries of `broken` that are `stillBroken` are set aside, and all that is
   * no frame.
   */
  rewrite(broken: readonly string[], stillBroken: (frame: Frame) => boolean): void {
    this.#writing(() => {
      const { index, file, path } = this.#view
      const aside = new Set(
        broken.map((key) => index.get(key)).filter((frame) => frame && stillBroken(frame)),
      )
      for (const frame of aside) keepDamaged(path, file.fd, frame!)
      this.#compact(index.all().filter((frame) => !aside.has(frame)))
    })
  }

  /** Ends the file behind the last frame, where a killed writer has left something. */
  tidy(): void {
    this.#writing(() => {})
  }

  /** What `look` gives while nobody writes. */
  whileQuiet<T>(look: () => T): T {
    return this.#holding(this.#view.file, look)
  }

  /** Runs `work` as the only writer, with the index up to date and nothing behind the end. */
  #writing<T>(work: () => T): T {
    const view = this.#view
    return attempt('write', view.path, () => {
      for (;;) {
        const { file } = view
        if (!file.writable)
          throw new PilferError('ARCHIVE_READ_ONLY', `${view.path} may be read but not be written`)
        const done = this.#holding(file, () => {
          if (view.file !== file) return undefined // It was replaced while this waited for the lock.
          if (view.size === 0) this.#begin()
          else if (view.hasTail) this.#cutTail()
          else if (view.size < view.position) this.#truncate() // Another program has not filled up the last block.
          return { result: work() }
        })
        if (done !== undefined) return done.result
      }
    })
  }

  /** Runs `work` with the lock of `file`, and the index up to date. */
  #holding<T>(file: OpenFile, work: () => T): T {
    this.#lock.acquire(file.fd)
    this.#view.locked = file
    try {
      this.#view.refresh()
      return work()
    } finally {
      this.#view.locked = undefined
      this.#view.touched()
      this.#lock.release(file.fd)
      if (this.#view.file !== file) file.close()
      this.#view.tell()
    }
  }

  /** Gives a beginning to a file that is empty. */
  #begin(): void {
    const { file, framing } = this.#view
    file.write(Buffer.concat([framing.header(), framing.trailer]), 0)
    this.#view.refresh()
  }

  #cutTail(): void {
    const view = this.#view
    const { position: at, size, file } = view
    if (view.framing.frameAt(new Window(file.fd, size), at) === 'damaged') {
      keepDamaged(view.path, file.fd, { at, length: size - at })
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
      if (this.#view.options.sync) fdatasyncSync(view.file.fd)
    } catch (error) {
      try {
        this.#truncate()
      } catch {
        // The next writer does it: what stands there is no whole frame.
      }
      // Who has seen a part of it tells what is written next in its place by the times in and of that.
      if (writer.at > view.position) sleep(TICK + 2)
      throw error
    }
    view.wrote(writer.at, writer.last)
  }

  /** Deletes the entry of `key` where it could not be marked. */
  #deleteForeign(writer: FrameWriter, key: string): void {
    if (this.#view.index.get(key)?.isForeign) addDeletion(writer, key)
  }

  /** Takes note of entries that have been written, and then marks those that they replace, which may fail. */
  #put(frames: readonly Frame[]): void {
    const { index } = this.#view
    const replaced: Frame[] = []
    for (const frame of frames) {
      const old = index.get(frame.key)
      if (old !== undefined) replaced.push(old)
      index.add(frame)
    }
    for (const frame of replaced) this.#mark(frame)
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
      const failure = fsError(error, 'write', this.#view.path)
      if (!(failure instanceof PilferError)) throw failure
      this.#view.note(failure)
    }
  }

  /** Puts a file with the given frames, which are those in force, in the place of the present one. */
  #compact(frames: readonly Frame[] = this.#view.index.all()): void {
    const { damages, path, file, framing, options } = this.#view
    for (const damage of damages) keepDamaged(path, file.fd, damage)
    const target = options.framing()
    const { file: written, index, position, last } = compacted(file, framing, target, frames, options.sync)
    this.#view.adopt(written, target, index, position, last)
    this.#compactAt = FLOOR
  }
}

function addDeletion(writer: FrameWriter, key: string): void {
  writer.add({ key, codec: '', created: 0, expires: Infinity, tags: [], deleted: true }, NO_BODY)
}
