import { fifo } from '../policy/fifo.js'
import { lfu } from '../policy/lfu.js'
import { lru } from '../policy/lru.js'
import { mru } from '../policy/mru.js'
import { rr } from '../policy/rr.js'
import type { PolicyFactory } from '../policy.js'
import { chance } from './hash.js'

/**
 * The policies that are compared where none are named; of equals the first one is recommended. What they have of
 * chance is the same each time, so that a simulation can be repeated.
 */
export const policies = (): readonly PolicyFactory[] => [
  lru(),
  lfu(),
  mru(),
  rr({ random: chance(1) }),
  fifo(),
]
