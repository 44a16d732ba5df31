import { dirArchive } from '../../../src/archive/dir.js'
import { patterned } from '../patterned.js'

/** Replaces one key for `ms`, by values that lie in one piece or in blobs. */
const { path, key, ms, length } = JSON.parse(process.argv[2]!)
const archive = dirArchive(path)
let count = 0
for (const end = Date.now() + ms; Date.now() < end; count++) archive.set(key, patterned(count, length))
console.log(JSON.stringify(count))
