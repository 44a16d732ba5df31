import { join } from 'node:path'
import { describe, it } from 'vitest'
import { tarArchive } from '../../src/archive/tar.js'
import { jsonCodec } from '../../src/codec/json.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const fresh = (): string => (path = join(tempDir(), 'memo.tar'))
const place = (): string => join(tempDir(), 'copy.tar')
archiveSuite({ describe, it }, 'tar', ({ clock }) => tarArchive(fresh(), { clock }), {
  reopen: (_, { clock }) => tarArchive(path, { clock }),
  place,
})
archiveSuite(
  { describe, it },
  'tar on the disk',
  ({ clock }) => tarArchive(fresh(), { clock, durability: 'disk' }),
  { reopen: (_, { clock }) => tarArchive(path, { clock }), place },
)
archiveSuite(
  { describe, it },
  'tar of JSON',
  ({ clock }) => tarArchive(fresh(), { clock, codec: jsonCodec() }),
  { values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }], place },
)
