import { join } from 'node:path'
import { describe, it } from 'vitest'
import { lmdbArchive } from '../../src/archive/lmdb.js'
import { jsonCodec } from '../../src/codec/json.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const fresh = (): string => (path = join(tempDir(), 'memo'))
const place = (): string => join(tempDir(), 'copy')
archiveSuite({ describe, it }, 'lmdb', ({ clock }) => lmdbArchive(fresh(), { clock }), {
  reopen: (_, { clock }) => lmdbArchive(path, { clock }),
  place,
})
archiveSuite(
  { describe, it },
  'lmdb on the disk',
  ({ clock }) => lmdbArchive(fresh(), { clock, durability: 'disk' }),
  { reopen: (_, { clock }) => lmdbArchive(path, { clock }), place },
)
archiveSuite(
  { describe, it },
  'lmdb of JSON',
  ({ clock }) => lmdbArchive(fresh(), { clock, codec: jsonCodec(), name: 'json' }),
  {
    values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }],
    place,
  },
)
