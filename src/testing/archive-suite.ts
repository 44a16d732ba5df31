import type { AnyArchive } from '../archive.js'
import { abilityCases } from './archive-abilities.js'
import { type ArchiveSuiteContext, type ArchiveSuiteOptions, archiveCases } from './archive-cases.js'
import { contentCases } from './archive-content.js'
import { entriesCases } from './archive-entries.js'
import { lifeCases } from './archive-life.js'
import { pairCases } from './archive-pairs.js'
import { streamCases } from './archive-streams.js'
import { upkeepCases } from './archive-upkeep.js'
import type { SuiteRunner } from './runner.js'

export type { ArchiveSuiteContext, ArchiveSuiteOptions }

/**
 * Tests that say whether an archive, synchronous or not, keeps its contract. What it cannot do by its own word in
 * `supports` is not asked of it.
 *
 * @param runner `{ describe, it }` of vitest, jest, mocha or `node:test`
 * @param name what the tests are listed under
 * @param make gives a new and empty archive for each test, which the suite closes
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test'
 * import { dictArchive } from 'pilfer'
 * import { archiveSuite } from 'pilfer/testing'
 *
 * archiveSuite({ describe, it }, 'dict', ({ clock }) => dictArchive({ clock }))
 * ```
 */
export function archiveSuite(
  runner: SuiteRunner,
  name: string,
  make: (context: ArchiveSuiteContext) => AnyArchive | Promise<AnyArchive>,
  options: ArchiveSuiteOptions = {},
): void {
  runner.describe(`${name} keeps the archive contract`, () => {
    const cases = archiveCases(runner, make, options)
    entriesCases(cases)
    contentCases(cases)
    lifeCases(cases)
    pairCases(cases)
    upkeepCases(cases)
    abilityCases(cases)
    streamCases(cases)
  })
}
