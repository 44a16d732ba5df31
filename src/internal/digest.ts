import { createHash, getHashes } from 'node:crypto'

/** The digest of `text` (as UTF-8) under a `node:crypto` algorithm, in hexadecimal. */
export function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text, 'utf8').digest('hex')
}

/** The names that {@link digest} knows. */
export const algorithms = (): string[] => getHashes()
