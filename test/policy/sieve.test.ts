import { describe, it } from 'vitest'
import { sieve } from '../../src/policy/sieve.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { matchesReference } from './model.js'
import { SieveModel } from './models/sieve.js'

policySuite({ describe, it }, 'sieve', sieve())

describe('sieve', () => {
  it('evicts what algorithm 1 of its paper does', () => {
    matchesReference(sieve(), (capacity) => new SieveModel(capacity))
  })
})
