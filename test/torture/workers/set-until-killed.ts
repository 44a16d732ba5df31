import { writeSync } from 'node:fs'
import { openKind } from '../kinds.js'
import { patterned } from '../patterned.js'

/**
 * Sets keys of its own and keys that it shares with others over and over, and prints each `key n` once it is set.
 * Now and then it deletes a key of its own, and prints that as `key -`.
 */
const { kind, path, name, keys, largest } = JSON.parse(process.argv[2]!)
const archive = await openKind(kind, path)
for (let n = 0; ; n++) {
  const key = n % 2 === 0 ? `${name}-${n % keys}` : `shared-${n % keys}`
  const isDeletion = n % 11 === 10 && n % 2 === 0
  if (isDeletion) await archive.delete(key)
  else await archive.set(key, { name, n, body: patterned(n, (n * 7919) % largest) })
  writeSync(1, `${key} ${isDeletion ? '-' : n}\n`)
}
