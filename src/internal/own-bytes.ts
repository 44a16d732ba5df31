/**
 * `length` bytes of arbitrary content in an `ArrayBuffer` of exactly their size, which nothing else looks at. To fill
 * these is several times as quick as to copy a view by `new Uint8Array(view)`.
 */
export const ownBytes = (length: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
