/** The first byte of what V8 wrote. */
export const FORMAT = 1

/** The first byte of a value that is a view and nothing else. */
export const LONE_VIEW = 2

/** A view or ArrayBuffer of so many bytes or more lies beside the stream. */
export const BLOB_BYTES = 64 * 1024

/** The kind of a host object that is another reference to a tagged object. Smaller numbers are views. */
export const REFERENCE = 64
