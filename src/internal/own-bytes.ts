/** Up to this length memory is had quicker from V8 than from Node, in bytes. */
const SMALL = 1024

/**
 * `length` bytes of arbitrary content in an `ArrayBuffer` of exactly their size, which nothing else looks at. To fill
 * these is several times as quick as to copy a view by `new Uint8Array(view)`.
 */
export const ownBytes = (length: number): Uint8Array<ArrayBuffer> =>
  length <= SMALL ? new Uint8Array(length) : new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)

/** The same bytes in an `ArrayBuffer` of exactly their size, which nothing else looks at. */
export function ownCopy(bytes: Uint8Array): ArrayBuffer {
  if (bytes.length <= SMALL) return new Uint8Array(bytes).buffer
  const copy = ownBytes(bytes.length)
  copy.set(bytes)
  return copy.buffer
}
