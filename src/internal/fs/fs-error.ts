import { type ErrorCode, PilferError } from '../../errors.js'

const WRONG_PATH: Readonly<Record<string, ErrorCode>> = {
  EISDIR: 'ARCHIVE_PATH',
  ELOOP: 'ARCHIVE_PATH',
  ENAMETOOLONG: 'ARCHIVE_PATH',
  ENOTDIR: 'ARCHIVE_PATH',
}

const CODES: Readonly<Record<'read' | 'write', Readonly<Record<string, ErrorCode>>>> = {
  read: WRONG_PATH,
  write: {
    ...WRONG_PATH,
    EACCES: 'ARCHIVE_READ_ONLY',
    EEXIST: 'ARCHIVE_PATH',
    EDQUOT: 'ARCHIVE_FULL',
    EFBIG: 'ARCHIVE_FULL',
    ENOSPC: 'ARCHIVE_FULL',
    EPERM: 'ARCHIVE_READ_ONLY',
    EROFS: 'ARCHIVE_READ_ONLY',
  },
}

/** The system's name of what went wrong, such as `'ENOENT'`. */
export const errno = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException | null)?.syscall === undefined
    ? undefined
    : (error as NodeJS.ErrnoException).code

/** `error` with one of pilfer's codes, when it came from the system; any other error as it is. */
export function fsError(error: unknown, doing: 'read' | 'write', path: string): unknown {
  const name = errno(error)
  if (name === undefined) return error
  const message = `cannot ${doing} ${path}: ${(error as Error).message}`
  return new PilferError(CODES[doing][name] ?? 'ARCHIVE_IO', message, { cause: error })
}
