import { describe, it } from 'vitest'
import { sieve } from '../../src/policy/sieve.js'
import { policySuite } from '../../src/testing/policy-suite.js'

policySuite({ describe, it }, 'sieve', sieve())
