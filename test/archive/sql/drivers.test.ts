import { join } from 'node:path'
import { describe, it } from 'vitest'
import { driverOf } from '../../../src/archive/sql/drivers.js'
import { sqlDriverSuite } from '../../../src/testing/sql-driver-suite.js'
import { DRIVERS } from '../../helpers/sql-drivers.js'
import { tempDir } from '../../helpers/temp-dir.js'

const place = (): string => join(tempDir(), 'test.db')

for (const { name, missing } of DRIVERS)
  if (missing === '') sqlDriverSuite({ describe, it }, name, () => driverOf(name), { place })
  else
    describe.skip(`${name} keeps the driver contract (skipped: ${missing})`, () => it('is not run', () => {}))
