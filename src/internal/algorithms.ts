import { getHashes } from 'node:crypto'
import { digest } from './digest.js'

/** The names of the digests that this Node makes; what it lists may hold some that its OpenSSL then refuses. */
export const algorithms = (): string[] => getHashes().filter(isMade)

function isMade(algorithm: string): boolean {
  try {
    digest(algorithm, '')
    return true
  } catch {
    return false
  }
}
