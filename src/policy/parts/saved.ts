import { PilferError, show } from '../../errors.js'

/**
 * The saved order `state`, once it is known to hold each of the slots in `held` exactly once.
 *
 * @throws PilferError `SNAPSHOT_INVALID` for anything else.
 */
export function savedOrder(state: unknown, held: readonly number[]): readonly number[] {
  if (!Array.isArray(state))
    throw new PilferError(
      'SNAPSHOT_INVALID',
      `the order of a policy must be an array of slots, received ${show(state)}`,
    )
  const missing = new Set(held)
  // By index, since a hole is no slot either.
  for (let i = 0; i < state.length; i++)
    if (!missing.delete(state[i]))
      throw new PilferError(
        'SNAPSHOT_INVALID',
        `the order of a policy must name each slot with an entry once, received ${show(state[i])} at place ${i}`,
      )
  if (missing.size > 0)
    throw new PilferError(
      'SNAPSHOT_INVALID',
      `the order of a policy must name each slot with an entry once; ${missing.size} of ${held.length} are missing`,
    )
  return state
}
