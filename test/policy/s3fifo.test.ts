import { describe, it } from 'vitest'
import { s3fifo } from '../../src/policy/s3fifo.js'
import { policySuite } from '../../src/testing/policy-suite.js'
import { seeded } from '../../src/testing/seeded.js'
import { matchesReference } from './model.js'
import { S3FifoModel } from './models/s3fifo.js'

policySuite({ describe, it }, 's3fifo', s3fifo())

describe('s3fifo', () => {
  it('evicts what algorithm 1 of its paper does', () => {
    matchesReference(s3fifo({ random: seeded(1) }), (capacity) => new S3FifoModel(capacity))
  })
})
