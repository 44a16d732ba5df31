import { arc } from '../policy/arc.js'
import { fifo } from '../policy/fifo.js'
import { lfu } from '../policy/lfu.js'
import { lru } from '../policy/lru.js'
import { mru } from '../policy/mru.js'
import { rr } from '../policy/rr.js'
import { s3fifo } from '../policy/s3fifo.js'
import { sieve } from '../policy/sieve.js'
import { tinylfu } from '../policy/tinylfu.js'
import type { PolicyFactory } from '../policy.js'
import { chance } from './chance.js'

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
  sieve(),
  s3fifo({ random: chance(2) }),
  arc({ random: chance(3) }),
  tinylfu({ random: chance(4) }),
]
