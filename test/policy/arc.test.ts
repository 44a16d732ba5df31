import { describe, it } from 'vitest'
import { arc } from '../../src/policy/arc.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { matchesReference } from './model.js'
import { ArcModel } from './models/arc.js'

policySuite({ describe, it }, 'arc', arc())

describe('arc', () => {
  it('evicts what figure 4 of its paper does', () => {
    matchesReference(arc(), (capacity) => new ArcModel(capacity))
  })
})
