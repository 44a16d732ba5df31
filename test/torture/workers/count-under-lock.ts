import { openSync, readFileSync, readSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { PilferError } from '../../../src/errors.js'
import { openLock } from '../../../src/internal/lock/lock.js'
import { seededRandom } from '../../helpers/seeded-random.js'

/**
 * Counts up to `target` in its slot of the file at `path`, in which the total stands first, and prints each number once
 * it is written and the lock is released. In `kills` of the turns it kills itself while it is the holder. That nobody
 * else is in there with it is shown by a file that must not be there on entry, unless one who was about to die says so.
 */
const { path, kind, slot, target, kills, seed, from } = JSON.parse(process.argv[2]!)
const witness = `${path}.inside`
const name = `slot ${slot} of process ${process.pid}`
const random = seededRandom(seed)
const fd = openSync(path, 'r+')
const lock = openLock(path, kind)
const counts = new Uint32Array(readFileSync(path).length / 4)

function enter(): void {
  try {
    writeFileSync(witness, name, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const other = readFileSync(witness, 'utf8')
    if (other !== 'dead') throw new Error(`violation: ${name} came in while ${other || 'somebody'} was there`)
    unlinkSync(witness)
    writeFileSync(witness, name, { flag: 'wx' })
  }
}

function leave(): void {
  const there = readFileSync(witness, 'utf8')
  if (there !== name) throw new Error(`violation: ${name} went out and found ${there || 'somebody'}`)
  unlinkSync(witness)
}

function die(): never {
  writeFileSync(witness, 'dead')
  for (;;) process.kill(process.pid, 'SIGKILL')
}

function say(count: number): void {
  if (isMainThread) writeSync(1, `${count}\n`)
}

function acquire(): boolean {
  try {
    lock.acquire(fd)
    return true
  } catch (error) {
    if (error instanceof PilferError && error.code === 'ARCHIVE_LOCK_KIND') return false
    throw error
  }
}

/** Makes a turn; gives the number it has counted to, or `undefined` when there is nothing to count any more. */
function turn(expected: readonly number[], dies: number): number | undefined {
  enter()
  readSync(fd, counts, 0, counts.byteLength, 0)
  const mine = counts[1 + slot]!
  const total = counts.subarray(1).reduce((sum, count) => sum + count, 0)
  if (!expected.includes(mine)) throw new Error(`violation: ${name} lost a count: ${mine}, not ${expected}`)
  if (expected.length > 1) say(mine)
  if (counts[0] !== total) throw new Error(`violation: ${name} found a total of ${counts[0]}, not ${total}`)
  if (dies === 0) die()
  if (mine < target) {
    counts[0]++
    counts[1 + slot] = mine + 1
    writeSync(fd, counts, 0, counts.byteLength, 0)
  }
  if (dies === 1) die()
  leave()
  if (dies === 2) die()
  return mine < target ? mine + 1 : undefined
}

let expected = [from, from + 1] // The last one may have been written by one who could not say so any more.
while (acquire()) {
  const count = turn(expected, random() < kills ? Math.floor(random() * 3) : -1)
  lock.release(fd)
  if (count === undefined) break
  expected = [count]
  say(count)
}
lock.close()
