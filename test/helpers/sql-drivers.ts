import type { SqlDriverName } from '../../src/archive/sql.js'

const node = Number.parseInt(process.versions.node, 10)

/** The drivers, each with the reason why it cannot be used here, if so. */
export const DRIVERS: readonly { name: SqlDriverName; missing: string }[] = [
  { name: 'sql.js', missing: '' },
  { name: 'libsql', missing: '' },
  { name: 'node:sqlite', missing: node < 22 ? 'node:sqlite is a part of Node from 22 on' : '' },
  { name: 'better-sqlite3', missing: node < 22 ? 'better-sqlite3 13 crashes Node before 22' : '' },
]

/** Those that are here. */
export const available = DRIVERS.filter(({ missing }) => missing === '').map(({ name }) => name)

/** Those of them that work on the file itself. */
export const engines = available.filter((name) => name !== 'sql.js')
