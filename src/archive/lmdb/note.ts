import { PIECE } from './pieces.js'

const KEY_AT = 16

/** What is known of a record without a look at it, where it is not as most records are. */
export interface Note {
  readonly expires: number
  /** How many bytes the record has. */
  readonly size: number
  /** The key, where its bytes are cut. */
  readonly key: string | undefined
}

/** The note as bytes; `undefined` for a record that needs none: it never expires, is in one piece, and its key is not cut. */
export function encodeNote({ expires, size, key }: Note): Uint8Array | undefined {
  if (expires === Infinity && size <= PIECE && key === undefined) return undefined
  const bytes = Buffer.alloc(KEY_AT + (key ?? '').length * 2)
  bytes.writeDoubleLE(expires)
  bytes.writeDoubleLE(size, 8)
  bytes.write(key ?? '', KEY_AT, 'utf16le')
  return bytes
}

export function parseNote(bytes: Uint8Array): Note {
  const note = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return {
    expires: note.readDoubleLE(),
    size: note.readDoubleLE(8),
    key: note.length > KEY_AT ? note.toString('utf16le', KEY_AT) : undefined,
  }
}
