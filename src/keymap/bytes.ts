const CHUNK = 8_192
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** Node's own conversions of the bytes where there are any; the plain ones elsewhere give the same text. */
export function nodeBuffer(bytes: Uint8Array): Buffer | undefined {
  return globalThis.Buffer?.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** One character for each byte. */
export function latin1(bytes: Uint8Array): string {
  const buffer = nodeBuffer(bytes)
  if (buffer !== undefined) return buffer.toString('latin1')
  let text = ''
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return text
}

/** The bytes that {@link latin1} was given, in an `ArrayBuffer` of their own; `undefined` for any other text. */
export function fromLatin1(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0xff) return undefined
    bytes[i] = code
  }
  return bytes
}

/** The bytes of elements of `size` bytes in little-endian order, whatever the machine's; its own inverse. */
export function littleEndian(bytes: Uint8Array, size: number, little = LITTLE_ENDIAN): Uint8Array {
  if (little || size === 1) return bytes
  const turned = bytes.slice()
  for (let i = 0; i < turned.length; i += size) turned.subarray(i, i + size).reverse()
  return turned
}

/** The UTF-16 code units of a string, two bytes each. */
export function utf16Bytes(s: string): Uint8Array {
  const units = new Uint16Array(s.length)
  for (let i = 0; i < s.length; i++) units[i] = s.charCodeAt(i)
  return littleEndian(new Uint8Array(units.buffer), 2)
}

/** The string of those code units. */
export function fromUtf16Bytes(bytes: Uint8Array): string {
  const units = new Uint16Array(littleEndian(bytes, 2).slice().buffer)
  let s = ''
  for (let i = 0; i < units.length; i += CHUNK) s += String.fromCharCode(...units.subarray(i, i + CHUNK))
  return s
}
