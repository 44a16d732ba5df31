import { PilferError } from '../../../src/errors.js'
import { openKind } from '../kinds.js'

/** Says what opening, reading, setting, deleting and clearing come to. */
const { kind, path } = JSON.parse(process.argv[2]!)
const outcome = async (work: () => unknown): Promise<unknown> => {
  try {
    return await work()
  } catch (error) {
    return error instanceof PilferError ? error.code : String(error)
  }
}
const reports: string[] = []
const archive: any = await outcome(() => openKind(kind, path, { onDamage: ({ code }) => reports.push(code) }))
const results =
  typeof archive === 'string'
    ? { open: archive }
    : {
        get: await outcome(() => archive.get('a')),
        set: await outcome(() => archive.set('a', 'new')),
        delete: await outcome(() => archive.delete('a')),
        clear: await outcome(() => archive.clear()),
        damaged: await outcome(() => [archive.get('broken', 'absent'), archive.get('broken', 'absent')]),
        keys: await outcome(async () => {
          const keys: string[] = []
          for await (const key of archive.keys()) keys.push(key)
          return keys.sort()
        }),
        after: await outcome(() => archive.get('a')),
        reports,
      }
console.log(JSON.stringify(results))
