import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { lmdbArchive } from '../../../src/archive/lmdb.js'

/** Adds one to a counter `count` times, each in a transaction, and sets as many keys of its own. */
const { path, name, count } = isMainThread ? JSON.parse(process.argv[2]!) : workerData
const archive = lmdbArchive<any>(path)
for (let i = 0; i < count; i++) {
  archive.transact(() => archive.set('counter', (archive.get('counter') ?? 0) + 1))
  archive.set(`${name}/${i}`, { name, i, text: 'x'.repeat(Math.min(i, 150) * 20) })
}
archive.close()
if (isMainThread) console.log(JSON.stringify(count))
else parentPort!.postMessage(count)
