import { fill } from '../fs/bulk-io.js'

const LENGTH = 1024 * 1024
const EMPTY = Buffer.alloc(0)

/** Looks at an open file through a buffer, which is quick for whoever goes on mostly forward. */
export class Window {
  #bytes: Buffer = EMPTY
  #memory: Buffer = EMPTY
  #at = 0

  /**
   * @param fd a descriptor that stays open as long as this is used
   * @param size where the file ends, as far as this is concerned
   * @param length how much to read at once, in bytes
   */
  constructor(
    readonly fd: number,
    readonly size: number,
    readonly length = LENGTH,
  ) {}

  /** A look at bytes that have been read already, from `at` on. */
  static of(bytes: Buffer, at: number): Window {
    const window = new Window(-1, at + bytes.length)
    window.#bytes = bytes
    window.#at = at
    return window
  }

  /** The bytes from `at` on, `count` of them or as many as there are; good until the next call. */
  view(at: number, count: number): Buffer {
    const end = Math.min(at + count, this.size)
    if (end <= at) return EMPTY
    if (at < this.#at || end > this.#at + this.#bytes.length) this.#load(at, end - at)
    return this.#bytes.subarray(at - this.#at, end - this.#at)
  }

  #load(at: number, count: number): void {
    const length = Math.min(Math.max(count, this.length), this.size - at)
    if (this.#memory.length < length) this.#memory = Buffer.allocUnsafeSlow(length)
    const bytes = this.#memory.subarray(0, length)
    this.#bytes = bytes.subarray(0, fill(this.fd, bytes, at))
    this.#at = at
  }
}
