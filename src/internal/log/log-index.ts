import type { Frame } from './framing.js'

/** Where the entries of a log are, by key. */
export class LogIndex {
  /** How many bytes the entries take. */
  liveBytes = 0
  /** Frames that are none of the archive's own. */
  readonly others: Frame[] = []
  readonly #frames = new Map<string, Frame>()
  /** The entries that may have been replaced by something that has not been read yet. */
  readonly #doubtful = new Set<string>()

  get count(): number {
    return this.#frames.size
  }

  get(key: string): Frame | undefined {
    return this.#frames.get(key)
  }

  /** The entries. */
  frames(): IterableIterator<Frame> {
    return this.#frames.values()
  }

  /** The entries and the other frames, in the order of the file. */
  all(): Frame[] {
    return [...this.others, ...this.#frames.values()].sort((a, b) => a.at - b.at)
  }

  /** Takes note of the next frame of the log. */
  add(frame: Frame): void {
    if (frame.type === 'entry') {
      const { key, length, superseded } = frame
      const old = this.#frames.get(key)
      this.#frames.set(key, frame)
      this.liveBytes += old === undefined ? length : length - old.length
      if (superseded) this.#doubtful.add(key)
      else if (this.#doubtful.size > 0) this.#doubtful.delete(key)
    } else if (frame.type === 'deletion') this.delete(frame.key)
    else if (frame.type === 'other') {
      this.others.push(frame)
      this.liveBytes += frame.length
    }
  }

  /** Forgets the entry of `key`; gives what was known of it. */
  delete(key: string): Frame | undefined {
    const frame = this.#frames.get(key)
    if (frame === undefined) return undefined
    this.#frames.delete(key)
    if (this.#doubtful.size > 0) this.#doubtful.delete(key)
    this.liveBytes -= frame.length
    return frame
  }

  /** Whether entries say that they were replaced although nothing has been read that replaces them. */
  get isDoubtful(): boolean {
    return this.#doubtful.size > 0
  }

  /** Forgets those entries: what replaced them is damaged, and what they hold is out of date. */
  dropDoubtful(): void {
    for (const key of [...this.#doubtful]) this.delete(key)
  }
}
