import { statSync } from 'node:fs'
import { PilferError } from '../../errors.js'
import { sleep } from '../fs/sleep.js'
import { contentOf, holderIn } from './content.js'
import { removeIfDead } from './dead.js'
import { describeHolder, type Holder, MARKER } from './holder.js'
import { whyNoNativeLocks } from './native.js'
import type { Seal } from './seal.js'

/** The pauses between two looks, in ms: they grow from the first to the last, and vary by half. */
const FIRST_PAUSE = 0.1
const LAST_PAUSE = 5

/** How long a holder is waited for of which it cannot be told whether it lives, in ms. */
export const PATIENCE = 60_000

/**
 * Makes `seal` the lock file, once whoever has that name has left it or is found to be gone. One that lives is waited
 * for without end; one of which that cannot be told is never driven away.
 *
 * @param own the seal that names this thread, for the removal of dead holders
 * @param patience in ms
 */
export function takePlace(seal: Seal, own: Seal, patience: number): void {
  const { lock } = seal
  let since = performance.now()
  let seen: string | undefined
  for (let pause = FIRST_PAUSE; !seal.linkTo(lock); pause = Math.min(1.5 * pause, LAST_PAUSE)) {
    const text = contentOf(lock)
    if (text === seal.content) return
    if (text === MARKER) throw wrongKind(lock)
    const holder = text === undefined ? undefined : holderIn(lock, text)
    const state = holder && removeIfDead(lock, text!, holder, own)
    if (state === 'gone') continue
    const now = performance.now()
    // A holder on another host that comes back has the same name, but changes the file.
    const sight = state === 'alive' ? undefined : `${text} ${changeTime(lock)}`
    if (sight === undefined || sight !== seen) since = now
    else if (now - since > patience) throw notTold(lock, holder, patience)
    seen = sight
    sleep(pause * (0.5 + Math.random()))
  }
}

const changeTime = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ctimeMs

function wrongKind(lock: string): PilferError {
  const message =
    `${lock} says that other processes lock this archive through the kernel, which this one does not; install ` +
    'fs-native-extensions (`npm install fs-native-extensions`), or remove that file when no other process uses ' +
    'the archive'
  return new PilferError('ARCHIVE_LOCK_KIND', message, { cause: whyNoNativeLocks() })
}

function notTold(lock: string, holder: Holder | undefined, patience: number): PilferError {
  const message =
    `${lock} has been held by ${holder ? describeHolder(holder) : 'something unseen'} for ${patience / 1000} ` +
    'seconds, and whether that still lives cannot be told from here; remove the file when it does not'
  return new PilferError('ARCHIVE_LOCKED', message)
}
