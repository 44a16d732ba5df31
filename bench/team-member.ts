// One process of a team: sets its keys whenever it is told to.
import type { FileSubject } from './subject.js'
import * as bareLogs from './subjects/bare-log.js'
import * as pilfer from './subjects/pilfer.js'
import { files as rawSqlite } from './subjects/raw-sqlite.js'
import type { TeamTask } from './team.js'

const { subject, folder, bytes, sets, name } = JSON.parse(process.argv[2]!) as TeamTask & { name: string }
const subjects = [...Object.values(pilfer), ...Object.values(bareLogs), rawSqlite] as FileSubject[]
const store = await subjects.find((one) => one.name === subject)!.create(folder)
const value = Buffer.alloc(bytes, 7)

process.on('message', async () => {
  for (let i = 0; i < sets; i++) await store.set(`${name}-${i}`, value)
  process.send!(sets)
})
process.send!(0)
