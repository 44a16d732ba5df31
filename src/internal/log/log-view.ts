import { PilferError } from '../../errors.js'
import type { Damage } from './damage.js'
import type { Frame, FrameStart, Framing } from './framing.js'
import { LogIndex } from './log-index.js'
import { OpenFile } from './open-file.js'
import { scan } from './scan.js'
import { Window } from './window.js'

/** By so many bytes at its beginning a file is known from another one, where no frame of it is known. */
const BEGINNING = 64

/** The clock by which the system says when a file was written may be so much behind, in ms. */
export const TICK = 12

/** What a {@link LogView} needs to know. */
export interface LogViewOptions {
  /** Makes the framing of one file. */
  readonly framing: () => Framing
  /** Wait for the disk. */
  readonly sync: boolean
  /** Told of each damaged stretch once. */
  readonly onDamage: (error: PilferError) => void
}

/**
 * What one process knows of a log: the open file, how its frames lie, and the index of what is in force, which follows
 * what other processes append and finds the file that another one has put in its place.
 */
export class LogView {
  file: OpenFile
  /** The file that this process holds the lock of, if any. */
  locked: OpenFile | undefined
  framing: Framing
  index = new LogIndex()
  /** The stretches that cannot be understood. */
  damages: Damage[] = []
  /** Where the first frame is, and where the next one has to go. */
  begin = 0
  position = 0
  /** When the file had last been written as it was read from its beginning. */
  #loadedAt = 0
  /** What has been told of this file. */
  #reported = new Set<string>()
  /** What is still to be told. */
  readonly #untold: PilferError[] = []
  /** The last frame, where it is known. */
  #last: FrameStart | undefined
  /** The first bytes of the file as it was read. */
  #beginning: Buffer = Buffer.alloc(0)
  /** How long the file was when it was last looked at, and when it had been written. */
  #size = 0
  #writtenAt = 0
  /** When this process had last written. */
  #wroteAt = 0
  /** Up to here no whole frame is behind `position`. */
  #looked = 0
  /** What is known is that of the file, which has been read to its end; not so once that failed. */
  #isRead = false

  constructor(
    readonly path: string,
    readonly options: LogViewOptions,
  ) {
    this.framing = options.framing()
    this.file = this.#open()
    try {
      this.load()
    } catch (error) {
      this.file.close()
      throw error
    }
  }

  get size(): number {
    return this.#size
  }

  /** Where the file ends when nothing is behind the last whole frame. */
  get end(): number {
    return this.position + this.framing.trailer.length
  }

  /** Whether there is something behind the last whole frame. */
  get hasTail(): boolean {
    return this.#size > this.end
  }

  get deadBytes(): number {
    return this.position - this.begin - this.index.liveBytes
  }

  where({ at }: { readonly at: number }): string {
    return `${this.path} at byte ${at}`
  }

