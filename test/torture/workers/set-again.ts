import { dirArchive } from '../../../src/archive/dir.js'

/**
 * Lets its keys expire and sets them again, for `ms`. Nobody else sets them, so each has to be there from then on; says how
 * often it was not.
 */
const { path, name, keys, ms } = JSON.parse(process.argv[2]!)
const faults: string[] = []
const archive = dirArchive(path, { onDamage: (error) => faults.push(error.message) })
const names = Array.from({ length: keys }, (_, i) => `${name}/${i}`)
let rounds = 0
for (const end = Date.now() + ms; Date.now() < end; rounds++) {
  for (const key of names) archive.set(key, 'old', { ttl: 1 })
  for (const soon = Date.now() + 1; Date.now() <= soon; );
  const check = (key: string, when: string): void => {
    const value = archive.get(key, 'nothing')
    if (value !== rounds) faults.push(`round ${rounds}: ${key} is ${value} ${when}`)
  }
  for (const key of names) {
    archive.set(key, rounds)
    check(key, 'at once')
  }
  for (const key of names) check(key, 'later')
}
console.log(JSON.stringify({ rounds, faults }))
