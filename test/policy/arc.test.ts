import { describe, it } from 'vitest'
import { arc } from '../../src/policy/arc.js'
import { policySuite } from '../../src/testing/policy-suite.js'

policySuite({ describe, it }, 'arc', arc())
