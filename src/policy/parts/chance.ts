import { PilferError, show } from '../../errors.js'

/**
 * What a source of chance gave, once it is known to be a number of at least 0 and less than 1.
 *
 * @throws PilferError `OPTION_INVALID` for anything else.
 */
export function fraction(policy: string, value: number): number {
  if (typeof value === 'number' && value >= 0 && value < 1) return value
  throw new PilferError(
    'OPTION_INVALID',
    `\`random\` of ${policy} must give numbers of at least 0 and less than 1, received ${show(value)}`,
  )
}

/** Any integer of 32 bits, for keys to be hashed with. */
export const newSalt = (policy: string, random: () => number): number =>
  Math.floor(2 ** 32 * fraction(policy, random())) | 0

/** What policies take whose ghosts are known by a hash of their key. */
export interface SaltOptions {
  /**
   * Where chance comes from: a function like `Math.random`, giving numbers of at least 0 and less than 1. Each cache
   * asks it once, for what the keys are hashed with, so that nobody can choose keys that are taken for one another.
   *
   * @default Math.random
   */
  readonly random?: () => number
}
