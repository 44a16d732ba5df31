import { openSync, writeSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { openLock } from '../../../src/internal/lock/lock.js'

/** Takes a lock, computes for `ms` without a pause and releases it; says when it did what. A process or a thread. */
const { path, kind, ms } = JSON.parse(process.argv[2]!)
const say = (what: string): void => {
  const text = `${what} ${Date.now()}\n`
  if (parentPort) parentPort.postMessage(text)
  else writeSync(1, text)
}
const fd = openSync(path, 'r+')
const lock = openLock(path, kind)
say('waits')
lock.acquire(fd)
say('holds')
for (const end = Date.now() + (ms ?? Number.POSITIVE_INFINITY); Date.now() < end; );
say('leaves')
lock.release(fd)
