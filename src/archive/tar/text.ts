import { isUtf8 } from 'node:buffer'

/**
 * The text that `bytes` are in UTF-8. Names in older encodings get a lone surrogate for each byte beyond ASCII, so that
 * two of them never become one, and none becomes that of another name.
 */
export const decodeText = (bytes: Buffer): string =>
  isUtf8(bytes)
    ? bytes.toString('utf8')
    : bytes
        .toString('latin1')
        .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)))
