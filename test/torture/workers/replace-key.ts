import { openKind } from '../kinds.js'
import { patterned } from '../patterned.js'

/** Replaces one key for `ms`, by values that lie in one piece or in blobs. */
const { kind, path, key, length, ms } = JSON.parse(process.argv[2]!)
const archive = await openKind(kind, path)
let count = 0
for (const end = Date.now() + ms; Date.now() < end; count++) await archive.set(key, patterned(count, length))
console.log(JSON.stringify(count))
