import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { writeAll } from '../fs/bulk-io.js'
import { removeFile } from '../fs/if-there.js'

/** Where what cannot be understood is kept, for a person to look at. */
export const keptIn = (path: string): string => `${path}.damaged`

const PIECE = 1024 * 1024

/** Adds a stretch of the log at `path` to the file of what has been set aside. */
export function keepDamaged(path: string, fd: number, { at, length }: { at: number; length: number }): void {
  const target = openSync(keptIn(path), 'a', fstatSync(fd).mode & 0o666)
  try {
    const bytes = Buffer.allocUnsafeSlow(Math.min(PIECE, length))
    for (let done = 0; done < length; ) {
      const read = readSync(fd, bytes, 0, Math.min(bytes.length, length - done), at + done)
      if (read === 0) return
      writeAll(target, [bytes.subarray(0, read)])
      done += read
    }
  } finally {
    closeSync(target)
  }
}

/** Removes what {@link keepDamaged} has kept. */
export function removeKept(path: string): void {
  removeFile(keptIn(path))
}
