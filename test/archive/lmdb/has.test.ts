import { expect, it } from 'vitest'
import { storedKey } from '../../../src/archive/lmdb/keys.js'
import { lmdbArchive } from '../../../src/archive/lmdb.js'
import { alter, givenLmdb } from '../../helpers/lmdb-archive.js'

it('an lmdb archive has no entry of which there is but the note', () => {
  const { archive, path } = givenLmdb()
  archive.set('t', 1, { ttl: 1e9 })
  archive.close()
  alter(path, 'records:memo', storedKey('t'), () => undefined)
  const again = lmdbArchive<any>(path)
  expect([again.get('t'), again.has('t'), [...again.keys()], again.size]).toEqual([undefined, false, [], 0])
})
