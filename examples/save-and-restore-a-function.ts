/**
 * A memoized function as a whole, from one session to the next: its results, the order in which they would leave, and
 * its counters. Unlike an archive, it is saved once, at the end.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lfuCache, PilferError, type Snapshot } from 'pilfer'
import { dirArchive } from 'pilfer/archive/dir'

const text = readFileSync(new URL(import.meta.url), 'utf8')

/** What a session does when it starts. */
function start(maxSize: number) {
  return lfuCache({ maxSize })(function count(word: string) {
    return text.split(word).length - 1
  })
}

const folder = mkdtempSync(join(tmpdir(), 'pilfer-example-'))
try {
  const sessions = dirArchive<Snapshot>(folder)

  const today = start(2)
  for (const word of ['session', 'session', 'session', 'const']) today(word)
  sessions.set('count', today.snapshot({ stats: true }))

  const tomorrow = start(2)
  tomorrow.restore(sessions.get('count')!)
  console.log('restored:', tomorrow.info())

  // The frequencies came along: the less frequent word leaves for the new one.
  tomorrow('import')
  console.log('held:', [...tomorrow.cache.keys()])

  // A snapshot goes only where it came from.
  try {
    start(100).restore(sessions.get('count')!)
  } catch (error) {
    if (error instanceof PilferError) console.log(`${error.code}: ${error.message}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
