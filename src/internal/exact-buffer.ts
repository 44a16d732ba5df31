/** The bytes in an `ArrayBuffer` of exactly their size: their own where it is one, otherwise a copy. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? buffer
    : (new Uint8Array(bytes).buffer as ArrayBuffer)
}