  /** Makes the index that of the file as it is now. What another program does in its place may show a moment later. */
  follow(): void {
    if (!this.#isRead || this.hasTail || !this.file.isUnchanged(this.#size)) this.refresh()
  }

  /** Makes the index that of the file as it is now. */
  refresh(): void {
    const { size, writtenAt } = this.file.look()
    const isWritten = writtenAt !== this.#writtenAt && !this.#wasMine(writtenAt)
    this.#writtenAt = writtenAt
    try {
      this.#lookAt(size, isWritten)
    } catch (error) {
      // What was looked at in vain must not count as seen.
      this.#isRead = false
      throw error
    }
  }

  #lookAt(size: number, isWritten: boolean): void {
    if (!this.#isRead || size === -1) this.load()
    else if (size === this.#size && !this.hasTail && (!isWritten || this.#stands(size))) return
    else if (size < this.end || this.file.isReplaced() || !this.#stands(size) || !this.#follow(size))
      this.load()
  }

  /** Whether it was most likely this process that wrote at this time. */
  #wasMine(writtenAt: number): boolean {
    return writtenAt <= this.#wroteAt + 1 && writtenAt >= this.#wroteAt - TICK
  }

  /** This process has written just now. */
  touched(): void {
    this.#wroteAt = Date.now()
  }

  /** Whether the last frame, or where there is none the beginning, is as it was; a program that knows no locks may have changed the file in its place. */
  #stands(size: number): boolean {
    if (this.#last === undefined)
      return new Window(this.file.fd, size, BEGINNING).view(0, BEGINNING).equals(this.#beginning)
    const { at, key, sum } = this.#last
    const window = new Window(this.file.fd, size, 4096)
    const frame = this.framing.frameAt(window, at)
    const isSame = typeof frame === 'object' && frame.key === key && this.framing.sumAt(window, at) === sum
    return isSame && at + frame.length === this.position
  }

  /** Reads the whole file unless nobody has written it since that was last done; says whether it did. */
  reload(): boolean {
    if (this.file.look().writtenAt === this.#loadedAt) return false
    this.load()
    return true
  }

  /** Reads the whole file, and the next one where it is replaced meanwhile. */
  load(): void {
    this.#isRead = false
    for (;;) {
      const { size, writtenAt } = this.file.look()
      if (size === -1) {
        this.#use(this.#open())
        this.#reported.clear()
        continue
      }
      this.#loadedAt = this.#writtenAt = writtenAt
      this.index = new LogIndex()
      this.damages = []
      const window = new Window(this.file.fd, size)
      this.#beginning = Buffer.from(window.view(0, BEGINNING))
      this.begin = this.framing.open(window, this.path, (damage) => this.#note(damage))
      this.position = this.begin
      this.#last = undefined
      this.#looked = 0
      if (this.#follow(size)) break
    }
    this.#isRead = true
  }

  /** Takes a file that has been written anew, with an index that is right for it. */
  adopt(file: OpenFile, framing: Framing, index: LogIndex, position: number, last?: FrameStart): void {
    this.#use(file)
    this.framing = framing
    this.index = index
    this.damages = []
    this.#reported.clear()
    this.begin = position - index.liveBytes
    this.#last = last
    this.#beginning = Buffer.alloc(0)
    this.wrote(position)
  }

  /** Frames have been written up to `position`, and the file ends there; `last` is the last of them. */
  wrote(position: number, last = this.#last): void {
    this.#last = last
    this.position = this.#looked = position
    this.#size = this.end
  }

  /** Takes note of damage, once for each file. */
  report(message: string): void {
    if (this.#reported.has(message)) return
    this.#reported.add(message)
    this.note(new PilferError('RECORD_DAMAGED', `${message}; it counts as absent`))
  }

  /** Takes note of something to tell. */
  note(error: PilferError): void {
    this.#untold.push(error)
  }

  /**
   * Tells what there is to tell. To be called when nothing is under way and no lock is held, since whoever hears of it
   * may use the archive.
   */
  tell(): void {
    if (this.#untold.length === 0) return
    for (let error = this.#untold.shift(); error !== undefined; error = this.#untold.shift())
      this.options.onDamage(error)
  }

  /** Forgets an entry that is damaged; whoever writes the file anew has to set it aside. */
  drop(frame: Frame): void {
    this.index.delete(frame.key)
    this.damages.push(frame)
  }

  /** Takes another file; the present one is closed, unless its lock still has to be released. */
  #use(file: OpenFile): void {
    if (this.file !== this.locked) this.file.close()
    this.file = file
  }

  #open(): OpenFile {
    const { framing, sync } = this.options
    return OpenFile.open(this.path, () => [framing().header(), this.framing.trailer], sync)
  }

  /** Reads what has come behind the last frame; gives `false` where the file has been replaced and has to be left. */
  #follow(size: number): boolean {
    for (let end = size; ; ) {
      const window = new Window(this.file.fd, end)
      let last: Frame | undefined
      this.position = scan(this.framing, window, this.position, this.#looked, {
        frame: (frame) => {
          this.index.add(frame)
          last = frame
        },
        damage: (damage) => {
          this.#note(damage)
          last = undefined
        },
      })
      if (last !== undefined)
        this.#last = { at: last.at, key: last.key, sum: this.framing.sumAt(window, last.at) }
      this.#size = end
      this.#looked = Math.max(this.position, end - this.framing.keystone)
      if (!this.index.isDoubtful) return true
      // What has replaced an entry is in the file before the entry says so.
      end = this.file.look().size
      if (end === -1) return false
      if (end === this.#size) break
    }
    this.index.dropDoubtful()
    return true
  }

  #note(damage: Damage): void {
    this.damages.push(damage)
    this.#last = undefined
    this.report(`${this.where(damage)} is damaged: ${damage.length} bytes are no record`)
  }
}

/** The frame of an entry that has been written. */
export const entryFrame = (key: string, expires: number, at: number, length: number): Frame => ({
  at,
  length,
  key,
  expires,
  type: 'entry',
  superseded: false,
})
