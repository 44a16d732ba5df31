import { fsError } from './fs-error.js'

/** What `work` gives; what the system finds wrong becomes an error with a code of ours. */
export function attempt<T>(doing: 'read' | 'write', path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fsError(error, doing, path)
  }
}
