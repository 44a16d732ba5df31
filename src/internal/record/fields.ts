const LONGEST_BY_BYTE = 128

/** Writes a length as an unsigned 64-bit number; says where it ends. */
export function writeLength(bytes: Buffer, length: number, at: number): number {
  bytes.writeUInt32LE(length % 2 ** 32, at)
  return bytes.writeUInt32LE(Math.floor(length / 2 ** 32), at + 4)
}

export const readLength = (bytes: Buffer, at: number): number =>
  bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32

/**
 * Writes a text of so many bytes of UTF-8; says where it ends. Of a short ASCII text, which has as many bytes as
 * characters, the bytes are quicker written one by one.
 */
export function writeText(bytes: Buffer, text: string, length: number, at: number): number {
  if (length !== text.length || length > LONGEST_BY_BYTE) return at + bytes.write(text, at)
  for (let i = 0; i < length; i++) bytes[at + i] = text.charCodeAt(i)
  return at + length
}

/** The UTF-8 from `begin` to `end`. Comparing a short ASCII text is quicker than decoding it: `likely` is tried first. */
export function readText(bytes: Buffer, begin: number, end: number, likely: string | undefined): string {
  return likely?.length === end - begin && likely.length <= LONGEST_BY_BYTE && holds(bytes, begin, likely)
    ? likely
    : bytes.toString('utf8', begin, end)
}

function holds(bytes: Buffer, begin: number, ascii: string): boolean {
  for (let i = 0; i < ascii.length; i++) {
    const byte = bytes[begin + i]!
    if (byte > 127 || byte !== ascii.charCodeAt(i)) return false
  }
  return true
}
