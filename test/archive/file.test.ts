import { join } from 'node:path'
import { describe, it } from 'vitest'
import { fileArchive } from '../../src/archive/file.js'
import { jsonCodec } from '../../src/codec/json.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const fresh = (): string => (path = join(tempDir(), 'memo.log'))
const place = (): string => join(tempDir(), 'copy.log')
archiveSuite({ describe, it }, 'file', ({ clock }) => fileArchive(fresh(), { clock }), {
  reopen: (_, { clock }) => fileArchive(path, { clock }),
  place,
})
archiveSuite(
  { describe, it },
  'file on the disk',
  ({ clock }) => fileArchive(fresh(), { clock, durability: 'disk' }),
  { reopen: (_, { clock }) => fileArchive(path, { clock }), place },
)
archiveSuite(
  { describe, it },
  'file of JSON',
  ({ clock }) => fileArchive(fresh(), { clock, codec: jsonCodec() }),
  { values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }], place },
)
