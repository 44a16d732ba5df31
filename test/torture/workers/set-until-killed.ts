import { writeSync } from 'node:fs'
import { dirArchive } from '../../../src/archive/dir.js'
import { patterned } from '../patterned.js'

/** Sets its keys over and over, and prints each `key n` once it is set. */
const { path, name, keys } = JSON.parse(process.argv[2]!)
const archive = dirArchive(path)
for (let n = 0; ; n++) {
  const key = `${name}-${n % keys}`
  archive.set(key, { n, body: patterned(n, (n * 7919) % 150_000) })
  writeSync(1, `${key} ${n}\n`)
}
