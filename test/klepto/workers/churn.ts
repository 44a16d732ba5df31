import { dirArchive } from '../../../src/archive/dir.js'

/** Replaces `hot` all the time, and makes other keys come and go, until it is killed. Says when `hot` is there. */
const { path, name } = JSON.parse(process.argv[2]!)
const archive = dirArchive(path)
for (let n = 0; ; n++) {
  archive.set('hot', { name, n, body: 'x'.repeat((n * 7919) % 50_000) })
  if (n === 0) console.log(JSON.stringify('started'))
  archive.set(`${name} ${n % 10}`, n)
  if (n % 3 === 0) archive.delete(`${name} ${(n * 7) % 10}`)
}
