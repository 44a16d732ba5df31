import { lmdbArchive } from '../../../src/archive/lmdb.js'
import { PilferError } from '../../../src/errors.js'

/** Says what opening, reading and each way of writing come to. */
const { path } = JSON.parse(process.argv[2]!)
const outcome = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof PilferError ? error.code : String(error)
  }
}
const reports: string[] = []
const archive: any = outcome(() => lmdbArchive(path, { onDamage: ({ code }) => reports.push(code) }))
const results =
  typeof archive === 'string'
    ? { open: archive }
    : {
        get: outcome(() => archive.get('a')),
        set: outcome(() => archive.set('a', 'new')),
        setMany: outcome(() => archive.setMany([['a', 'new']])),
        delete: outcome(() => archive.delete('a')),
        clear: outcome(() => archive.clear()),
        transact: outcome(() => archive.transact(() => 1)),
        broken: outcome(() => [archive.get('broken', 'absent'), archive.get('broken', 'absent')]),
        keys: outcome(() => [...archive.keys()]),
        other: outcome(() => [...lmdbArchive(path, { name: 'other' })]),
        after: outcome(() => archive.get('a')),
        reports,
      }
console.log(JSON.stringify(results))
