import { PilferError } from './errors.js'

/** Prints a warning where there is a place for one, without needing Node. */
export function warn(message: string, code: string): void {
  const { process } = globalThis as { process?: { emitWarning?: (text: string, options: object) => void } }
  if (process?.emitWarning) process.emitWarning(message, { type: 'PilferWarning', code })
  else console.warn(`PilferWarning [${code}]: ${message}`)
}

/** What to do with an archive's failure on the way of a call: a function, or `'throw'`. */
export type ArchiveErrorOption = ((error: unknown) => void) | 'throw'

/** The handler that an option stands for; by default each kind of failure is warned of once. */
export function archiveErrorHandler(option: ArchiveErrorOption | undefined): (error: unknown) => void {
  if (option === 'throw')
    return (error) => {
      throw error
    }
  return option ?? warnOncePerCode()
}

function warnOncePerCode(): (error: unknown) => void {
  const seen = new Set<string>()
  return (error) => {
    const code = error instanceof PilferError ? error.code : 'ARCHIVE_IO'
    if (seen.has(code)) return
    seen.add(code)
    const reason = error instanceof Error ? error.message : String(error)
    warn(`${reason} (the result is returned all the same; further ${code} failures are not reported)`, code)
  }
}
