import { writeSync } from 'node:fs'
import { lmdbArchive } from '../../../src/archive/lmdb.js'
import { patterned } from '../patterned.js'

/**
 * Sets its keys over and over, now and then a large one, and moves amounts between two accounts; prints each
 * `key n` once it is set. As a reader it reads and lists without end.
 */
const { path, name, keys, reads } = JSON.parse(process.argv[2]!)
const archive = lmdbArchive<any>(path)
if (reads) writeSync(1, 'reads\n')
for (let n = 0; ; n++) {
  if (reads) {
    for (const [, value] of archive) if (value === undefined) throw new Error('an entry without a value')
    continue
  }
  const key = `${name}-${n % keys}`
  const length = n % 20 === 7 ? 2_500_000 : (n * 7919) % 50_000
  archive.set(key, { n, body: patterned(n, length) }, n % 3 === 0 ? { ttl: 1e9 } : {})
  writeSync(1, `${key} ${n} ${length}\n`)
  archive.transact(() => {
    const from = archive.get('account/0') ?? 1000
    archive.set('account/0', from - 1)
    archive.set('account/1', (archive.get('account/1') ?? 1000) + 1)
  })
}
