import { openKind } from '../kinds.js'
import { fault } from '../patterned.js'

/** Reads one key for `ms`, and says how often it was not one whole value. */
const { kind, path, key, ms, length } = JSON.parse(process.argv[2]!)
const faults: string[] = []
const archive = await openKind(kind, path, { onDamage: (error) => faults.push(error.message) })
let reads = 0
for (const end = Date.now() + ms; Date.now() < end; reads++) {
  const wrong = fault(await archive.get(key), length)
  if (wrong !== undefined) faults.push(wrong)
  if (!(await archive.has(key))) faults.push('it is absent')
}
console.log(JSON.stringify({ reads, faults }))
