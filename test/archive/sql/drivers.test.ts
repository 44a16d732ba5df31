import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { driverOf } from '../../../src/archive/sql/drivers.js'
import { sqlArchive } from '../../../src/archive/sql.js'
import { optionalPackage } from '../../../src/internal/optional-package.js'
import { sqlDriverSuite } from '../../../src/testing/sql-driver-suite.js'
import { codeOf, codeOfRejection } from '../../helpers/error-code.js'
import { DRIVERS } from '../../helpers/sql-drivers.js'
import { tempDir } from '../../helpers/temp-dir.js'

const place = (): string => join(tempDir(), 'test.db')

for (const { name, missing } of DRIVERS)
  if (missing === '') sqlDriverSuite({ describe, it }, name, () => driverOf(name), { place })
  else
    describe.skip(`${name} keeps the driver contract (skipped: ${missing})`, () => it('is not run', () => {}))

const refused = DRIVERS.filter(({ missing }) => missing !== '')

describe('a driver that this Node cannot use', () => {
  it.skipIf(refused.length === 0)('is refused before it can do harm', async () => {
    for (const { name } of refused) {
      expect(await codeOfRejection(driverOf(name)), name).toBe('DRIVER_UNSUPPORTED')
      const folder = tempDir()
      await expect(sqlArchive(join(folder, 'memo.db'), { driver: name })).rejects.toThrow(
        process.versions.node,
      )
      expect(readdirSync(folder)).toEqual([])
    }
  })
})

describe('a package that is not there', () => {
  it('is named with the command that installs it', () => {
    const load = (): unknown =>
      optionalPackage('pilfer-absent', "the driver 'absent'", 'pilfer-absent/package.json')
    expect(codeOf(load)).toBe('PACKAGE_MISSING')
    expect(load).toThrow(
      "the driver 'absent' needs the package pilfer-absent; install it with: npm install pilfer-absent",
    )
  })
})

describe('loading sql.js', () => {
  it('leaves the process as it was', async () => {
    const counts = (): number[] =>
      ['uncaughtException', 'unhandledRejection', 'exit'].map((event) => process.listenerCount(event))
    const before = counts()
    await driverOf('sql.js')
    expect(counts()).toEqual(before)
  })
})
