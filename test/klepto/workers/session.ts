import { dirArchive } from '../../../src/archive/dir.js'
import { lruCache } from '../../../src/index.js'

/** One session: a memoized function over a folder, called with each of `calls`. */
const { path, calls, version } = JSON.parse(process.argv[2]!)
const archive = dirArchive<number>(path)
const power = lruCache({ archive, ignore: 'log', version })(function power(x: number, n = 2, log = false) {
  return log ? x ** n : x ** n
})
const results = calls.map((args: [number, number?, boolean?]) => power(...args))
console.log(JSON.stringify({ results, info: power.info(), keys: [...archive.keys()].sort() }))
