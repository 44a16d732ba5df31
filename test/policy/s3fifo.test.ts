import { describe, it } from 'vitest'
import { s3fifo } from '../../src/policy/s3fifo.js'
import { policySuite } from '../../src/testing/policy-suite.js'

policySuite({ describe, it }, 's3fifo', s3fifo())
