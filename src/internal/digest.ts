import { hash } from 'node:crypto'

/** The digest of `text` (as UTF-8) under a `node:crypto` algorithm, in hexadecimal. */
export function digest(algorithm: string, text: string): string {
  return hash(algorithm, text, 'hex')
}
