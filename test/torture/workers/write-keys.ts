import { openKind } from '../kinds.js'

/** Sets `count` keys of its own. */
const { kind, path, name, count } = JSON.parse(process.argv[2]!)
const archive = await openKind(kind, path)
for (let i = 0; i < count; i++) await archive.set(`${name}/${i}`, { name, i, text: 'x'.repeat(i * 50) })
await archive.close()
console.log(JSON.stringify(count))
