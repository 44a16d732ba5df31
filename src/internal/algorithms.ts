import { getHashes } from 'node:crypto'
import { digest } from './digest.js'

/** A function whose output may have any length; newer Nodes warn of one that is asked for without a length. */
const ENDLESS = /^shake/i

/** The names of the digests that this Node makes; what it lists may hold some that its OpenSSL then refuses. */
export const algorithms = (): string[] => getHashes().filter((name) => !ENDLESS.test(name) && isMade(name))

function isMade(algorithm: string): boolean {
  try {
    digest(algorithm, '')
    return true
  } catch {
    return false
  }
}
