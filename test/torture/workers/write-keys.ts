import { dirArchive } from '../../../src/archive/dir.js'

/** Sets `count` keys of its own. */
const { path, name, count } = JSON.parse(process.argv[2]!)
const archive = dirArchive(path)
for (let i = 0; i < count; i++) archive.set(`${name}/${i}`, { name, i, text: 'x'.repeat(i * 50) })
console.log(JSON.stringify(count))
