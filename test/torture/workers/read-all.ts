import { dirArchive } from '../../../src/archive/dir.js'

/** Reads `keys`, and says what they hold, what is listed and what was reported. */
const { path, keys } = JSON.parse(process.argv[2]!)
const reports: { code: string; message: string }[] = []
const archive = dirArchive(path, { onDamage: ({ code, message }) => reports.push({ code, message }) })
const read = (): unknown[] => keys.map((key: string) => archive.get(key, 'absent'))
const values = read()
const again = read()
console.log(JSON.stringify({ values, again, listed: [...archive.keys()], reports }))
