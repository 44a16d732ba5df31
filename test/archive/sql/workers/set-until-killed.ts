import { writeSync } from 'node:fs'
import { sqlArchive } from '../../../../src/archive/sql.js'
import { patterned } from '../../../torture/patterned.js'

/** Sets its keys over and over, alone or together, and prints each `key n` once it is set. */
const { path, driver, name, keys } = JSON.parse(process.argv[2]!)
const archive = await sqlArchive<any>(path, { driver })
for (let n = 0; ; n++) {
  const value = { n, body: patterned(n, (n * 7919) % 50_000) }
  const key = `${name}-${n % keys}`
  if (n % 3 === 0)
    archive.setMany([
      [`${key}-twin`, value],
      [key, value],
    ])
  else archive.set(key, value)
  writeSync(1, `${key} ${n}\n`)
}
