import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { FileSubject } from '../subject.js'

const load = createRequire(import.meta.url)

/** The engine of SQLite that is here without a compiler: that of Node, or, before Node 22, that of libsql. */
export const ENGINE = Number(process.versions.node.split('.')[0]) >= 22 ? 'node:sqlite' : 'libsql'

/** Prepared statements with the settings that sqlArchive has, and nothing around them. */
export const files: FileSubject = {
  name: `raw ${ENGINE}`,
  isAsync: false,
  wholeFile: false,
  remark: 'no checksum',
  create(folder) {
    const Database = ENGINE === 'libsql' ? load('libsql') : load('node:sqlite').DatabaseSync
    const database = new Database(join(folder, 'raw.db'))
    database.exec('PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec('CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB)')
    const write = database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?)')
    const read = database.prepare('SELECT value FROM entries WHERE key = ?')
    return {
      set: (key, value) => write.run(key, value),
      get: (key) => read.get(key)?.value,
    }
  },
}
