import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sweepTemp } from '../fs/atomic-write.js'
import { fsError } from '../fs/fs-error.js'
import { whenFree } from '../fs/held.js'
import { removeFile } from '../fs/if-there.js'
import { contentOf } from './content.js'
import { type Holder, type HolderState, parseHolder, stateOf } from './holder.js'
import type { Seal } from './seal.js'

const GUARD = '.break'

/**
 * Removes a lock file whose holder is gone. `'gone'` says that it is away, by whomever; else the answer is about who has
 * to be waited for: the holder, or another one who is removing it. Nothing here waits.
 */
export function removeIfDead(path: string, text: string, holder: Holder, own: Seal): HolderState {
  const state = stateOf(holder)
  return state === 'gone' ? removeUnderGuard(path, text, holder, own) : state
}

/**
 * To look and then to remove is two steps, and between them another may have removed the same file and a third have
 * put its own there. So whoever removes the file of a dead holder first takes a guard, a file with that holder's name
 * in its name, and then looks again. A file is removed by its living owner or under the guard of its dead one, and the
 * dead put nothing back: what the second look sees is what is removed, however long this thread sleeps in between.
 *
 * One who dies with a guard leaves a file of a dead holder like any other, and is treated the same: the guard is
 * removed under a guard of its own. That ends, as each in such a row has died later than the one before. A guard has
 * no age: one that is taken from a thread that only sleeps would let that thread remove the file of a third.
 */
function removeUnderGuard(path: string, text: string, dead: Holder, own: Seal): HolderState {
  const guard = `${own.lock}-${dead.id}${GUARD}`
  while (!own.linkTo(guard)) {
    const other = contentOf(guard)
    if (other === undefined) return 'alive' // Who had it has just been there.
    if (other === own.content) break // It is left from a removal of one's own that failed.
    const breaker = parseHolder(other)
    const state = breaker === undefined ? 'unknown' : removeIfDead(guard, other, breaker, own)
    if (state !== 'gone') return state
  }
  try {
    if (contentOf(path) === text) whenFree(() => removeFile(path))
    return 'gone'
  } catch (error) {
    throw fsError(error, 'write', path)
  } finally {
    own.unlinkFrom(guard)
  }
}

/** Removes the guards and the temporary files that the dead left beside a lock file. */
export function sweep(own: Seal): void {
  const folder = dirname(own.lock)
  const prefix = `${basename(own.lock)}-`
  sweepTemp(folder, prefix)
  try {
    for (const name of readdirSync(folder))
      if (name.startsWith(prefix) && name.endsWith(GUARD)) {
        const guard = join(folder, name)
        const text = contentOf(guard)
        const holder = text === undefined ? undefined : parseHolder(text)
        if (holder !== undefined) removeIfDead(guard, text!, holder, own)
      }
  } catch {
    // They are in nobody's way, and stay for the next time.
  }
}
