import { closeSync, openSync } from 'node:fs'
import { PilferError } from '../../../src/errors.js'
import { lockKind, openLock } from '../../../src/internal/lock/lock.js'

/** Says what opening and taking a lock come to. */
const { path, kind } = JSON.parse(process.argv[2]!)
const outcome = (work: () => unknown): unknown => {
  try {
    return work() ?? 'done'
  } catch (error) {
    if (!(error instanceof PilferError)) return String(error)
    return { code: error.code, message: error.message, cause: (error.cause as any)?.code }
  }
}
const tried = outcome(() => {
  const lock = openLock(path, kind)
  const take = (): unknown =>
    outcome(() => {
      const fd = openSync(path, 'r+')
      lock.acquire(fd)
      lock.release(fd)
      lock.close()
      closeSync(fd)
    })
  return { kind: lock.kind, take: take() }
})
console.log(JSON.stringify({ usual: lockKind(), tried }))
