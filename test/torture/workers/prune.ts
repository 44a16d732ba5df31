import { dirArchive } from '../../../src/archive/dir.js'

/** Prunes for `ms`, and says how many entries that removed. */
const { path, ms } = JSON.parse(process.argv[2]!)
const archive = dirArchive(path)
let pruned = 0
for (const end = Date.now() + ms; Date.now() < end; ) pruned += archive.prune()
console.log(JSON.stringify(pruned))
