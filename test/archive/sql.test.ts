import { join } from 'node:path'
import { describe, it } from 'vitest'
import { sqlArchive } from '../../src/archive/sql.js'
import { jsonCodec } from '../../src/codec/json.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const drivers: any[] =
  Number.parseInt(process.versions.node) < 22
    ? ['sql.js', 'libsql']
    : ['sql.js', 'libsql', 'node:sqlite', 'better-sqlite3']
for (const driver of drivers) {
  archiveSuite(
    { describe, it },
    driver,
    ({ clock }) => sqlArchive((path = join(tempDir(), 'memo.db')), { clock, driver }),
    {
      reopen: (_, { clock }) => sqlArchive(path, { clock, driver }),
      place: () => join(tempDir(), 'copy.db'),
    },
  )
  archiveSuite(
    { describe, it },
    driver + ' json',
    ({ clock }) =>
      sqlArchive((path = join(tempDir(), 'memo.db')), { clock, driver, codec: jsonCodec() as any }),
    {
      values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }],
      place: () => join(tempDir(), 'copy.db'),
    },
  )
}
