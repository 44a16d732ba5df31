import { PilferError, show } from '../../errors.js'
import { MOST_CAPACITY } from '../../policy.js'

/**
 * What a policy is to be created for, once it is known to be a number of entries.
 *
 * @throws PilferError `OPTION_INVALID` for anything else.
 */
export function checkedCapacity(policy: string, capacity: number): number {
  if (Number.isInteger(capacity) && capacity >= 1 && capacity <= MOST_CAPACITY) return capacity
  throw new PilferError(
    'OPTION_INVALID',
    `the capacity of ${policy} must be an integer from 1 to ${MOST_CAPACITY}, received ${show(capacity)}`,
  )
}
