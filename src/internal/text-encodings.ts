/**
 * How the bytes of a key can be written as text, by the names that Node's `Buffer` has for it. Its `'ascii'` and
 * `'utf16le'` are not among them: they give one text for several lists of bytes, and so one key for several calls.
 */
export const TEXT_ENCODINGS = ['utf8', 'latin1', 'hex', 'base64', 'base64url'] as const

export type TextEncoding = (typeof TEXT_ENCODINGS)[number]
