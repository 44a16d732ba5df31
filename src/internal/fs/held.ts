import { errno } from './fs-error.js'
import { sleep } from './sleep.js'

const HELD = new Set(['EACCES', 'EBUSY', 'EPERM'])
const LONGEST_WAIT = 512

/** Whether this is what Windows says while another program has the file open, or has just removed it. */
export const isHeld = (error: unknown): boolean =>
  process.platform === 'win32' && HELD.has(errno(error) ?? '')

/** What `work` gives, once no other program holds the file any more; waits for a second. */
export function whenFree<T>(work: () => T): T {
  for (let wait = 1; ; wait *= 2)
    try {
      return work()
    } catch (error) {
      if (wait > LONGEST_WAIT || !isHeld(error)) throw error
      sleep(wait)
    }
}
