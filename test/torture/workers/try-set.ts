import { dirArchive } from '../../../src/archive/dir.js'
import { PilferError } from '../../../src/errors.js'

/** Says what opening, reading, setting, deleting and clearing come to. */
const { path } = JSON.parse(process.argv[2]!)
const outcome = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof PilferError ? error.code : String(error)
  }
}
const reports: string[] = []
const archive: any = outcome(() => dirArchive(path, { onDamage: ({ code }) => reports.push(code) }))
const results =
  typeof archive === 'string'
    ? { open: archive }
    : {
        get: outcome(() => archive.get('a')),
        set: outcome(() => archive.set('a', 'new')),
        delete: outcome(() => archive.delete('a')),
        clear: outcome(() => archive.clear()),
        damaged: outcome(() => [archive.get('broken', 'absent'), archive.get('broken', 'absent')]),
        keys: outcome(() => [...archive.keys()]),
        after: outcome(() => archive.get('a')),
        reports,
      }
console.log(JSON.stringify(results))
