import { dirArchive } from '../../../src/archive/dir.js'
import { lruCache } from '../../../src/index.js'

/** Calls a memoized function `count` times, with arguments of this process alone, over a small memory. */
const { path, name, count } = JSON.parse(process.argv[2]!)
const fill = lruCache({ archive: dirArchive(path), name: 'fill', maxSize: 5 })((from: string, i: number) => ({
  from,
  i,
}))
for (let i = 0; i < count; i++) fill(name, i)
console.log(JSON.stringify(fill.info()))
