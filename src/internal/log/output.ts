import { writeAll } from '../fs/bulk-io.js'

const LENGTH = 1024 * 1024

/** Writes to an open file what it is given piece by piece, gathered to larger ones. */
export class Output {
  /** How many bytes it has been given. */
  length = 0
  readonly #bytes = Buffer.allocUnsafeSlow(LENGTH)
  #held = 0

  constructor(readonly fd: number) {}

  add(piece: Uint8Array): void {
    this.length += piece.length
    if (this.#held + piece.length > LENGTH) this.flush()
    if (piece.length > LENGTH) writeAll(this.fd, [piece])
    else {
      this.#bytes.set(piece, this.#held)
      this.#held += piece.length
    }
  }

  flush(): void {
    if (this.#held > 0) writeAll(this.fd, [this.#bytes.subarray(0, this.#held)])
    this.#held = 0
  }
}
