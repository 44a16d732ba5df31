import { dirArchive } from '../../../src/archive/dir.js'
import { fault } from '../patterned.js'

/** Reads one key for `ms`, and says how often it was not one whole value. */
const { path, key, ms, length } = JSON.parse(process.argv[2]!)
const faults: string[] = []
const archive = dirArchive(path, { onDamage: (error) => faults.push(error.message) })
let reads = 0
for (const end = Date.now() + ms; Date.now() < end; reads++) {
  const wrong = fault(archive.get(key), length)
  if (wrong !== undefined) faults.push(wrong)
  if (!archive.has(key)) faults.push('it is absent')
}
console.log(JSON.stringify({ reads, faults }))
