/**
 * What can go wrong, by stable code. `docs/errors.md` has a row for each: meaning, cause, remedy.
 */
export const ERROR_CODES = [
  'ARCHIVE_ASYNC',
  'ARCHIVE_CLOSED',
  'ARCHIVE_DAMAGED',
  'ARCHIVE_FULL',
  'ARCHIVE_IO',
  'ARCHIVE_LOCKED',
  'ARCHIVE_LOCK_KIND',
  'ARCHIVE_MISSING',
  'ARCHIVE_NO_PLACE',
  'ARCHIVE_NOT_EMPTY',
  'ARCHIVE_NOT_ENUMERABLE',
  'ARCHIVE_PATH',
  'ARCHIVE_READ_ONLY',
  'ARCHIVE_UNSUPPORTED',
  'ARCHIVE_URL',
  'CALL_INVALID',
  'CALL_MISSING',
  'CODEC_DECODE',
  'CODEC_MISMATCH',
  'CODEC_UNAVAILABLE',
  'DECORATOR_UNSUPPORTED',
  'DRIVER_CONFLICT',
  'DRIVER_UNSUPPORTED',
  'FORMAT_NEWER',
  'FUNCTION_UNSUPPORTED',
  'KEY_ABSENT',
  'KEY_NOT_DECODABLE',
  'KEY_NOT_STRING',
  'KEY_TOO_DEEP',
  'KEY_TOO_LARGE',
  'KEY_UNSUPPORTED',
  'NAME_REQUIRED',
  'OPTION_CONFLICT',
  'OPTION_INVALID',
  'OPTION_UNKNOWN',
  'PACKAGE_MISSING',
  'PACKAGE_UNUSABLE',
  'RECORD_DAMAGED',
  'RESULT_PROMISE',
  'ROW_INVALID',
  'SIGNATURE_UNREADABLE',
  'SNAPSHOT_INVALID',
  'SNAPSHOT_MISMATCH',
  'SNAPSHOT_UNSUPPORTED',
  'TAR_DAMAGED',
  'TAR_HOSTILE',
  'TAR_TOO_LARGE',
  'TRACE_INVALID',
  'VALUE_NOT_BYTES',
  'VALUE_TOO_DEEP',
  'VALUE_TOO_LARGE',
  'VALUE_UNSUPPORTED',
] as const

/** A stable name of one kind of failure; switch on it rather than on the message. */
export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * The one error class of pilfer. `code` is stable; the message names the option, key or file, what was
 * expected and what came; `cause` is the error underneath, where there is one.
 *
 * @example
 * ```ts
 * import { lruCache, PilferError } from 'pilfer'
 *
 * try {
 *   lruCache({ maxSize: -1 })
 * } catch (error) {
 *   if (error instanceof PilferError) console.log(error.code) // OPTION_INVALID
 * }
 * ```
 */
export class PilferError extends Error {
  override readonly name: string = 'PilferError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options)
  }

  /** Holds for every error with one of pilfer's codes, those of a second copy of the package included. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && ERROR_CODES.includes((value as PilferError).code)
  }
}

/** An error of pilfer that is a `TypeError` as well: something of the wrong type where a string was needed. */
export function pilferTypeError(code: ErrorCode, message: string): PilferError {
  return Object.assign(new TypeError(message), { code, name: 'PilferError' })
}

const LONGEST_SHOWN = 60

/** Whether a value is an array; a revoked Proxy is none, though it throws when it is asked. */
function isArray(value: object): boolean {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** A short, safe rendering of any value for a message; it never runs the value's own code. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > LONGEST_SHOWN
        ? `${JSON.stringify(value.slice(0, LONGEST_SHOWN))}... (${value.length} characters)`
        : JSON.stringify(value)
    case 'bigint':
      return `${value}n`
    case 'function':
      return 'a function'
    case 'object':
      if (value === null) return 'null'
      return isArray(value) ? 'an array' : 'an object'
    default:
      return Object.is(value, -0) ? '-0' : String(value)
  }
}
