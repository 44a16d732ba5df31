import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** The files that were being written beside a database; what the lock keeps there is its own affair. */
export const leftoversOf = (path: string): string[] =>
  readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp') && !name.startsWith('memo.db-lock'))
