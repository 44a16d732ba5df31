import { writeSync } from 'node:fs'
import { open } from 'lmdb'

/** Begins to read, as a program would that is killed in the middle of it, and waits. */
const { path } = JSON.parse(process.argv[2]!)
const bytes = { encoding: 'binary', keyEncoding: 'binary' } as const
const root = open(path, { ...bytes, noSubdir: false, overlappingSync: false, maxDbs: 20 })
const db = root.openDB({ ...bytes, name: 'records:memo' })
const transaction = db.useReadTransaction()
db.get(Buffer.from('a'), { transaction })
writeSync(1, 'reads\n')
setInterval(() => {}, 1000)
