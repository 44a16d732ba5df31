let crypto: typeof import('node:crypto') | undefined

/**
 * The digest of `text` (as UTF-8) under a `node:crypto` algorithm, in hexadecimal. The module is loaded when the first one
 * is asked for, since that takes longer than loading all of pilfer.
 */
export function digest(algorithm: string, text: string): string {
  crypto ??= process.getBuiltinModule('node:crypto')
  return crypto.hash(algorithm, text, 'hex')
}
