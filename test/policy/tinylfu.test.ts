import { describe, it } from 'vitest'
import { tinylfu } from '../../src/policy/tinylfu.js'
import { policySuite } from '../../src/testing/policy-suite.js'

policySuite({ describe, it }, 'tinylfu', tinylfu())
