import { base64url } from './encodings.js'
import { MAX_TEXT, Refusal } from './walk.js'

/** What bytes begin with inside a canonical text. */
export const BLOCK = '$'

/** Bytes inside a canonical text, `$aGVsbG8`: in letters that every file, table and terminal can hold. */
export function blockText(bytes: Uint8Array): string {
  if (bytes.length > MAX_TEXT) throw new Refusal(`it has ${bytes.length} bytes`, undefined, 'KEY_TOO_LARGE')
  return BLOCK + base64url.encode(bytes)
}
