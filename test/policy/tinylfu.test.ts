import { describe, it } from 'vitest'
import { tinylfu } from '../../src/policy/tinylfu.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { seeded } from '../../src/testing/seeded.js'
import { matchesReference } from './model.js'
import { TinyLfuModel } from './models/tinylfu.js'

policySuite({ describe, it }, 'tinylfu', tinylfu())

describe('tinylfu', () => {
  it('evicts what a model with plain lists does', () => {
    matchesReference(tinylfu({ random: seeded(1) }), (capacity) => new TinyLfuModel(capacity))
  })
})
